"""Names that need the place they were found in: of a town or an organ in the folder of a county."""

from __future__ import annotations

from archive.body_names import TOWNS, BodyName, body_name, without_rank
from archive.divisions import find


def placed(name: str, folder: str | None) -> str:
    """A name with the place of the folder it was found in, where it has none of its own.

    Of a town that is a county, or an area as a county has: a city's name does not tell its towns apart.

    >>> placed("城关镇人民政府", "封丘县"), placed("统计局", "徐州经济技术开发区"), placed("县统计局", "封丘县")
    ('封丘县城关镇人民政府', '徐州经济技术开发区统计局', '封丘县统计局')
    >>> placed("平潭县统计局", "封丘县"), placed("城关镇", "新乡市"), placed("统计局", "司法局")
    ('平潭县统计局', '城关镇', '统计局')
    """
    inner = body_name(name)
    outer = body_name(folder).places if folder else ()
    if not outer or outer[-1].endswith(TOWNS):
        return name
    if inner.rank and not outer[-1].endswith(inner.rank[-1]):
        return name  # the city's, in a county's folder
    if inner.places and not (inner.places[0].endswith(TOWNS) and _tells_towns_apart(outer)):
        return name
    return "".join(outer) + without_rank(name.strip(), inner.rank)


def told_apart(name: str, known: str | None) -> str:
    """The name a document has, or the one it was known by before, where that is the same with the place in front.

    >>> told_apart("城关镇人民政府", "封丘县城关镇"), told_apart("城关镇人民政府", "原阳县统计局")
    ('封丘县城关镇人民政府', '城关镇人民政府')
    """
    if not known:
        return name
    own, before = body_name(name), body_name(known)
    more = before.places[: len(before.places) - len(own.places)]
    same = before.places[len(more) :] == own.places and _means(own) == _means(before)
    return placed(name, "".join(more)) if more and same else name


def _means(name: BodyName) -> str:
    """The organ; a bare town's is its government or office."""
    bare = "办事处" if name.places and name.places[-1].endswith("街道") else "人民政府"
    return name.organ or bare


def _tells_towns_apart(places: tuple[str, ...]) -> bool:
    known = find(places[-1])
    return known is None or known.level == "county"
