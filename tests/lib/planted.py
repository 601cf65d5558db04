"""A portal whose reports are edited after they were published, and what each edit is known to change."""

import random
import re
from dataclasses import dataclass, replace

from crawler.replicas.articles import Look, article
from crawler.replicas.documents import word
from crawler.replicas.places import published
from crawler.replicas.site import DOCX, Answer, Site, framed, pages

LOOK = Look('<h2>{title}</h2><p class=src>日期：{date} 来源：{source}</p><div class="article">{body}</div>')
LAYOUTS = ("framed", "plain", "docx", "word", "pdf")
KINDS = ("digit", "row", "attachment", "text")
SENTENCE = "（三）信息管理。信息公布前逐件核对，已经失效的文件及时标注。"
AFTER = "（三）信息管理。信息公布前逐件核对，其中两件已经撤回，失效的文件及时标注。"


@dataclass(frozen=True)
class Planted:
    """An edit: which report, of which kind, and for a digit the cell with what it says before and after."""

    key: tuple
    kind: str
    cell: str = ""
    old: int = 0
    new: int = 0


class Edited:
    """A site that serves its reports as first published until `edit` is called, and as edited from then on."""

    def __init__(self, name, place, scale, count, seed):
        self.listed = published(place, scale)
        dice = random.Random(seed)
        chosen = dice.sample(range(len(self.listed)), count)
        self.edits = {number: self._planted(dice, number, KINDS[at % len(KINDS)]) for at, number in enumerate(chosen)}
        self._before, self._after = self._table({}), self._table(self.edits)
        self._now = pages(self._before)
        self.site = Site(name, f"{place}（复制站）", "static", "/nb/", self._answer, self.listed)

    def edit(self):
        self._now = pages(self._after)

    def _answer(self, asked):
        return self._now(asked)

    def _layout(self, number):
        return LAYOUTS[number % len(LAYOUTS)]

    def _planted(self, dice, number, kind):
        report = self.listed[number]
        key = (report.agency, report.year)
        if kind in ("row", "text") and self._layout(number) in ("docx", "pdf"):
            kind = "digit"
        if kind == "digit":
            cell = dice.choice(sorted(c for c, text in report.printed.items() if text.isdecimal()))
            old = int(report.printed[cell])
            return Planted(key, kind, cell, old, old + dice.choice((1, 2, 5)))
        return Planted(key, kind)

    def _table(self, edits):
        table, lines = {}, ""
        for number, first in enumerate(self.listed):
            address = f"/nb/{first.year}/{number:05d}.html"
            edit = edits.get(number)
            figures = {edit.cell: str(edit.new)} if edit and edit.kind == "digit" else {}
            report = replace(first, printed={**first.printed, **figures})
            table |= article(address, report, self._layout(number), LOOK)
            if edit and edit.kind != "digit":
                self._change(table, address, report, edit)
            lines += f'<li><a href="{address}">{report.title}</a><i>{report.date}</i></li>'
        table["/nb/"] = framed("信息公开年报", f"<ul>{lines}</ul>")
        return table

    def _change(self, table, address, report, edit):
        text = table[address].body.decode()
        if edit.kind == "row":
            rows = re.findall(r"<tr>(?:(?!</tr>).)*?</tr>", text, re.DOTALL)
            (row,) = [row for row in rows if "行政强制" in re.sub(r"<[^>]*>|\s", "", row)]
            text = text.replace(row, "", 1)
        elif edit.kind == "text":
            assert SENTENCE in text
            text = text.replace(SENTENCE, AFTER)
        else:
            path = address.replace(".html", "_2.docx")
            table[path] = Answer(word.docx(replace(report, printed=report.printed)), type=DOCX)
            link = f'<p>附件：<a href="{path}">补充说明.docx</a></p>'
            text = text.replace("</div><div class=foot", f"{link}</div><div class=foot", 1)
        table[address] = Answer(text.encode(), type=table[address].type)
