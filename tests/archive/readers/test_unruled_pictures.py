"""Tables of a picture with three rules alone: where the rules between their rows and columns are told to be."""

import numpy as np

from archive.readers.ocr.frames import without_strokes
from archive.readers.ocr.paper import Paper
from archive.readers.ocr.unruled import told
from archive.readers.pdf_rules import rule

UNIT = 2.0  # pixels a point
LETTER = 16  # pixels
LEFT, RIGHT = 40, 960  # pixels; a table
VALUES = (620, 720, 820)  # pixels


class Sheet:
    """A table of black squares for letters, with rules above and below it alone; lengths are pixels."""

    def __init__(self, top, bottom):
        self.ink = np.zeros((bottom + 40, RIGHT + 40), np.uint8)
        self.edges = [rule(LEFT / UNIT, y / UNIT, RIGHT / UNIT, y / UNIT) for y in (top, bottom)]
        self.mask = np.zeros_like(self.ink)
        self.letters = []

    def write(self, left, top, count=1):
        """Letters beside one another, two pixels apart."""
        for i in range(count):
            x = left + (LETTER + 2) * i
            self.ink[top : top + LETTER, x : x + LETTER] = 230
            self.letters.append((x, top, x + LETTER, top + LETTER))

    def values(self, middle):
        for x in VALUES:
            self.write(x, middle - LETTER // 2)

    def rules(self):
        """The rules that are told: those across and those down, as (x0, top, x1, bottom) in pixels."""
        paper = Paper(self.ink, np.zeros_like(self.ink), UNIT, 0.0)
        boxes = [
            (e["orientation"], tuple(e[side] * UNIT for side in ("x0", "top", "x1", "bottom")))
            for e in told(paper, self.mask, self.edges)
        ]
        return [box for way, box in boxes if way == "h"], [box for way, box in boxes if way == "v"]

    def struck(self, across):
        """The letters that rules across touch."""
        return [
            (x0, top)
            for x0, top, x1, bottom in self.letters
            for left, y, right, _ in across
            if left < x1 and x0 < right and top - 1 <= y <= bottom
        ]


def test_the_rule_between_two_rows_touches_no_line_of_a_label_higher_than_its_value():
    """The middle between the two values stands on the first line of the lower label."""
    sheet = Sheet(60, 200)
    sheet.values(90)
    sheet.write(80, 82, 4)
    sheet.values(140)
    for top in (112, 132, 152):
        sheet.write(80, top, 6)
    across, _ = sheet.rules()
    assert any(left <= 80 and right >= VALUES[-1] for left, _, right, _ in across), "labels and values are parted"
    assert sheet.struck(across) == []


def test_a_group_beside_two_rows_is_one_cell_and_its_rows_are_parted():
    """The group's two lines stand above and below the place where its rows part, less than a letter from their labels."""
    sheet = Sheet(60, 260)
    for top in (70, 116, 162, 208):
        sheet.values(top + 20)
        sheet.write(330, top + 12, 12)
    sheet.write(120, 140, 11)
    sheet.write(200, 160, 1)
    across, down = sheet.rules()
    cut = [(left, right) for left, y, right, _ in across if 152 <= y <= 170]
    assert any(left < 330 and right > 560 for left, right in cut), "the labels are parted"
    assert not any(left < 200 < right for left, right in cut), "the group is not"
    assert sheet.struck(across) == []
    assert any(316 < x < 330 for x, _, _, _ in down), "a rule parts the group from its labels"


def test_a_group_is_parted_from_its_labels_where_more_labels_run_over_the_white_between_them():
    sheet = Sheet(60, 310)
    for i, top in enumerate((70, 116, 162, 208, 254)):
        sheet.values(top + 20)
        if i in (1, 2):
            sheet.write(120, top + 12, 8)
            sheet.write(330, top + 12, 12)
        else:
            sheet.write(80, top + 12, 26)
    _, down = sheet.rules()
    parting = {(top, bottom) for x, top, _, bottom in down if 262 < x < 330}
    assert parting
    assert not any(top < y < bottom for top, bottom in parting for y in (90, 228, 274)), "long labels stay whole"


def test_strokes_in_line_with_one_another_are_letters_and_no_rule():
    """What looks like a rule in a line of text is shorter than any rule of a table; its letters part no label."""
    sheet = Sheet(60, 210)
    for top in (70, 116, 162):
        sheet.values(top + 20)
        sheet.write(80, top + 12, 20)
        sheet.mask[top + 12 : top + 12 + LETTER, 170:186] = 1
    _, down = sheet.rules()
    assert not [x for x, _, _, _ in down if 90 < x < 400]


def test_heads_over_others_are_told_below_the_end_of_a_page():
    """On a long picture the white at a page's end stands in the middle of the heads."""
    sheet = Sheet(60, 560)
    sheet.edges.append(rule(LEFT / UNIT, 500 / UNIT, RIGHT / UNIT, 500 / UNIT))
    columns = (155, 385, 615, 845)
    for x in columns:
        sheet.write(x - 26, 470, 3)
        sheet.write(x - 8, 522)
    for x in (270, 730):
        sheet.write(x - 134, 435, 15)
    across, _ = sheet.rules()
    heads = [(left, right) for left, y, right, _ in across if 451 < y < 470]
    assert [(round(left, -1), round(right, -1)) for left, right in heads] == [(40, 500), (500, 960)]


def test_a_stroke_of_a_seal_is_no_rule_down_of_a_table_without_any():
    level = [rule(20, y, 480, y) for y in (100, 130, 300, 330, 500)]
    stroke = rule(250, 310, 250, 326)
    assert without_strokes([*level, stroke]) == level
    columns = [rule(x, 100, x, 130) for x in (20, 250, 480)] + [rule(x, 300, x, 500) for x in (20, 250, 480)]
    assert without_strokes([*level, *columns]) == [*level, *columns]
