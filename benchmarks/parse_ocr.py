"""Reading scans, beside the bare rapidocr on the same pages.

    python benchmarks/parse_ocr.py

Two generated reports, at 150 and 200 dpi, are read by both in turns. Bare rapidocr gives lines of text; ours gives
cells, with two readings of every figure, bound and checked.
"""

import statistics
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

TURNS = 3


def seconds(work):
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main():
    """Print one line a document."""
    import numpy as np
    from rapidocr import RapidOCR

    from archive.parser import parse
    from archive.readers.registry import read
    from tests.archive import scans

    bare = RapidOCR(params={"Global.log_level": "critical"})
    for template, dpi in (("t2019", 150), ("t2021", 200)):
        pages = scans.sheets(template, scans.figures(template, Random(dpi)), dpi=dpi)
        body = scans.encode(pages, "tiff", dpi)
        arrays = [np.asarray(page)[:, :, ::-1] for page in pages]
        bare(arrays[0]), read(scans.encode(pages[:1], "png"))  # both have loaded their models
        own, other = [], []
        for _ in range(TURNS):
            own.append(seconds(lambda body=body: parse([read(body)])))
            other.append(seconds(lambda arrays=arrays: [bare(array) for array in arrays]))
        ratio = statistics.median(a / b for a, b in zip(own, other, strict=True))
        ours, theirs = statistics.median(own), statistics.median(other)
        print(
            f"{template} {dpi} dpi, {len(pages)} pages: parse {ours:.1f} s, bare rapidocr {theirs:.1f} s, "
            f"ratio {ratio:.2f} (target: at most 1.3)"
        )


if __name__ == "__main__":
    main()
