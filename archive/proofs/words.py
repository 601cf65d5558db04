"""The README of a proof, in plain words: what is in it, what it proves, and what it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.counted import counted
from archive.findings.visible import visible

_PROVES = """
What this proves
  - The documents are, byte for byte, those whose digests stand in the records of their captures.
  - Each record says from which address, at which moment, with which request and response headers the bytes came, and
    stands in the chain of its crawl, which the manifest of that crawl closes: nobody can have changed, inserted or
    removed a capture without changing the manifest.
  - A signature or a time stamp over the manifest, where there is one, shows that the manifest was there when it was
    signed or stamped, and with it all of the above.

What this does not prove
  - Without a seal by somebody you trust: that the archive itself was not made up as a whole. A signature proves what
    the holder of the key says; only the time stamp of an independent authority proves a moment.
  - That the server was who it says it is, beyond what the record says of the connection (see `tls` there).
  - That what the agency published is true; and that we read it rightly: look at the document at the stated place.
  - That nothing else was published at the same address before, after or between two captures.
"""
_CHECK = """
How to check it, offline
  python3 check_proof.py THIS_FILE_OR_FOLDER    needs Python and nothing else; sixty lines, read them first
  sha256sum -c SHA256SUMS                       the digests of the files, in the unpacked folder
  nianbao verify THIS_FILE_OR_FOLDER            also the seals, and that no byte was added; docs/proofs.md of nianbao
                                                describes the format and has the digest of check_proof.py
"""


def readme(proof: Mapping[str, Any]) -> str:
    """The text for a proof as its `proof.json` has it."""
    return "\n".join(map(visible, _told(proof))) + "\n" + _PROVES + _CHECK


def _told(proof: Mapping[str, Any]) -> Iterator[str]:
    yield f"A proof of {proof['key']}, made by {proof['made_by']} at {proof['made_at']}"
    yield ""
    if cell := proof["cell"]:
        yield f"The figure   {cell['id']}"
        value = f"{cell['value']!r} {cell['unit'] or ''}".rstrip()
        yield f"             printed as {cell['text']!r}, read as {value} ({cell['state']})"
        yield f"Its place    {cell['place_in_words']}, in the document with the digest {cell['digest']}"
        if cell["rule"]:
            yield f"Its rule     {cell['rule']['how']}"
        yield from (f"Finding      {f['status']} {f['check']}: {f['message']}" for f in cell["findings"])
    if proof["picture"]:
        yield f"The spot     {proof['picture']}"
    for document in proof["documents"]:
        crawl = proof["crawls"][document["crawl"]]
        yield f"Document     {document['file']}, from {document['url']}"
        yield f"             sha256 {document['digest']}"
        yield f"             capture {document['capture']} of the crawl {crawl['id']} ({document['record']})"
        sealed = ", ".join(f"{seal['kind']} {seal['signer'][:16]}" for seal in crawl["seals"])
        many = counted(len(crawl["seals"]), "seal")
        yield f"             {many} over the manifest {crawl['manifest']} {sealed}".rstrip()
