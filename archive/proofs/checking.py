"""A proof checked: its files, the chain of each document, the seals, and the figure read again from the document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from archive.blobs import Blobs, digest_of
from archive.captures import CHAIN, link
from archive.database.seals import Seal
from archive.jobs import Job, Source
from archive.lineage.places import in_words
from archive.lineage.retelling import retell
from archive.media import sniff
from archive.models import Hints
from archive.proofs.bundle import CHECKER, FORMAT, Parts, checker, sums
from archive.proofs.parts import packed, read
from archive.seals.judging import NOBODY, Trust, judge

_RECORD = (
    *("position", "crawl", "portal", "kind", "url", "final_url", "captured_at"),
    *("status", "media_type", "digest", "size"),
)
_DAMAGED = (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError)


class Told(NamedTuple):
    """A sentence, and whether it holds; None where that cannot be told here."""

    holds: bool | None
    said: str


def check(target: Path, trust: Trust = NOBODY) -> list[Told]:
    """Everything there is to say of a proof; raises NoProof for what is none.

    Nothing is fetched, and nothing but the documents written anywhere: under their digest, to be read again.
    """
    parts = read(target)
    return [*_files(target, parts), *_contents(parts, trust)]


def _files(target: Path, parts: Parts) -> Iterator[Told]:
    listed = parts.get("SHA256SUMS", b"")
    holds = listed == sums(parts)
    yield Told(
        holds, f"all {len(parts) - 1} files are those of SHA256SUMS; the digest of the proof is {digest_of(listed)}"
    )
    if not target.is_dir():
        yield Told(target.read_bytes() == packed(parts), "the ZIP holds these files and nothing else")
    same = parts.get(CHECKER) == checker()
    yield Told(same or None, f"{CHECKER} is {'' if same else 'not '}that of this release")


def _contents(parts: Parts, trust: Trust) -> Iterator[Told]:
    try:
        proof = json.loads(parts["proof.json"])
        if proof["format"] != FORMAT:
            yield Told(False, f"it is of another format than this release knows: {str(proof['format'])[:40]!r}")
            return
        for document in proof["documents"]:
            yield from _document(parts, proof, document)
        for crawl in proof["crawls"]:
            yield from _crawl(parts, crawl, trust)
        if proof["cell"] is not None:
            yield from _cell(parts, proof)
    except _DAMAGED as error:
        yield Told(
            False, f"a part of it is missing or says what no proof says ({type(error).__name__}: {str(error)[:80]})"
        )


def _document(parts: Parts, proof: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Told]:
    body, record = parts[document["file"]], parts[document["record"]]
    told = dict(zip(_RECORD, json.loads(record), strict=False))
    crawl = proof["crawls"][document["crawl"]]
    own = (told["digest"], told["size"]) == (digest_of(body), len(body))
    own = own and all(document[key] == told[key] for key in ("digest", "url", "captured_at"))
    yield Told(
        own,
        f"{document['file']} are the bytes had from {told['url']} at {told['captured_at']}, status {told['status']}",
    )
    lines = parts[crawl["records"]].split(b"\n")[:-1]
    place = int(told["position"]) - int(crawl["first"])
    line = digest_of(record).encode() if crawl["chain"] == CHAIN else record
    holds = place >= 0 and lines[place] == line and told["crawl"] == crawl["id"]
    holds = holds and document["capture"] == _ids(lines[: place + 1], crawl)
    yield Told(
        holds, f"  this capture, {document['capture']}, stands in the chain of {crawl['id']} at {told['position']}"
    )


def _ids(lines: list[bytes], crawl: Mapping[str, Any]) -> str | None:
    """The id of the last capture of these lines."""
    before: str | None = crawl["before"]
    for line in lines:
        if crawl["chain"] == CHAIN:
            before = link(before, line.decode("ascii"))
        else:
            before = digest_of(b"[" + json.dumps(before).encode() + b"," + line[1:])[:32]
    return before


def _crawl(parts: Parts, crawl: Mapping[str, Any], trust: Trust) -> Iterator[Told]:
    manifest = json.loads(parts[crawl["manifest"]])
    lines = parts[crawl["records"]].split(b"\n")
    end = int(crawl["first"]) + len(lines) - 2
    wanted = (manifest["crawl"], manifest["captures"], manifest["head"], manifest.get("chain", 1))
    holds = wanted == (crawl["id"], end, _ids(lines[:-1], crawl), crawl["chain"]) and lines[-1] == b""
    yield Told(
        holds, f"the manifest of {crawl['id']} closes that chain at capture {end}; it ended {manifest['finished_at']}"
    )
    for one in crawl["seals"]:
        seal = Seal(crawl["id"], one["kind"], one["signer"], parts[one["file"]], one["made_at"])
        judged = judge(seal, parts[crawl["manifest"]], trust)
        yield Told(judged.holds, f"  {judged.said}")
    if not crawl["seals"]:
        yield Told(None, "  no seal: who made the archive is all that vouches for the manifest")


def _cell(parts: Parts, proof: Mapping[str, Any]) -> Iterator[Told]:
    """Read the documents again, and compare what stands in the cell."""
    cell = proof["cell"]
    with TemporaryDirectory(prefix="nianbao-") as folder:
        bodies = [parts[document["file"]] for document in proof["documents"]]
        Blobs(Path(folder) / "blobs").keep([(digest_of(body), body) for body in bodies])
        sources = tuple(Source("", digest_of(body), sniff(body)) for body in bodies)
        hints = Hints(agency=proof["report"].get("agency"), year=proof["report"].get("year"))
        again = retell(Path(folder), Job(sources, hints, None, None, None, ""))
    now = next((one for one in again.report.cells if one.id == cell["id"]), None) if again.report else None
    if now is None:
        yield Told(None, f"{cell['id']}: this release of nianbao does not find the cell in the documents")
        return
    said = (cell["text"], cell["value"], cell["state"])
    yield Told(
        (now.text, now.value, now.state) == said,
        f"{cell['id']}: read again, {in_words(now.place)} prints {now.text!r} ({now.value!r}); the proof says"
        f" {cell['text']!r} ({cell['value']!r})",
    )
