import pytest

from archive.checks.members import members, sums_up
from archive.models import Cell, Finding, Report, Section

NEW, IN = "applications.new[total]", "applications.carried_in[total]"


def report(agency, findings=(), preface="", **values):
    cells = tuple(Cell(key, str(value), value, "number", None, {}) for key, value in values.items())
    sections = (Section("preface", None, preface),)
    return Report(None, agency, 2023, "t2021", None, None, "", "", cells=cells, sections=sections, findings=findings)


def statuses(parent, *covered):
    return [(f.status, f.cells) for f in members(parent, covered)]


GOVERNMENT = "甲区人民政府"


def test_the_whole_is_the_sum_of_its_parts():
    parent = report(GOVERNMENT, **{NEW: 12, IN: 1})
    first, second = report("甲区教育局", **{NEW: 5, IN: 1}), report("甲区司法局", **{NEW: 7, IN: 0})
    assert statuses(parent, first, second) == [("pass", (NEW, IN))]


def test_parts_that_are_more_than_the_whole_fail():
    parent = report(GOVERNMENT, **{NEW: 12, IN: 1})
    first, second = report("甲区教育局", **{NEW: 5, IN: 1}), report("甲区司法局", **{NEW: 9, IN: 0})
    assert statuses(parent, first, second) == [("fail", (NEW,))]


def test_parts_that_are_less_prove_nothing_while_others_are_not_held():
    assert statuses(report(GOVERNMENT, **{NEW: 12}), report("甲区教育局", **{NEW: 5})) == [("not_assessable", ())]


def test_a_doubtful_figure_is_left_out():
    doubt = Finding("B1", "unknown", "soft", (NEW,), "a head is missing")
    part = report("甲区教育局", findings=(doubt,), **{NEW: 50, IN: 0})
    assert statuses(report(GOVERNMENT, **{NEW: 12, IN: 3}), part) == [("not_assessable", ())]


@pytest.mark.parametrize(
    ("agency", "preface", "expected"),
    [
        (GOVERNMENT, "本报告根据全区各级行政机关报送的数据汇总编制。", True),
        ("甲区人民政府办公室", "本报告汇总了各部门的数据。", True),
        (GOVERNMENT, "本机关认真贯彻条例。", False),
        ("甲区教育局", "现将有关数据汇总如下。", False),
    ],
)
def test_only_a_government_that_says_so_sums_up_its_region(agency, preface, expected):
    assert sums_up(report(agency, preface=preface)) is expected
