"""Makes archive/templates/traditional.toml with OpenCC (Apache-2.0), which is needed for nothing else.

    pip install opencc==1.4.2
    python tools/make_traditional.py > archive/templates/traditional.toml

A character of GB 2312 is written so in simplified names, too, and stays: OpenCC itself makes 干县 of 乾县.
"""

from __future__ import annotations

import opencc  # type: ignore[import-not-found, unused-ignore]

A_LINE = 30

HEADER = """\
# Traditional characters that GB 2312 does not have, each before the simplified one it stands for. Made by
# tools/make_traditional.py with OpenCC 1.4.2, https://github.com/BYVoid/OpenCC, Apache License 2.0.
"""


def is_simplified(character: str) -> bool:
    """Whether a character is one of GB 2312."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Write the table to standard output."""
    simplify = opencc.OpenCC("t2s").convert
    others = (chr(code) for code in range(0x4E00, 0xA000) if not is_simplified(chr(code)))
    pairs = [other + made for other in others if is_simplified(made := simplify(other))]
    lines = ["".join(pairs[start : start + A_LINE]) for start in range(0, len(pairs), A_LINE)]
    print(f"{HEADER}pairs = [\n" + "\n".join(f'    "{line}",' for line in lines) + "\n]")  # noqa: T201


if __name__ == "__main__":
    main()
