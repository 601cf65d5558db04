"""The ink of a fax without its letters: rules, the dots that are left of them, and specks of the paper."""

from __future__ import annotations

from typing import Any

from archive.readers.ocr.broken import FAINTEST

_DOT, _LETTER = 2.5, 20.0  # points; the dots of a rule are no larger, and letters that touch one another no longer
_LINE, _FILLED = (5.0, 16.0), 0.45  # points, and parts of its box: how high a line of letters is, and its ink
_STROKES = 2.4  # points; strokes of one letter stand no further apart
_HALF, _STRAY = 0.8, 0.1  # points, and parts of its ink: half a stroke of two that meet, and what is beside these
_APART = (9.0, 4.0)  # points; the dots of a rule stand no further apart, and where the paper has specks nearer
_PAGE = 400.0  # points; a stretch of a long picture that lies within one page
_TILE, _SPECKED = 8.0, 0.0005  # points, and the share of the emptier half of such tiles that is specks


def without_letters(ink: Any, unit: float) -> Any:
    """Ink without letters: too high and wide for dots of a rule, too short for one, and not where two meet."""
    import cv2
    import numpy as np

    drawn = (ink > FAINTEST).astype(np.uint8)
    if apart(ink, unit) == _APART[0]:
        near = round(_STROKES * unit)
        drawn = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(drawn)
    wide, high = stats[:, 2] / unit, stats[:, 3] / unit
    small, large = np.minimum(wide, high), np.maximum(wide, high)
    is_line = (small > _LINE[0]) & (small < _LINE[1]) & (stats[:, 4] > _FILLED * stats[:, 2] * stats[:, 3])
    is_letter = (small > _DOT) & (large < _LETTER)
    for i in np.flatnonzero(is_letter):
        x, y, w, h = (int(v) for v in stats[i][:4])
        is_letter[i] = not _is_meeting(labels[y : y + h, x : x + w] == i, max(1, round(_HALF * unit)))
    return np.where((is_letter | is_line)[labels], 0, ink).astype(np.uint8)


def _is_meeting(drawn: Any, half: int) -> bool:
    """Whether a mark is nothing but one stroke across and one down, each so many pixels to both sides of its middle."""
    import numpy as np

    row, column = int(drawn.sum(axis=1).argmax()), int(drawn.sum(axis=0).argmax())
    rest = drawn.copy()
    rest[max(row - half, 0) : row + half + 1] = False
    rest[:, max(column - half, 0) : column + half + 1] = False
    return bool(np.count_nonzero(rest) < _STRAY * np.count_nonzero(drawn))


def apart(ink: Any, unit: float) -> float:
    """How far apart in points the dots of one rule may stand; the specks of a noisy fax follow one another as well.

    On a long picture the noisiest page tells.
    """
    import cv2
    import numpy as np

    size = [max(1, round(n / unit / _TILE)) for n in (ink.shape[1], ink.shape[0])]
    tiles = cv2.resize((ink > FAINTEST).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    tiles = tiles if size[1] > size[0] else tiles.T  # rules down are looked for in a transposed picture
    pages = np.array_split(tiles, max(1, round(len(tiles) * _TILE / _PAGE)))
    return _APART[any(_emptier(page).mean() > _SPECKED for page in pages)]


def _emptier(tiles: Any) -> Any:
    """The half of some tiles with less ink."""
    import numpy as np

    return np.partition(tiles.ravel(), tiles.size // 2)[: tiles.size // 2 + 1]
