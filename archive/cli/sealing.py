"""`nianbao seal`: signatures and time stamps over the manifests of crawls."""

from __future__ import annotations

import sys
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click

from archive.cli.options import Command, Complaint, archive_option, format_option, plain_errors, view
from archive.cli.printing import print_rows
from archive.clock import now
from archive.counted import counted
from archive.database import seals
from archive.database.seals import Seal
from archive.files import NotReadable, read_bytes
from archive.findings.visible import visible
from archive.keeper import write_now
from archive.seals import keys, stamps
from archive.seals.judging import Trust, judge

_NOBODY = "nobody to trust was named (--public-key, --tsa-root): seals were held against their manifests only"
FILE = click.Path(path_type=Path)


def trust_options(command: Command) -> Command:
    """--public-key and --tsa-root, given to the command as `public_keys` and `roots`."""
    command = click.option(
        "--tsa-root", "roots", multiple=True, type=FILE, help="Root certificates (PEM) of an authority you trust."
    )(command)
    return click.option("--public-key", "public_keys", multiple=True, type=FILE, help="A public key (PEM) you trust.")(
        command
    )


def trusted(public_keys: tuple[Path, ...], roots: tuple[Path, ...]) -> Trust:
    """Whom the options name."""
    return Trust(tuple(map(keys.public_key, public_keys)), tuple(map(stamps.root_certificates, roots)))


@click.group()
def seal() -> None:
    """Sign the manifests of crawls, and keep time stamps over them.

    A manifest closes the chain of all captures of a crawl. docs/integrity.md says what a seal over it proves.
    """


@seal.group()
def key() -> None:
    """Keys to sign with."""


@key.command("new")
@click.argument("file", type=FILE)
@plain_errors
def new_key(file: Path) -> None:
    """Make an Ed25519 key in FILE, which only you may read, and its public half in FILE.pub.

    Keep FILE away from the archive, give FILE.pub to whoever is to check. A file that is there is not written over.

    \b
    Example:
      nianbao seal key new ~/nianbao.key
    """
    public, name = keys.new_key(file)
    click.echo(f"{click.format_filename(file)} and {click.format_filename(public)}: the key {name}")


@seal.command()
@click.argument("crawls", nargs=-1, metavar="[CRAWL]...")
@click.option("--key", "key_file", type=FILE, required=True, help="The key, made by `nianbao seal key new`.")
@archive_option
@plain_errors
def sign(crawls: tuple[str, ...], key_file: Path, archive: Path) -> None:
    """Sign the manifests of CRAWLs, or of all closed crawls that this key has not signed.

    \b
    Example:
      nianbao seal sign --key ~/nianbao.key
    """
    connection = view(archive)
    signer, _ = keys.sign(key_file, b"")
    wanted = list(dict.fromkeys(crawls)) or seals.unsigned(connection, signer)
    made = [
        Seal(crawl, "ed25519", signer, keys.sign(key_file, manifest_of(connection, crawl))[1], now())
        for crawl in wanted
    ]
    new = write_now(archive, lambda c: sum(seals.keep(c, one) for one in made)) if made else 0
    click.echo(f"{counted(new, 'crawl')} signed with the key {signer[:16]}…")


@seal.command("list")
@format_option
@archive_option
@plain_errors
def list_seals(output: str, archive: Path) -> None:
    """List the seals of the archive, and whether each fits its manifest.

    \b
    Example:
      nianbao seal list
    """
    connection = view(archive)
    columns = ("crawl", "kind", "signer", "made_at", "says")
    rows = ((one.crawl, one.kind, one.signer, one.made_at, _said(connection, one)) for one in seals.seals(connection))
    if not print_rows(columns, rows, output) and output == "table":
        click.echo("no seals", err=True)


@seal.command("verify")
@trust_options
@archive_option
@plain_errors
def verify_seals(public_keys: tuple[Path, ...], roots: tuple[Path, ...], archive: Path) -> None:
    """Check every seal against its manifest, and against the keys and authorities you trust.

    That the captures are those of the manifest, `nianbao verify` checks. Exit status 1 where a seal is none, or
    where a closed crawl has no seal by anybody given.

    \b
    Example:
      nianbao seal verify --public-key ~/nianbao.key.pub
    """
    connection, trust = view(archive), trusted(public_keys, roots)
    bad = 0
    vouched = set()
    for one in seals.seals(connection):
        judged = judge(one, seals.manifest(connection, one.crawl) or b"", trust)
        bad += judged.holds is False
        if judged.holds:
            vouched.add(one.crawl)
        click.echo(visible(f"{'FAULT  ' if judged.holds is False else ''}{one.crawl}: {judged.said}"))
    left = [crawl for crawl in seals.closed(connection) if crawl not in vouched] if any(trust) else []
    for crawl in left:
        click.echo(visible(f"{crawl}: no seal by anybody given"))
    said = f"{counted(len(vouched), 'crawl')} sealed by whom you trust, {len(left)} not" if any(trust) else _NOBODY
    click.echo(f"{said}, {counted(bad, 'fault')}")
    if bad or left:
        sys.exit(1)


@seal.command()
@click.argument("crawl")
@click.option("--output", type=FILE, required=True, help="Where to write the question.")
@archive_option
@plain_errors
def request(crawl: str, output: Path, archive: Path) -> None:
    """Write the question for a time-stamping authority (RFC 3161) of your choice; nothing is sent.

    docs/integrity.md shows how to send it with curl. The answer is kept with `nianbao seal token`.

    \b
    Example:
      nianbao seal request 20260209T010000Z-crawl-0a1b2c3d --output crawl.tsq
    """
    body = stamps.request(manifest_of(view(archive), crawl))
    if output.exists():
        raise Complaint(f"{click.format_filename(output)} is there already; nothing was written")
    output.write_bytes(body)
    click.echo(f"{click.format_filename(output)}: {len(body)} bytes")


@seal.command()
@click.argument("crawl")
@click.argument("answer", type=FILE)
@archive_option
@plain_errors
def token(crawl: str, answer: Path, archive: Path) -> None:
    """Keep the ANSWER of a time-stamping authority over the manifest of a crawl.

    It is refused where it is of other bytes. Whether the authority is one you trust, `nianbao seal verify` says.

    \b
    Example:
      nianbao seal token 20260209T010000Z-crawl-0a1b2c3d crawl.tsr
    """
    try:
        body = read_bytes(answer)
    except NotReadable as error:
        raise Complaint(f"{click.format_filename(answer)}: {error}") from error
    found = stamps.stamp(body, manifest_of(view(archive), crawl))
    if not found.is_of_these:
        raise Complaint(f"{click.format_filename(answer)} is of something else than the manifest of {crawl}")
    write_now(archive, lambda c: seals.keep(c, Seal(crawl, "rfc3161", stamps.name_of(body), body, now())))
    click.echo(f"kept: {crawl} is stamped at {found.moment}")


def manifest_of(connection: Connection, crawl: str) -> bytes:
    """The manifest of a crawl a person names, byte for byte."""
    manifest = seals.manifest(connection, crawl)
    if manifest is None:
        raise Complaint(f"there is no closed crawl {crawl[:80]!r}; `nianbao query` of the table crawls lists them")
    return manifest


def _said(connection: Connection, one: Seal) -> Any:
    return judge(one, seals.manifest(connection, one.crawl) or b"").said
