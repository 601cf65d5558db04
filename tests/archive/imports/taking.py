"""Files taken into an archive as `nianbao import` does, without reading what they hold."""

import json
from dataclasses import dataclass

from archive.database import readings
from archive.database.connection import open_existing
from archive.database.wire import Told, unpack_wire
from archive.database.withheld import tombstones
from archive.imports.filing import Filing
from archive.imports.found import Trouble
from archive.imports.sources import opened
from archive.keeper import Keeper
from archive.reading import RELEASE, read_job


@dataclass
class Taken:
    """What became of it, and what was said."""

    counts: dict
    troubles: list
    damages: list


def take(archive, *paths, url=None):
    counts, said = {}, []
    with Keeper(archive) as keeper:
        keeper.flush()
        view = open_existing(archive).conn
        filings = []
        for path in paths:
            with opened(path, url) as source:
                filing = Filing(keeper, view, tombstones(view), source.options, source.titles)
                for event in source.events:
                    said += [event] if isinstance(event, Trouble) else filing.take(event)
                filing.retry()
                filings.append(filing)
        for filing in filings:
            filing.retry()
            said += filing.end()
            counts = {key: counts.get(key, 0) + filing.counts[key] for key in {*counts, *filing.counts}}
        view.close()
    told = [one.sentence for one in said if not one.is_damage]
    return Taken(counts, told, [one.sentence for one in said if one.is_damage])


def rows(archive, statement, *values):
    """The rows of a statement, in which WIRE is what went over the wire of `capture`, as JSON."""
    connection = open_existing(archive).conn
    connection.create_function("unpacked", 6, lambda packed, *told: json.dumps(unpack_wire(packed, Told(*told))))
    told = ("wire", "url", "final_url", "found_on", "captured_at", "size")
    try:
        wire = f"unpacked({', '.join(f'capture.{name}' for name in told)})"
        return connection.execute(statement.replace("WIRE", wire), values).fetchall()
    finally:
        connection.close()


def read_all(archive):
    """Read what waits, in this process: a pool costs more than the few documents of a test."""
    with Keeper(archive) as keeper:
        keeper.flush()
        view = open_existing(archive).conn
        for request, job in readings.unread_jobs(view, 100):
            result = read_job(keeper.blobs, job)
            keeper.write(lambda c, request=request: readings.mark_read(c, request))
            keeper.write(lambda c, job=job, result=result: readings.store(c, job, result, RELEASE))
        keeper.flush()
        view.close()
