"""What a report says in sentences is true of its tables."""

import json
from dataclasses import replace
from datetime import date

from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import judge
from mentorship.evaluation.package.content import Content, Measured, Unasked, Uncounted
from mentorship.evaluation.package.json_files import disclosure
from mentorship.evaluation.package.pages import codebook, figure_of, report
from mentorship.evaluation.package.papers import methods
from mentorship.evaluation.package.reading import answers, headlines, missing, no_change
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
        assert figure_of(verdict.told) == "c: 30 of 40 (75%). Left out are the 20 of “a”."
        assert headlines(content(measured=(one,))) == [
            "Table first-table: “c” for 30 of the 40 people of which this can be said (75%)."
        ]


def test_a_report_without_a_headline_does_not_say_that_it_has_no_table() -> None:
    told = content()
    quiet = tuple(replace(one, is_headline=False) for one in told.measured)
    said = words_of(report(replace(told, measured=quiet)))
    assert "20" in said
    assert "staat geen tabel" not in said


def is_in_pdf(said: str, about: Content) -> bool:
    """Wherever its lines are broken."""
    return "".join(said.split()) in "".join(words_of(report(about)).split())


def measured(title: str = "Table first-table", *, coarse: bool = False, **counts: int) -> Measured:
    """Of a table in which `a` are those without an answer."""
    wanted = replace(specification(name="first-table"), outside="a", title=words(title))
    limits = Limits(threshold=9)
    numbers = counted(cohort("2024-1", **counts))
    verdict = judge(wanted, ["2024-1"], numbers, (), limits)
    assert verdict.told is not None
    assert (verdict.told.outside is None) == coarse
    return Measured(verdict, words("Was it done as meant?"), words("All who were counted."))


def test_no_answer_is_never_what_most_of_them_are() -> None:
    with speaking("en"):
        few = measured(a=40, b=10, c=20)
        assert headlines(content(measured=(few,))) == [
            "Table first-table: few answers (30 of 70 people)."
        ]
        asks = measured("Is it good?", a=40, b=10, c=20)
        assert headlines(content(measured=(asks,))) == [
            "Is it good? Few answers (30 of 70 people)."
        ]
        most = measured(a=20, b=10, c=15)
        (said,) = headlines(content(measured=(most,)))
    assert said.startswith("Table first-table: most often “c”, for 15 of the 25 people of which")
    assert said.endswith("(60%).")


def test_a_row_of_those_without_an_answer_and_others_is_no_headline() -> None:
    """`a` and `b` are one row: nobody can say how many of them gave an answer."""
    with speaking("en"):
        assert headlines(content(measured=(measured(coarse=True, a=3, b=20, c=20),))) == []


def test_that_nothing_changed_is_said_and_what_changed_is_listed() -> None:
    questions = (words("Whom did it reach?"), words("Meanwhile?"))
    quiet, loud = content(changes=(), questions=questions), content(questions=questions)
    with speaking("nl"):
        said = no_change(quiet)
        assert no_change(loud) is None
    assert said is not None
    assert "Van 01-01-2024 tot en met 02-03-2026" in said
    assert is_in_pdf(said, quiet)
    assert said in methods(quiet).decode()
    assert said in codebook(quiet).decode()
    told = {"from": "2024-01-01", "to": "2026-03-02", "noted": 0}
    assert json.loads(disclosure(quiet))["programme_changes"] == told
    assert json.loads(disclosure(loud))["programme_changes"] == told | {"noted": 1}
    assert is_in_pdf("Twee consulenten erbij", loud)
    assert not is_in_pdf("geen verandering genoteerd", loud)


def about_questions() -> Content:
    """Of the first question a table is told, of the second none, and the third nobody asked."""
    asked, unanswered, unasked = words("Whom did it reach?"), words("What came?"), words("Cost?")
    plain = content()
    third = replace(plain.measured[2], question=unanswered)
    return replace(
        plain,
        measured=(*plain.measured[:2], third),
        questions=(asked, unanswered, unasked, words("Meanwhile?")),
        uncounted=(Uncounted(unasked, words("Training"), words("It is given to groups.")),),
        unasked=(Unasked("expenses", unasked, words("Expenses of mentors")),),
    )


def test_every_question_finds_a_table_or_the_reason_why_there_is_none() -> None:
    about = replace(about_questions(), language="en")
    with speaking("en"):
        found = {one.question: one for one in answers(about)}
    assert list(found) == ["Whom did it reach?", "What came?", "Cost?", "Meanwhile?"]
    assert [len(one.told) for one in found.values()] == [2, 0, 0, 0]
    for said in (
        "No table about this could be told. Why stands at the back.",
        "No table about this was asked for in this bundle.",
        "Training. It is given to groups.",
        "Expenses of mentors",
    ):
        assert is_in_pdf(said, about), said
    on_paper = methods(about).decode()
    assert "- Training. It is given to groups." in on_paper
    assert "- Cost? Expenses of mentors" in on_paper
    told = json.loads(disclosure(about))
    assert [one["what"]["en"] for one in told["never_counted"]] == ["Training"]
    assert told["not_asked_for"][0]["table"] == "expenses"


def test_two_totals_that_are_equal_say_nothing_about_what_did_not_begin() -> None:
    """Matches that were chosen and trajectories, say, each by a day of its own."""
    told = content(language="en")
    first, second = (one for one in told.totals)
    assert first.population != second.population
    said = "So none of them is a part of another one"
    assert is_in_pdf(said, told)
    assert not is_in_pdf(said, replace(told, measured=told.measured[:1]))


def test_the_most_frequent_reason_is_a_sentence_of_its_own() -> None:
    with speaking("nl"):
        said = missing(content())
    assert said is not None
    assert "Bij één ervan komt dat hierdoor. Een groep" in said
    assert content().first_day == date(2024, 1, 1)
