"""Texts: rows of tabs, a cell a line, or Markdown."""

from tests.archive.layouts import one_a_line, piped, tabbed


def text(words, pieces, dice):
    """A text as converters leave it; the tables all in one way."""
    render = dice.choice((tabbed, lambda rows: tabbed(rows, slots=True), _with_blanks(dice), one_a_line))
    blank = dice.choice(("\n\n", "\n\n", "\n"))
    encoding = dice.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030"))
    made = blank.join([words.title, *(piece if isinstance(piece, str) else render(piece) for piece in pieces)])
    return made.replace("\n", dice.choice(("\n", "\r\n"))).encode(encoding)


def _with_blanks(dice):
    leading, trailing = dice.randint(0, 2), dice.randint(0, 2)
    return lambda rows: tabbed(rows, leading=leading, trailing=trailing)


def markdown(words, pieces, dice):
    """Markdown with headings."""
    made = [f"# {words.title}"]
    for piece in pieces:
        if not isinstance(piece, str):
            made.append(piped(piece))
        else:
            made.append(f"## {piece}" if piece[1:2] == "、" and dice.random() < 0.5 else piece)
    return "\n\n".join(made).encode()
