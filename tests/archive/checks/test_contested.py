from archive.checks.contested import contested
from archive.models import Finding

CELL = "applications.new[total]"
V1 = Finding("V1", "unknown", "soft", (CELL,), "another document gives other figures")


def failing(verdict, ending):
    return Finding("A1", "fail", "hard", (CELL,), f"5 is not 6; {ending}", verdict=verdict, proposed=6)


def test_what_another_document_contradicts_may_not_be_quoted():
    (told,) = contested([failing("agency", "may be quoted: two readings agree; 6 in place of '5' would do")], [V1])
    assert (told.verdict, told.proposed) == ("unclear", None)
    assert told.message == "5 is not 6; do not quote: another document gives other figures"


def test_other_verdicts_and_other_cells_stay_as_they_are():
    reader = failing("reader", "do not quote: in doubt")
    agency = failing("agency", "may be quoted: two readings agree")
    assert contested([reader], [V1]) == (reader,)
    assert contested([agency], [Finding("V1", "unknown", "soft", ("review.other",), "")]) == (agency,)
    assert contested([agency], []) == (agency,)
