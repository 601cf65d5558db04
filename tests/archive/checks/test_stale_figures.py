from dataclasses import replace

import pytest

from archive.checks.stale_figures import stale_figures
from archive.claims import with_claims
from archive.models import Cell, Report, Section


def found(text, received=21, year=2021):
    cells = (Cell("applications.new[total]", str(received), received, "number", "件", {}),)
    sections = (Section("overview", "一、总体情况", text),)
    made = Report(None, "白鹭区财政局", year, "t2021", None, None, "", "", cells=cells, sections=sections)
    return list(stale_figures(with_claims(replace(made, findings=()))))


def test_a_figure_of_the_table_told_of_another_year_is_in_doubt():
    (finding,) = found("工作有序。\n2020年共收到政府信息公开申请21件，上年结转3件。")
    assert (finding.check, finding.status, finding.severity) == ("Z2", "unknown", "soft")
    assert "told of 2020" in finding.message
    assert "overview, line 2, letter 1" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "2021年共收到政府信息公开申请21件。",
        "2020年共收到政府信息公开申请18件。",  # last year's own figure
        "2020年共收到政府信息公开申请21件，与2021年持平。",
        "较2020年收到政府信息公开申请21件有所增加。",
        "2020年以来累计收到政府信息公开申请21件。",
        "2020年共收到政府信息公开申请21件。2021年共收到政府信息公开申请21件。",  # both years are told
    ],
)
def test_what_is_told_of_its_own_year_or_compared_does_not_alarm(text):
    assert found(text) == []


def test_none_is_the_same_every_year():
    assert found("2020年共收到政府信息公开申请0件。", received=0) == []
