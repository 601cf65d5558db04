"""Reports that were checked, made by hand: what is printed in cells, where, and what is said of them."""

from archive.findings.checked import Checked

TOTAL, NEW = "applications.results.total[total]", "applications.new[total]"


def cell(key, text, place, value=None):
    state = "text" if value is None else "number"
    return {"id": key, "text": text, "value": value, "state": state, "unit": None, "place": place}


SAYS = (
    "requests said to be granted in part are those of the table, "
    "but the text says 4 (部分公开4件; overview, line 2, letter 5) and the table has 3"
)


def section(*places, key="overview"):
    return {"key": key, "heading": None, "text": "甲\n乙" * len(places), "places": list(places)}


def finding(check="A1", status="fail", severity="hard", cells=(NEW,), suspects=(), message="", **more):
    return {
        "check": check,
        "status": status,
        "severity": severity,
        "cells": list(cells),
        "message": message or "the total of a row is the sum of its six kinds of applicant, but 9 is not 8",
        "suspects": list(suspects),
        "verdict": None,
        "proposed": None,
    } | more


def checked(*findings, cells=(), name="草稿.docx", source="草稿.docx", **facts):
    reading = {
        "title": "甲县教育局2023年政府信息公开工作年度报告",
        "agency": "甲县教育局",
        "year": 2023,
        "template": "t2021",
        "media_type": "text/plain",
        "digest": "ab" * 32,
        "cells": list(cells),
        "findings": list(findings),
    }
    return Checked(name, reading | facts, source)
