"""Web pages: the skins editors leave, grids of other elements, reports twice on a page or inside a script."""

import json
from html import escape

from crawler.replicas.documents import html
from tests.archive.layouts import crossing

SKINS = html.LAYOUTS
PAGES = ("div_grid", "paragraph_cells", "nested", "twice", "twice_hidden", "twice_shown", "script", "sidebar")


def page(words, pieces, skin, dice):
    """A page with a report as its content."""
    return (
        _around(words, _content(pieces, dice.choice(SKINS)), dice) if skin == "" else _SKINS[skin](words, pieces, dice)
    )


def _content(pieces, skin="plain"):
    return html.written(pieces, skin)


def _around(words, content, dice):
    """What stands around the content of a page: meta data, navigation, foot."""
    meta = "".join(
        (
            f'<meta name="ArticleTitle" content="{words.title}">',
            f'<meta name="PubDate" content="{words.published} 10:{dice.randint(10, 59)}">',
        )
        if dice.random() < 0.7
        else ()
    )
    menu = "".join(f'<li><a href="/c{n}/">{name}</a></li>' for n, name in enumerate(("首页", "政务公开", "互动交流")))
    shown = dice.choice(("发布时间：", "发布日期：", "时间："))
    return (
        f"<!DOCTYPE html>\n<html><head><meta charset=utf-8>{meta}<title>{words.title}_{words.agency}</title>"
        "<style>td{border:1px solid #000}</style><script>var n=20231231;</script></head>\n"
        f'<body><div class="menu"><ul>{menu}</ul></div><h1>{words.title}</h1>'
        f'<div class="info"><span>{shown}{words.published}</span> <span>浏览次数：{dice.randint(3, 9999)}</span></div>\n'
        f'<div class="content" id="zoom">{content}</div>\n'
        f'<div class="foot">版权所有：{words.agency} 网站标识码 {dice.randint(10**9, 10**10 - 1)}</div></body></html>\n'
    ).encode()


def _grid(pieces):
    """Tables as rows and cells of `div`s."""
    made = []
    for piece in pieces:
        if isinstance(piece, str):
            made.append(f"<p>{escape(piece)}</p>")
            continue
        lines = []
        for r, row in enumerate(crossing(piece)):
            cells = "".join(f'<div style="display:table-cell">{escape(p.shown(r)) or "&nbsp;"}</div>' for p in row)
            lines.append(f'<div style="display:table-row">{cells}</div>')
        made.append(f'<div style="display:table">{"".join(lines)}</div>')
    return "\n".join(made)


def _paragraphs(pieces):
    """Tables whose cells were all pasted as paragraphs, one below another."""
    made = []
    for piece in pieces:
        if isinstance(piece, str):
            made.append(f"<p>{escape(piece)}</p>")
        else:
            cells = (p.shown(r) for r, row in enumerate(crossing(piece)) for p in row if p.row == r)
            made += [f"<p>{escape(text)}</p>" if text.strip() else "<p>&nbsp;</p>" for text in cells]
    return "\n".join(made)


def _nested(words, pieces, dice):
    """The content inside tables that only lay out the page, each table in a cell of its own."""
    inner = "".join(f"<tr><td>{_content([piece])}</td></tr>" for piece in pieces)
    return _around(words, f"<table><tr><td><table>{inner}</table></td><td>&nbsp;</td></tr></table>", dice)


def _twice(style):
    def write(words, pieces, dice):
        """The same report for wide and for narrow screens on one page."""
        wide, narrow = _content(pieces), _content(pieces, "word")
        return _around(words, f'<div class="pc">{wide}</div><div class="mobile"{style}>{narrow}</div>', dice)

    return write


def _script(words, pieces, dice):
    """A page that writes its content by script."""
    text = json.dumps(_content(pieces), ensure_ascii=dice.random() < 0.5).replace("</", "<\\/")
    script = f'var content = {text};document.getElementById("box").innerHTML = content;'
    return _around(words, f'<div id="box"></div><script>{script}</script>', dice)


def _sidebar(words, pieces, dice):
    """Tables of another matter beside the content."""
    side = "<table><tr><td>序号</td><td>名称</td></tr><tr><td>1</td><td>指南</td></tr><tr><td>2</td><td>目录</td></tr></table>"
    return _around(words, f'<div class="left">{side}</div><div class="right">{_content(pieces)}</div>', dice)


_SKINS = {
    "div_grid": lambda words, pieces, dice: _around(words, _grid(pieces), dice),
    "paragraph_cells": lambda words, pieces, dice: _around(words, _paragraphs(pieces), dice),
    "nested": _nested,
    "twice": _twice(""),
    "twice_hidden": _twice(' style="display:none"'),
    "twice_shown": _twice(' style="display:block"'),
    "script": _script,
    "sidebar": _sidebar,
}
