"""Tables of a picture with three rules alone: where the rules between their rows and columns are told to be."""

import numpy as np
import pytest

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


def test_rules_worn_at_their_ends_are_those_of_one_table():
    """A photo's last rest of perspective: each rule is a little shorter than the one above it."""
    sheet = Sheet(60, 210)
    sheet.edges = [rule(LEFT / UNIT, y / UNIT, (RIGHT - worn) / UNIT, y / UNIT) for y, worn in ((60, 0), (210, 12))]
    for top in (70, 116, 162):
        sheet.values(top + 20)
        sheet.write(80, top + 12, 10)
    across, down = sheet.rules()
    assert (LEFT, 210, RIGHT, 210) in across
    assert all(x in (LEFT, RIGHT) or x < VALUES[-1] for x, _, _, _ in down), "the worn end parts no column"


def heads(sheet, top, shared=((270, 15), (730, 15))):
    """Four heads, and two above them, each over two."""
    for x in (155, 385, 615, 845):
        sheet.write(x - 26, top + 50, 3)
    for x, count in shared:
        sheet.write(x - 9 * count, top + 12, count)


def spans(across, top, bottom):
    """From where to where rules run between two heights, in order."""
    return sorted((round(left, -1), round(right, -1)) for left, y, right, _ in across if top < y < bottom)


def test_a_head_torn_to_pieces_stands_above_all_it_stands_above():
    """A coarse fax lost a stroke of a letter: there is more white between its pieces than between letters."""
    sheet = Sheet(60, 220)
    sheet.edges.append(rule(LEFT / UNIT, 150 / UNIT, RIGHT / UNIT, 150 / UNIT))
    heads(sheet, 60, shared=((215, 5), (325, 6), (730, 15)))
    for x in (155, 385, 615, 845):
        sheet.write(x - 8, 170)
    across, _ = sheet.rules()
    assert spans(across, 90, 112) == [(40, 500), (500, 960)]


def test_heads_that_stand_in_the_first_of_their_columns_alone_are_above_no_others():
    sheet = Sheet(60, 220)
    sheet.edges.append(rule(LEFT / UNIT, 150 / UNIT, RIGHT / UNIT, 150 / UNIT))
    heads(sheet, 60, shared=((155, 3), (615, 3)))
    for x in (155, 385, 615, 845):
        sheet.write(x - 8, 170)
    across, down = sheet.rules()
    assert spans(across, 90, 112) == [(40, 270), (270, 500), (500, 730), (730, 960)]
    assert {round(x, -1) for x, top, _, _ in down if top < 70} == {40, 270, 500, 730, 960}


def test_a_head_that_a_page_ends_below_has_its_rows_told():
    sheet = Sheet(60, 150)
    heads(sheet, 60)
    across, _ = sheet.rules()
    assert spans(across, 90, 112) == [(40, 500), (500, 960)]


def test_a_row_of_values_above_the_rule_below_the_heads_is_no_head():
    sheet = Sheet(60, 190)
    sheet.edges.append(rule(LEFT / UNIT, 250 / UNIT, RIGHT / UNIT, 250 / UNIT))
    heads(sheet, 60)
    for top in (160, 210):
        for x in (155, 385, 615, 845):
            sheet.write(x - 8, top)
    across, _ = sheet.rules()
    assert spans(across, 90, 112) == [(40, 500), (500, 960)]
    assert spans(across, 126, 160) == [(40, 960)], "a rule parts the heads from the values"


def test_a_row_without_values_is_parted_from_the_one_above_it():
    sheet = Sheet(60, 270)
    for top in (70, 116, 208):
        sheet.values(top + 20)
        sheet.write(280, top + 12, 12)
    sheet.write(280, 168, 10)
    across, _ = sheet.rules()
    assert spans(across, 146, 168)
    assert spans(across, 184, 220)
    assert sheet.struck(across) == []


def test_a_label_of_several_lines_is_not_taken_for_rows_without_values():
    """Its lines stand far apart, around the middle of its values."""
    sheet = Sheet(60, 320)
    for top in (70, 260):
        sheet.values(top + 20)
        sheet.write(280, top + 12, 12)
    sheet.values(190)
    for top in (152, 182, 212):
        sheet.write(280, top, 12)
    across, _ = sheet.rules()
    assert spans(across, 152, 228) == []


def test_a_figure_parts_columns_though_the_heads_above_it_nearly_touch():
    """There is less white between them than between two texts, and more than between the letters of one."""
    sheet = Sheet(60, 210)
    sheet.edges.append(rule(LEFT / UNIT, 160 / UNIT, RIGHT / UNIT, 160 / UNIT))
    columns = range(80, 900, 62)
    for x in columns:
        sheet.write(x, 120, 3)
        sheet.write(x + 18, 176)
    for middle in (323, 734):
        sheet.write(middle - 26, 72, 3)
    across, down = sheet.rules()
    assert spans(across, 88, 120) == [(140, 510), (510, 960)]
    ends = {x for x, top, bottom, _ in down if top >= 158}
    assert all(any(x + 34 < end < x + 80 for end in ends) for x in columns[:-1])


@pytest.mark.parametrize("begins", [360, 300])
def test_a_rule_that_begins_within_a_text_lost_its_beginning_and_ends_no_column(begins):
    """The labels end at 420, the values begin at 620: there the columns part, wherever a worn rule begins."""
    sheet = Sheet(60, 300)
    sheet.edges.append(rule(LEFT / UNIT, 100 / UNIT, RIGHT / UNIT, 100 / UNIT))
    sheet.values(80)
    for middle in range(120, 300, 40):
        sheet.write(60, middle - LETTER // 2, 20)
        sheet.values(middle)
    sheet.edges += [rule(LEFT / UNIT, y / UNIT, RIGHT / UNIT, y / UNIT) for y in (140, 180, 260)]
    sheet.edges.append(rule(begins / UNIT, 220 / UNIT, RIGHT / UNIT, 220 / UNIT))
    across, down = sheet.rules()
    assert not [x for x, *_ in down if LEFT < x < 420]
    assert all(515 < x < 525 for x, *_ in down if 420 < x < 620)
    assert [x0 for x0, y, *_ in across if y == 220] == [LEFT], "it is drawn from the side of the cell on"


def test_heads_near_to_one_another_over_the_whole_table_are_no_caption():
    sheet = Sheet(60, 180)
    sheet.edges += [rule(LEFT / UNIT, y / UNIT, RIGHT / UNIT, y / UNIT) for y in (100, 140)]
    lefts = [LEFT + 13 + 54 * i for i in range(17)]  # 20 pixels of white between two heads
    for left in lefts:
        sheet.write(left, 72, 2)
    for middle in (120, 160):
        for left in lefts:
            sheet.write(left + 9, middle - LETTER // 2)
    _, down = sheet.rules()
    assert len({round(x) for x, top, *_ in down if top == 60}) >= 16


def test_columns_of_section_four_are_parted_by_little_white():
    """Nine pixels part the heads, fewer than the letters of one text may have between them, and two of the values."""
    sheet = Sheet(60, 180)
    sheet.edges += [rule(LEFT / UNIT, y / UNIT, RIGHT / UNIT, y / UNIT) for y in (100, 140)]
    step = (RIGHT - LEFT) // 15
    for middle, counts in ((80, [3] * 15), (120, [3] * 15), (160, [1, 3, 3, *[1] * 12])):
        for i, count in enumerate(counts):
            sheet.write(LEFT + step * i + (step - 18 * count + 2) // 2, middle - LETTER // 2, count)
    _, down = sheet.rules()
    borders = sorted({round(x) for x, top, *_ in down if top == 140} - {LEFT, RIGHT})
    assert [round((x - LEFT) / step) for x in borders] == list(range(1, 15))


def test_figures_broken_over_two_lines_are_one_row_beside_their_label():
    """The white between the lines is wider than between the lines of a cell; the label stands beside it."""
    sheet = Sheet(60, 260)
    for middle in (88, 115):
        sheet.values(middle)
    sheet.write(250, 101 - LETTER // 2, 8)
    for middle in (170, 220):
        sheet.values(middle)
        sheet.write(250, middle - LETTER // 2, 8)
    across, _ = sheet.rules()
    assert len({round(y) for _, y, _, _ in across} - {60, 260}) == 2
    assert all(not 85 < y < 120 for _, y, _, _ in across)
