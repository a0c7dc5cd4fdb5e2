"""What a report says in sentences is true of its tables."""

from dataclasses import replace

from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import judge
from mentorship.evaluation.package.content import Measured
from mentorship.evaluation.package.pages import figure_of, report
from mentorship.evaluation.package.reading import headlines
from mentorship.foundation.i18n import speaking
from tests.evaluation.pdf_words import words_of
from tests.evaluation.samples import cohort, content, counted, specification, words


def test_a_share_is_of_those_whom_the_question_is_about() -> None:
    """Who could not be asked is no part of what it is a share of, and the sentence says so."""
    wanted = replace(specification(name="first-table"), numerator="c", outside="a")
    numbers = counted(cohort("2024-1", a=20, b=10, c=30))
    verdict = judge(wanted, ["2024-1"], numbers, (), Limits())
    one = Measured(verdict, words("Was it done as meant?"), words("All who were counted."))
    assert verdict.told is not None
    with speaking("en"):
        assert figure_of(verdict.told) == "c: 30 of 40 (75%), without “a”"
        assert headlines(content(measured=(one,))) == [
            "Table first-table: “c” for 30 of 40 people (75%), without “a”."
        ]


def test_a_report_without_a_headline_does_not_say_that_it_has_no_table() -> None:
    told = content()
    quiet = tuple(replace(one, is_headline=False) for one in told.measured)
    said = words_of(report(replace(told, measured=quiet)))
    assert "20" in said
    assert "staat geen tabel" not in said
