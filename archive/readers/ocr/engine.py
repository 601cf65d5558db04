"""The two models: where text stands on a picture, and what a picture of one line of text says."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from archive.errors import UnreadableDocument

_FINDER, _READER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_HEIGHT = 48  # pixels; the reader's lines are this high
_NARROWEST, _WIDEST = 32, 3200  # pixels of a line of that height
_BATCH = 1920  # pixels of width read at once; more takes memory and is no faster
MISSING = "reading scans needs the ocr extra: pip install 'nianbao[ocr]'"
_FEW = 1e-3  # a character less likely than this is no alternative


@dataclass(frozen=True, slots=True)
class Sign:
    """One character read: how likely it is (0 to 1), where in the line (0 to 1), and the next likely ones."""

    text: str
    likely: float
    at: float
    rivals: tuple[tuple[str, float], ...] = ()


def text_of(signs: Sequence[Sign]) -> str:
    """The characters of a line."""
    return "".join(sign.text for sign in signs)


def confidence(signs: Sequence[Sign]) -> float:
    """How likely the least likely character of a line is."""
    return min((sign.likely for sign in signs), default=0.0)


def is_installed() -> bool:
    """Whether pictures can be read here."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2", "numpy"))


def demand() -> None:
    """Raise UnreadableDocument where the `ocr` extra is not installed."""
    if not is_installed():
        raise UnreadableDocument(f"the document is a picture, and {MISSING}")


@lru_cache(maxsize=2)
def _session(name: str) -> Any:
    """A model out of the rapidocr wheel, loaded once a process.

    The package itself is never imported: it fetches what it misses from the network.
    """
    import onnxruntime

    found = find_spec("rapidocr")
    assert found is not None
    assert found.origin is not None
    options = onnxruntime.SessionOptions()
    options.enable_cpu_mem_arena = False  # it keeps what the largest page took
    options.log_severity_level = 4
    options.intra_op_num_threads = len(os.sched_getaffinity(0))
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # several workers share the processors
    path = Path(found.origin).parent / "models" / name
    if not path.is_file():
        raise UnreadableDocument(f"the model {name} is missing; {MISSING}")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _run(name: str, batch: Any) -> Any:
    session = _session(name)
    try:
        return session.run(None, {session.get_inputs()[0].name: batch})[0]
    except Exception as error:
        if "bad_alloc" in str(error):  # the library's own way to say it
            raise UnreadableDocument("reading the picture took more memory than a reader may use") from error
        raise


@lru_cache(maxsize=1)
def _alphabet() -> tuple[str, ...]:
    stated = _session(_READER).get_modelmeta().custom_metadata_map["character"]
    return ("", *stated.splitlines(), " ")


def read_lines(crops: Sequence[Any]) -> list[tuple[Sign, ...]]:
    """What each picture of a line (grey or colour, uint8) says; lines of like width are read together."""
    widths = [_width(crop) for crop in crops]
    order = sorted(range(len(crops)), key=widths.__getitem__)
    made: list[tuple[Sign, ...]] = [()] * len(crops)
    while order:
        batch = [order.pop(0)]
        while order and widths[order[0]] * (len(batch) + 1) <= _BATCH:
            batch.append(order.pop(0))
        width = widths[batch[-1]]
        for index, signs in zip(batch, _read([crops[i] for i in batch], width), strict=True):
            made[index] = signs
    return made


def _width(crop: Any) -> int:
    height, width = map(int, crop.shape[:2])
    return min(max(math.ceil(_HEIGHT * width / height), _NARROWEST), _WIDEST)


def _read(crops: Sequence[Any], width: int) -> list[tuple[Sign, ...]]:
    import cv2
    import numpy as np

    batch = np.zeros((len(crops), 3, _HEIGHT, width), np.float32)
    shares = []
    for i, crop in enumerate(crops):
        own = _width(crop)
        scaled = cv2.resize(crop, (own, _HEIGHT), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 127.5 - 1
        batch[i, :, :, :own] = scaled if scaled.ndim == 2 else scaled.transpose(2, 0, 1)
        shares.append(own / width)
    likely = _run(_READER, batch)
    return [_signs(row, share) for row, share in zip(likely, shares, strict=True)]


def _signs(steps: Any, share: float) -> tuple[Sign, ...]:
    """One sign a run of equal best characters; `steps` are likelihoods by step and character."""
    best = steps.argmax(axis=1)
    alphabet = _alphabet()
    made = []
    for i, code in enumerate(best):
        if code == 0 or (i and code == best[i - 1]):
            continue
        row = steps[i]
        others = sorted((c for c in (row > _FEW).nonzero()[0] if c != code), key=lambda c: -row[c])
        rivals = tuple((alphabet[c], float(row[c])) for c in others[:3])
        made.append(Sign(alphabet[code], float(row[code]), (i + 0.5) / len(best) / share, rivals))
    return tuple(made)


def find_text(picture: Any) -> list[Any]:
    """The corners of each line of text on a picture (grey or colour, uint8), clockwise from the top left."""
    import cv2
    import numpy as np

    height, width = picture.shape[:2]
    size = [max(32, round(n / 32) * 32) for n in (width, height)]
    scaled = cv2.resize(picture, size).astype(np.float32) / 127.5 - 1
    batch = np.empty((1, 3, size[1], size[0]), np.float32)
    batch[0] = scaled if scaled.ndim == 2 else scaled.transpose(2, 0, 1)
    likely = _run(_FINDER, batch)[0, 0]
    mask = cv2.dilate((likely > 0.3).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    scale = np.array([width / size[0], height / size[1]], np.float32)
    return [corners * scale for outline in outlines[:2000] if (corners := _unclipped(outline, likely)) is not None]


def _unclipped(outline: Any, likely: Any) -> Any:
    """The corners of a text found, grown to what the model shrank; None where it is too small or too unlikely."""
    import cv2
    import numpy as np

    (cx, cy), (w, h), angle = cv2.minAreaRect(outline)
    if min(w, h) < 3:
        return None
    x, y, bw, bh = cv2.boundingRect(outline)
    mask = np.zeros((bh, bw), np.uint8)
    cv2.fillPoly(mask, [outline - (x, y)], 1)
    if cv2.mean(likely[y : y + bh, x : x + bw], mask)[0] < 0.5:
        return None
    grown = 1.6 * w * h / (2 * (w + h))
    points = cv2.boxPoints(((cx, cy), (w + 2 * grown, h + 2 * grown), angle))
    top = sorted(points, key=lambda p: p[0] + p[1])
    first, last = top[0], top[-1]
    rest = sorted(top[1:3], key=lambda p: p[1] - p[0])
    return np.array([first, rest[0], last, rest[1]], np.float32)
