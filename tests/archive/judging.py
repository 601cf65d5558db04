"""Whether a reading keeps the first promise of the project: never a wrong number without a flag."""

DOUBT = ("fail", "unknown")
OF_MEANING = "DUNYZ"  # checks of what a figure means; it may well be read as it is printed


def expected(text):
    """The value of a printed figure; the figures of these tests are plain."""
    if not text:
        return None
    plain = text.removesuffix("万元").removesuffix("元")
    return float(plain) if "." in plain else int(plain)


def named(report):
    """The cells some doubtful finding on how they were read names."""
    return {cell for f in report.findings if f.status in DOUBT and f.check[0] not in OF_MEANING for cell in f.cells}


def silent_mistakes(report, printed):
    """Every cell that is read otherwise than printed without anything in the report that says so.

    A number must be right or named by a finding. A cell that yields no number although one is printed
    must at least be told by a leftover, by the finding on missing rows or by its state.
    """
    cells = {cell.id: cell for cell in report.cells}
    doubted = named(report)
    told_of_loss = bool(report.leftovers) or any(f.check in {"T0", "T2"} for f in report.findings)
    rows_missing = any(f.check == "C1" for f in report.findings)
    rows_read = {_row(key) for key in cells}
    mistakes = []
    for key in sorted({*printed, *cells}):
        value = cells[key].value if key in cells else None
        if value == expected(printed.get(key, "")) or key in doubted:
            continue
        if value is None:
            spoken = key in cells and cells[key].state in {"unreadable", "text"}
            absent = _row(key) not in rows_read and rows_missing
            if spoken or absent or told_of_loss:
                continue
        mistakes.append(f"{key}: printed {printed.get(key)!r}, read {value!r}")
    return mistakes


def wrong_or_missing(report, printed):
    """Every cell that is not read exactly as printed, flagged or not."""
    cells = {cell.id: cell.value for cell in report.cells}
    return [
        f"{key}: printed {text!r}, read {cells.get(key, 'nothing')!r}"
        for key, text in sorted(printed.items())
        if key not in cells or cells[key] != expected(text)
    ]


def doubts(report):
    """The doubtful findings on how a report was read, as (check, message)."""
    return [(f.check, f.message) for f in report.findings if f.status in DOUBT and f.check[0] not in OF_MEANING]


def _row(key):
    if key.startswith("stats."):
        return key.partition("[")[0]
    return key.partition("[")[0] if "[" in key else key.rpartition(".")[0]
