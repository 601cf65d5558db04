"""`nianbao verify`: is the archive what was stored."""

from __future__ import annotations

import json
import sqlite3
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from archive.blobs import Blobs
from archive.cli.options import Complaint, archive_option, plain_errors, view
from archive.cli.progress import progress
from archive.cli.sealing import trust_options, trusted
from archive.counted import counted
from archive.database import captures
from archive.database.connection import NAME
from archive.findings.visible import visible, visible_json
from archive.fixity.faults import Fault
from archive.fixity.stored_bytes import Scope
from archive.isolated import call
from archive.proofs.checking import check
from archive.seals.judging import Trust
from archive.verify import verify as verify_archive

_HOLDS = {True: "holds", False: "FAILS", None: ""}


class Moment(click.ParamType[str]):
    """A day or a moment of ISO 8601; without a zone it is UTC."""

    name = "DAY"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The moment as the archive writes it."""
        try:
            moment = datetime.fromisoformat(value.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()[:19]
        except (ValueError, OverflowError):
            self.fail(f"{value[:40]!r} is no day or moment such as 2026-02-09", param, ctx)


@click.command()
@click.argument("proof", required=False, type=click.Path(exists=True, path_type=Path), metavar="[PROOF]")
@click.option("--sample", type=click.IntRange(min=0), metavar="N", help="Read N stored documents again, by chance.")
@click.option("--since", type=Moment(), help="Read again only what was stored since then.")
@trust_options
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a line: each fault, then the summary.")
@archive_option
@plain_errors
def verify(
    proof: Path | None,
    sample: int | None,
    since: str | None,
    public_keys: tuple[Path, ...],
    roots: tuple[Path, ...],
    as_json: bool,
    archive: Path,
) -> None:
    """Check the archive itself: every stored byte, every reference, every crawl's chain and manifest.

    With PROOF, a file or folder of `nianbao prove`, check that instead, offline and without any archive.

    The figures to query are compared with the stored readings they come from. --sample and --since bound which
    bytes are read again; all else is checked in any case. Others may write to the archive meanwhile.

    Exit status 1 when anything is not as it was stored. A note is of what does no harm, such as a file that a
    crash left behind.

    \b
    Examples:
      nianbao verify --archive /srv/nianbao
      nianbao verify --sample 1000
      nianbao verify --since 2026-02-01 --json
      nianbao verify figure.zip --public-key nianbao.key.pub
    """
    if proof is not None and (proof / NAME).is_file():
        raise Complaint(f"{click.format_filename(proof)} is an archive: `nianbao verify --archive` names one")
    trust = trusted(public_keys, roots)
    if proof is not None:
        _verify_proof(proof, trust, as_json=as_json)
        return
    connection = view(archive)
    faults = notes = 0
    for found in verify_archive(connection, Blobs(archive / "blobs"), Scope(sample, since), progress(), trust):
        if isinstance(found, Fault):
            faults += not found.harmless
            notes += found.harmless
            _tell(found, as_json=as_json)
    _sum_up(connection, faults, notes, as_json=as_json)
    if faults:
        sys.exit(1)


def _verify_proof(proof: Path, trust: Trust, *, as_json: bool) -> None:
    """What holds of a proof; it is looked at in a process of its own, for it may be anybody's."""
    told = call(check, proof, trust)
    for one in told:
        if as_json:
            _line(one._asdict())
        else:
            click.echo(visible(f"{_HOLDS[one.holds]:<7}{one.said}"))
    failed = sum(one.holds is False for one in told)
    if not as_json:
        click.echo(counted(failed, "fault") if failed else "the proof holds")
    if failed:
        sys.exit(1)


def _tell(found: Fault, *, as_json: bool) -> None:
    if as_json:
        _line(asdict(found))
    else:
        click.echo(visible(f"{'note' if found.harmless else 'FAULT'}  {found.what}: {found.where}"))


def _sum_up(connection: sqlite3.Connection, faults: int, notes: int, *, as_json: bool) -> None:
    try:
        blobs, size, kept, chains = captures.counts(connection)
    except sqlite3.DatabaseError:
        if as_json:
            _line({"faults": faults, "notes": notes, "sound": False})
        else:
            alone = "the documents under blobs/ were not looked at: copy them before anything else"
            click.echo(f"{counted(faults, 'fault')}; {alone}")
        return
    if as_json:
        held = {"blobs": blobs, "bytes": size, "captures": kept, "crawls": chains}
        _line({"faults": faults, "notes": notes, "sound": not faults} | held)
        return
    summary = f"{counted(blobs, 'blob')} ({size:,} bytes), {counted(kept, 'capture')}, {counted(chains, 'chain')}"
    said = [counted(faults, "fault") if faults else "sound", *([counted(notes, "note")] if notes else [])]
    click.echo(f"{summary}: {', '.join(said)}")


def _line(thing: dict[str, Any]) -> None:
    click.echo(visible_json(json.dumps(thing, ensure_ascii=False)))
