"""Pages without a text layer: printed, then scanned, copied, faxed or taken by telephone, in the formats of pictures."""

from dataclasses import dataclass
from io import BytesIO
from time import gmtime

from tests.archive import scans

DAMAGES = tuple(scans.DAMAGES)
RULINGS = scans.RULINGS
NONE_DOWN = ("level", "three")  # of these have no rules between columns
_A_PAGE_ALONE = ("turned", "sideways", "perspective", "photo", "copied")  # what happens to a page, not to many at once
_DPI = (150, 150, 200, 200, 300)
_FAX_DPI = 200


@dataclass(frozen=True)
class Scan:
    """A picture format: the file's ending, and whether its pages stand below one another on one long picture."""

    ending: str
    is_long: bool = False


KINDS = {
    "scan": Scan("pdf"),
    "tiff": Scan("tif"),
    "png": Scan("png", is_long=True),
    "jpeg": Scan("jpg", is_long=True),
}


def fits(kind, damage):
    """Whether a damage comes to pages in this format."""
    return not (KINDS[kind].is_long and damage in _A_PAGE_ALONE)


def scanned(kind, damage, ruling, words, pieces, dice):
    """The report in a picture format."""
    look = scans.looks(dice)
    dpi = _FAX_DPI if damage in scans.FAXES else dice.choice(_DPI)
    printed = scans.paper(words.title, pieces, scans.replace(look, ruling=ruling))
    seed = dice.randrange(10**6)
    pages = [scans.degrade(page, damage, seed + n) for n, page in enumerate(scans.raster(printed, dpi))]
    if damage in scans.FAXES:
        pages = [page.convert("1", dither=0) for page in pages]
    return _file(pages, kind, dpi if damage != "coarse_fax" else (dpi, dpi / 2))


def _file(pages, kind, dpi):
    target = BytesIO()
    dpi = dpi if isinstance(dpi, tuple) else (dpi, dpi)
    if KINDS[kind].is_long:
        scans.stacked(pages).save(target, kind.upper(), dpi=dpi)
    elif kind == "tiff":
        packing = "group4" if pages[0].mode == "1" else "tiff_deflate"
        pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:], compression=packing, dpi=dpi)
    else:
        options = {"save_all": True, "append_images": pages[1:], "dpi": dpi}
        pages[0].save(target, "PDF", **options, creationDate=gmtime(0), modDate=gmtime(0))
    return target.getvalue()
