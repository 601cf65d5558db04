"""Damage done to valid documents by dice that Hypothesis throws: bits, cuts, splices, parts of archives, nesting."""

import zipfile
from io import BytesIO

from hypothesis import strategies as st

_ODD = (b"\x00", b"\xff\xff\xff\xff", b"<", b"]]>", b"\x80", b"-1", b"99999999999", b"obj<<", b"endstream", b"&#x0;")
_OPENING = (b"<div>", b"<table><tr><td>", b"<w:tbl><w:tr><w:tc>", b"[", b"<<", b"<a:b>", b"{", b"q ", b"(", b"\t", b"|")
_NAMES = (
    "../../outside.xml",
    "/tmp/outside.xml",
    "word/document.xml",
    "a" * 300,
    "xl/workbook.xml",
    "OFD.xml",
    "..\\x",
    "",
)


@st.composite
def spoiled(draw, documents):
    """One of the documents after one to four kinds of damage."""
    body = draw(st.sampled_from(documents))
    for _ in range(draw(st.integers(1, 4))):
        body = draw(st.sampled_from(_KINDS))(draw, body)
    return body


def _at(draw, body):
    return draw(st.integers(0, len(body)))


def _flipped(draw, body):
    made = bytearray(body)
    for _ in range(draw(st.integers(1, 20)) if made else 0):
        made[draw(st.integers(0, len(made) - 1))] ^= 1 << draw(st.integers(0, 7))
    return bytes(made)


def _cut(draw, body):
    return body[: _at(draw, body)]


def _hole(draw, body):
    first, second = sorted((_at(draw, body), _at(draw, body)))
    return body[:first] + body[second:]


def _spliced(draw, body):
    """A piece of the document again somewhere else."""
    first, length, at = _at(draw, body), draw(st.integers(1, 5000)), _at(draw, body)
    return body[:at] + body[first : first + length] + body[at:]


def _odd_bytes(draw, body):
    at = _at(draw, body)
    return body[:at] + draw(st.sampled_from(_ODD)) * draw(st.sampled_from((1, 3, 1000))) + body[at:]


def _nested(draw, body):
    at = _at(draw, body)
    return body[:at] + draw(st.sampled_from(_OPENING)) * draw(st.sampled_from((50, 1000, 30_000))) + body[at:]


def _part(draw, body):
    """Damage inside an archive: to one of its members, packed again so that its sums are right."""
    members = _members(body)
    if not members:
        return _flipped(draw, body)
    name = draw(st.sampled_from(sorted(members)))
    members[name] = draw(st.sampled_from((_flipped, _cut, _hole, _spliced, _odd_bytes, _nested)))(draw, members[name])
    return _packed(members)


def _moved_part(draw, body):
    """A member under another name, gone, or there twice."""
    members = _members(body)
    if not members:
        return _spliced(draw, body)
    name = draw(st.sampled_from(sorted(members)))
    content = members[name]
    if draw(st.booleans()):
        del members[name]
    members[draw(st.sampled_from((*_NAMES, *sorted(members))) if members else st.sampled_from(_NAMES))] = content
    return _packed(members)


def _members(body):
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist() if info.file_size < 2_000_000}
    except Exception:  # noqa: BLE001 - whatever an already spoiled archive makes zipfile raise
        return {}


def _packed(members):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name or "x"), content)
    return made.getvalue()


_KINDS = (_flipped, _cut, _hole, _spliced, _odd_bytes, _nested, _part, _part, _part, _moved_part)
