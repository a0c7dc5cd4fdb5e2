"""Whatever an evaluator asks about is counted by a measure that there is, or has its reason."""

from fnmatch import fnmatchcase

from mentorship.evaluation.measures import aspects
from mentorship.evaluation.measures.aspects import ASPECTS, QUESTIONS, uncounted
from mentorship.evaluation.measures.registry import measures
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import speaking
from mentorship.trajectories.reviews.instruments import catalogue
from tests.trajectories.reviews.instruments.test_definitions import EXAMPLE

# What the specification asks for and this programme can't count; a new measure takes it out.
NEVER = {
    "Outreach before the referrals",
    "Why referrals were not taken up",
    "The time from a referral to the decision and to the consent",
    "The other practice standards",
    "Subjects of the training",
    "Trajectories in half-years of which one still runs",
    "A measure of the relationship between the two",
    "What was said in exit talks",
    "Training of mentors",
    "Time for intakes, matching, concerns and recruiting",
    "Hours in euros",
    "What changed around the programme",
}
WITHOUT_QUESTIONNAIRES = {"Loaded questionnaires", "Reliable change"}


def names(ids: list[str]) -> set[str]:
    with speaking("en"):
        return {str(one.name) for one, _why in uncounted(ids)}


def test_every_measure_belongs_to_a_thing_that_is_asked_about_under_its_own_question(
    sqlite_database: Database,
) -> None:
    with sqlite_database.reading() as db:
        for measure in measures(db):
            found = [one for one in ASPECTS if one.is_counted([measure.id])]
            assert found, measure.id
            assert {one.question for one in found} == {measure.question}, measure.id


def test_nothing_is_said_to_be_counted_that_no_measure_counts(sqlite_database: Database) -> None:
    with sqlite_database.reading() as db:
        ids = [measure.id for measure in measures(db)]
    ids += ["instrument-who-5-1-before", "instrument-who-5-1-change"]
    for one in ASPECTS:
        for form in one.counted_by:
            assert any(fnmatchcase(known, form) for known in ids), form
        assert one.counted_by or one.why_not is not None, one.name


def test_all_eight_questions_are_there_and_each_says_something() -> None:
    assert len(QUESTIONS) == len({str(one) for one in QUESTIONS}) == 8
    assert {one.question for one in ASPECTS} == set(QUESTIONS)


def test_the_reason_goes_as_soon_as_there_is_something_to_count(sqlite_database: Database) -> None:
    with sqlite_database.reading() as db:
        before = [measure.id for measure in measures(db)]
    assert names(before) == NEVER | WITHOUT_QUESTIONNAIRES
    with sqlite_database.writing() as db:
        catalogue.load(db, EXAMPLE.read_text())
        db.commit()
    with sqlite_database.reading() as db:
        after = [measure.id for measure in measures(db)]
    assert names(after) == NEVER


def test_everything_is_said_in_dutch_too() -> None:
    for one in aspects.ASPECTS:
        for text in (one.name, one.why_not):
            if text is None:
                continue
            with speaking("nl"):
                dutch = str(text)
            with speaking("en"):
                assert dutch != str(text)
