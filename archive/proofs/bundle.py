"""What a proof holds: documents, records of their captures, chains, manifests, seals, the figure and its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from sqlite3 import Connection
from typing import Any

from archive import __version__
from archive.blobs import Blobs, digest_of
from archive.clock import now
from archive.database import captures, lineage, seals
from archive.database.withheld import tombstones
from archive.errors import ArchiveError
from archive.lineage.folders import ending
from archive.lineage.subject import Subject
from archive.media import HTML
from archive.proofs.words import readme

FORMAT = "nianbao-proof/1"
CHECKER = "check_proof.py"
Parts = dict[str, bytes]


class NoProof(ArchiveError):
    """Raised when an archive cannot prove what is asked for; the message says what is missing."""


def checker() -> bytes:
    """The program that is in every proof and checks it without this one."""
    return (resources.files("archive") / "proofs" / CHECKER).read_bytes()


@dataclass(slots=True)
class _Bundle:
    connection: Connection
    subject: Subject
    parts: Parts = field(default_factory=dict)
    crawls: dict[str, list[int]] = field(default_factory=dict)  # the positions of the captures shown of each


def proof(connection: Connection, subject: Subject, told: Mapping[str, Any], picture: Parts) -> Parts:
    """Every file of the proof of a report, or of the cell `told` explains; raises NoProof.

    `told` is what archive.lineage.explanation says, `picture` the file of the spot, or nothing.
    """
    bundle = _Bundle(connection, subject, dict(picture))
    documents = list(_documents(bundle))
    made = {
        "format": FORMAT,
        "made_at": now(),
        "made_by": f"nianbao {__version__}",
        "report": {key: subject.reading.get(key) for key in ("title", "agency", "year")} if subject.reading else {},
        "key": subject.name,
        "release": subject.release,
        "documents": documents,
        "crawls": [_crawl(bundle, number, crawl) for number, crawl in enumerate(bundle.crawls, 1)],
        "cell": _cell(told, documents) if "id" in told else None,
        "findings": told["findings"],
        "claims": _claims(subject, told.get("id")),
        "picture": next(iter(picture), None),
    }
    bundle.parts["proof.json"] = _json(made)
    bundle.parts[CHECKER] = checker()
    bundle.parts["README.txt"] = readme(made).encode("utf-8", "replace")
    return bundle.parts | {"SHA256SUMS": sums(bundle.parts)}


def sums(parts: Mapping[str, bytes]) -> bytes:
    """The digests of all files but itself, as `sha256sum -c` reads them."""
    return "".join(f"{digest_of(parts[name])}  {name}\n" for name in sorted(parts) if name != "SHA256SUMS").encode()


def _documents(bundle: _Bundle) -> Iterator[dict[str, Any]]:
    """Each document with the record of the capture in which its bytes came."""
    blobs, withheld = Blobs(bundle.subject.directory / "blobs"), tombstones(bundle.connection)
    for number, (source, seen) in enumerate(
        zip(bundle.subject.job.sources, bundle.subject.documents(), strict=True), 1
    ):
        if stone := withheld.get(source.digest):
            msg = f"the bytes of {seen.get('url')} were withheld ({stone.because}); nothing can be proved of them"
            raise NoProof(msg)
        capture = lineage.fetched(bundle.connection, source.digest, str(seen.get("url"))) or source.capture
        crawl, position = captures.place_in_chain(bundle.connection, capture)
        bundle.crawls.setdefault(crawl, []).append(position)
        captured = next(captures.chain(bundle.connection, crawl, position))[3]
        file, name = f"documents/{number}.{ending(source.media_type)}", f"captures/{number}.json"
        bundle.parts[file] = blobs.read(source.digest)
        bundle.parts[name] = captured.record(position).encode("utf-8", "surrogatepass")
        yield {
            "file": file,
            "url": captured.url,
            "captured_at": captured.captured_at,
            "media_type": source.media_type,
            "digest": source.digest,
            "capture": capture,
            "record": name,
            "crawl": list(bundle.crawls).index(crawl),
        }


def _crawl(bundle: _Bundle, number: int, crawl_id: str) -> dict[str, Any]:
    """The chain of a crawl from the first capture shown to its end, its manifest and what seals that."""
    crawl = captures.crawl(bundle.connection, crawl_id)
    manifest = seals.manifest(bundle.connection, crawl_id)
    if manifest is None:
        msg = f"the crawl {crawl_id} is not closed yet: what is in it can be proved when it has ended"
        raise NoProof(msg)
    folder, first = f"crawls/{number}", min(bundle.crawls[crawl_id])
    before: str | None = None
    lines = []
    for _, previous, position, capture in captures.chain(bundle.connection, crawl_id, first):
        before = previous if position == first else before
        lines.append(capture.record_digest(position) if crawl.chain > 1 else capture.record(position))
    bundle.parts[f"{folder}/records.txt"] = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    bundle.parts[f"{folder}/manifest.json"] = manifest
    sealed = []
    for seal in seals.seals(bundle.connection, crawl_id):
        name = f"{folder}/{seal.kind}-{seal.signer[:16]}"
        bundle.parts[name] = bytes(seal.value)
        sealed.append({"kind": seal.kind, "signer": seal.signer, "made_at": seal.made_at, "file": name})
    return {
        "id": crawl_id,
        "chain": crawl.chain,
        "first": first,
        "before": before,
        "records": f"{folder}/records.txt",
        "manifest": f"{folder}/manifest.json",
        "seals": sealed,
    }


def _cell(told: Mapping[str, Any], documents: list[dict[str, Any]]) -> dict[str, Any]:
    """The cell as it is explained, and in which file a reader of HTML can look for it."""
    digest = (told["document"] or {}).get("digest")
    file = next((d["file"] for d in documents if d["digest"] == digest and d["media_type"] == HTML), None)
    plain = file if told["place"] and {"table", "row", "column"} <= told["place"].keys() else None
    kept = {key: value for key, value in told.items() if not key.startswith("picture") and key != "document"}
    return {**kept, "digest": digest, "file": plain}


def _claims(subject: Subject, cell: str | None) -> list[dict[str, Any]]:
    """What the text of the report says, of the cell where one is proved."""
    claims = (subject.reading or {}).get("claims", ())
    return [claim for claim in claims if cell is None or cell in (claim["quantity"], *claim["compared"])]


def _json(thing: Any) -> bytes:
    return (json.dumps(thing, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")
