"""The demonstration: replica portals on loopback, crawled twice by the real crawler."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click

from archive.browser import executable
from archive.cli.options import Complaint
from archive.cli.printing import print_rows
from archive.database import queries
from archive.database.connection import open_existing
from crawler.portals import COLUMNS
from crawler.replicas.everything import sites
from crawler.replicas.server import Replicas, Served

_MARK = "DEMO"  # a file that says the folder may be made anew


def run_demo(archive: Path) -> int:
    """Crawl, crawl again, show what was found; the exit status."""
    _make_room(archive)
    if executable() is None:
        click.echo(
            "No browser found: install the package chromium-headless-shell to see rendered pages too; the"
            " portals that need one will be recorded as failed.",
            err=True,
        )
    with Replicas(sites()) as replicas:
        rows = archive / "portals.csv"
        with rows.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(portal.row for portal in replicas.portals)
        click.echo(f"{len(replicas.served)} replica portals are being served on this machine.")
        began = time.monotonic()
        for turn in ("First", "Second"):
            click.echo(f"\n{turn} crawl: nianbao crawl --portals {rows} --archive {archive}")
            status = _crawl(archive, rows)
            if status not in (0, 1):  # 1: a portal that lets nobody in, as is meant to be
                return status
        seconds = time.monotonic() - began
        return _show(archive, replicas.served, seconds)


def _make_room(archive: Path) -> None:
    """A demo's own folder is made anew; anybody else's is left alone."""
    if archive.exists() and any(archive.iterdir()):
        if not (archive / _MARK).is_file():
            msg = f"{archive} is not a demo's folder and is left alone; say another one by --archive"
            raise Complaint(msg)
        shutil.rmtree(archive)
    archive.mkdir(parents=True, exist_ok=True)
    (archive / _MARK).write_text("Made by `nianbao demo`; the next demo makes it anew.\n")


def _crawl(archive: Path, rows: Path) -> int:
    """One crawl in a process of its own, as a person would start it."""
    command = [sys.executable, "-P", "-m", "crawler", "crawl", "--portals", str(rows), "--archive", str(archive)]
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    return subprocess.run(command, check=False, env=environment).returncode  # noqa: S603 - our own program


def _show(archive: Path, served: list[Served], seconds: float) -> int:
    connection = open_existing(archive).conn
    reports = queries.reports(connection)
    click.echo("\nReports found, with their checks:")
    columns = ("agency", "year", "template", "status", "checks", "portal")
    table = [(r["agency"], r["year"], r["template"], r["status"], _checks(r), r["portal"]) for r in reports]
    print_rows(columns, table, "table")
    have = Counter((r["portal"], r["agency"], r["year"]) for r in reports)
    want = Counter((s.site.name, p.agency, p.year) for s in served for p in s.site.reports)
    missing, surplus = want - have, have - want
    right, wrong = _compared(connection, reports, served)
    click.echo(
        f"\n{sum(want.values())} reports are published on the replica portals: {sum((have & want).values())} found,"
        f" {sum(missing.values())} missed, {sum(surplus.values())} false; {right} cells read right, {wrong} wrong."
        f"\nBoth crawls took {seconds:.0f} seconds."
    )
    for portal, agency, year in list(missing)[:5]:
        click.echo(f"  missed: {agency} {year} on {portal}")
    example = next((r["id"] for r in reports if r["agency"] == "秀洲区卫生健康局"), reports[0]["id"] if reports else "")
    question = "SELECT report_id, total FROM applications WHERE row = 'applications.new' ORDER BY total DESC LIMIT 5"
    click.echo("\nTry next:")
    for command in (f"show {example}", f'query "{question}"', "reports --year 2020", "coverage", "verify"):
        click.echo(f"  nianbao {command} --archive {archive}")
    return 1 if surplus or wrong or (missing and executable()) else 0


def _compared(connection: Connection, reports: list[dict[str, Any]], served: list[Served]) -> tuple[int, int]:
    """How many cells were read as they were printed, and how many were not."""
    printed = {(s.site.name, p.agency, p.year): p.printed for s in served for p in s.site.reports}
    right = wrong = 0
    for report in reports:
        cells = (queries.report(connection, report["id"])["reading"] or {"cells": ()})["cells"]
        for cell in cells:
            want = printed.get((report["portal"], report["agency"], report["year"]), {}).get(cell["id"])
            right += cell["text"] == want
            wrong += cell["text"] != want
    return right, wrong


def _checks(report: dict[str, object]) -> str:
    if report["failed"]:
        return f"{report['failed']} failed"
    return f"{report['unknown']} open" if report["unknown"] else "all hold"
