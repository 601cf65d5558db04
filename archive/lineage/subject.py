"""What is explained: a report of an archive, or a file of a person's, with where its bytes lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.jobs import Job


@dataclass(frozen=True, slots=True)
class Subject:
    """A report by name: `directory` holds its bytes, `captures` are the fetches it was seen in.

    Of a file in no archive `reading` is None, and there is one capture that says no more than the file's name.
    `accounts` are all readings of all its versions, as archive.database.lineage gives them, `corrections` what people
    say of it, as archive.database.corrections gives it.
    """

    name: str
    directory: Path
    job: Job
    captures: list[dict[str, Any]]
    status: str | None = None
    release: str | None = None
    reading: dict[str, Any] | None = None
    accounts: tuple[dict[str, Any], ...] = ()
    corrections: tuple[dict[str, Any], ...] = ()

    def documents(self) -> list[dict[str, Any]]:
        """The documents of the report, each with its latest capture and how often it was seen."""
        made = []
        for position, source in enumerate(self.job.sources):
            seen = [c for c in self.captures if c["position"] == position]
            latest = next((c for c in seen if c["id"] == source.capture), seen[0] if seen else {})
            made.append(
                {"digest": source.digest, "media_type": source.media_type, "captures": len(seen)}
                | {key: value for key, value in latest.items() if key not in ("position", "digest", "media_type")}
                | {"first_captured_at": min((c["captured_at"] for c in seen if c["captured_at"]), default=None)}
            )
        return made
