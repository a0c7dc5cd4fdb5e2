"""A consultant's day of young people: every line comes with what it counts, and goes with it."""

from datetime import date

import pytest

from mentorship.desk.lists import young_people
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.matching.counts import waiting_too_long
from mentorship.referrals import services
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Authority, Mentee, StoppedBy
from mentorship.referrals.policy import mentees_visible_to
from tests.accounts.people import Person
from tests.desk.days import day_of, titles
from tests.factories import FixedNow
from tests.referrals.courses import (
    accepted,
    add,
    agree,
    answer_of,
    consultant_in,
    decided,
    guard,
    waiting,
    write_profile,
)
from tests.referrals.senders import acting, make_referrer

LETTER = "1 young person did not get our letter in time"
LETTER_SOON = "1 young person has to get our letter within a week"


@pytest.fixture
def consultant(db: Db) -> Person:
    return consultant_in(db)


@pytest.fixture
def school(db: Db) -> Person:
    return make_referrer(db)


def send_letter(db: Db, mentee: Mentee, consultant: Person) -> None:
    services.note_letter_sent(db, mentee, today(db), "2026-1", by=consultant.id)


def listed(db: Db, consultant: Person, about: str) -> list[str]:
    page = young_people(db, acting(db, consultant), about, 1)
    return [line.name for line in page.lines]


def test_an_intake_is_asked_for_from_a_week_before_and_is_late_after_its_last_day(
    db: Db, fixed_now: FixedNow, consultant: Person, school: Person
) -> None:
    mentee = accepted(db, school, consultant)
    send_letter(db, mentee, consultant)
    assert titles(db, consultant) == []
    fixed_now.advance(days=7)
    assert titles(db, consultant) == ["1 intake has to be done within a week"]
    assert listed(db, consultant, "intake-soon") == ["Yara"]
    fixed_now.advance(days=7)
    assert titles(db, consultant) == ["1 intake has to be done within a week"]
    fixed_now.advance(days=1)
    assert titles(db, consultant) == ["1 intake is late"]
    assert day_of(db, consultant)[0].is_late
    assert (listed(db, consultant, "intake-late"), listed(db, consultant, "intake-soon")) == (
        ["Yara"], [],
    )  # fmt: skip
    decided(db, mentee, consultant)
    assert "1 intake is late" not in titles(db, consultant)


def test_the_letter_is_asked_for_until_it_is_sent(
    db: Db, fixed_now: FixedNow, consultant: Person, school: Person
) -> None:
    mentee = waiting(db, school, consultant)
    fixed_now.advance(days=26)
    assert titles(db, consultant) == [LETTER_SOON]
    fixed_now.advance(days=10)
    assert titles(db, consultant) == [LETTER]
    assert listed(db, consultant, "letter-late") == ["Yara"]
    send_letter(db, mentee, consultant)
    assert titles(db, consultant) == []


def test_whose_answer_is_awaited_stands_among_what_waits_for_others(
    db: Db, consultant: Person, school: Person
) -> None:
    mentee = accepted(db, school, consultant, birth_year=2012)
    write_profile(db, mentee)
    decided(db, mentee, consultant)
    own = "Consent of 1 young person is awaited"
    unknown = "Of 1 young person it is not known who holds authority"
    guardian = "For 1 young person the answer of a parent or guardian is awaited"
    assert titles(db, consultant) == [unknown, own]
    guard(db, mentee, Authority.BOTH_PARENTS)
    assert titles(db, consultant) == [own, guardian]
    agree(db, mentee, consultant, GivenBy.YOUNG_PERSON, GivenBy.GUARDIAN)
    assert titles(db, consultant) == [guardian]
    agree(db, mentee, consultant, GivenBy.SECOND_GUARDIAN)
    assert titles(db, consultant) == []


def test_a_link_that_still_works_awaits_an_answer_during_the_intake(
    db: Db, fixed_now: FixedNow, consultant: Person, school: Person
) -> None:
    mentee = accepted(db, school, consultant, birth_year=2012)
    guard(db, mentee)
    services.ask_by_link(db, mentee, GivenBy.GUARDIAN)
    awaited = "For 1 young person the answer of a parent or guardian is awaited"
    assert titles(db, consultant) == [awaited]
    fixed_now.advance(days=20)
    assert awaited not in titles(db, consultant)


def test_a_no_and_an_empty_profile_ask_for_the_house(
    db: Db, consultant: Person, school: Person
) -> None:
    mentee = accepted(db, school, consultant)
    decided(db, mentee, consultant)
    refused = {ConsentPurpose.PARTICIPATION: False}
    services.give_consent(db, mentee, answer_of(consultant, how=How.SAID), refused)
    assert titles(db, consultant) == ["Somebody said no to taking part of 1 young person"]
    agree(db, mentee, consultant)
    empty = "Of 1 young person the profile is not complete, so no match is looked for"
    assert titles(db, consultant) == [empty]
    write_profile(db, mentee)
    assert titles(db, consultant) == []


def test_who_waits_longer_than_promised_is_late_until_the_course_goes_on(
    db: Db, fixed_now: FixedNow, consultant: Person, school: Person
) -> None:
    mentee = waiting(db, school, consultant)
    send_letter(db, mentee, consultant)
    fixed_now.advance(weeks=6)
    assert titles(db, consultant) == []
    fixed_now.advance(days=1)
    assert titles(db, consultant) == ["1 young person waits longer for a mentor than we promised"]
    visible = mentees_visible_to(acting(db, consultant))
    assert db.exec(waiting_too_long(visible, today(db))).all() == [mentee]
    assert listed(db, consultant, "too-long") == ["Yara"]
    services.stop(db, mentee, StoppedBy.YOUNG_PERSON, "", by=consultant.id)
    assert titles(db, consultant) == []


def test_somebody_from_another_house_is_told_there_until_taken_over(
    db: Db, consultant: Person, school: Person
) -> None:
    there = consultant_in(db, "NHN")
    mentee = accepted(db, school, consultant)
    services.transfer(db, mentee, "NHN", "Verhuisd", by=consultant.id)
    came = "1 young person came from another House and has no consultant yet"
    assert (titles(db, consultant), titles(db, there)) == ([], [came])
    services.take_over(db, mentee, there.id)
    assert titles(db, there) == []


def test_nobody_of_another_house_is_counted_or_listed(
    db: Db, fixed_now: FixedNow, school: Person
) -> None:
    here, there = consultant_in(db, "KEN"), consultant_in(db, "NHN")
    accepted(db, school, here)
    add(db, here, agreed_on=date(2026, 1, 5), waiting_since=date(2026, 1, 5))
    fixed_now.advance(days=60)
    assert len(titles(db, here)) == 3
    assert titles(db, there) == []
    assert listed(db, there, "intake-late") == listed(db, there, "too-long") == []


def test_a_withdrawn_consent_is_asked_anew(db: Db, consultant: Person, school: Person) -> None:
    mentee = waiting(db, school, consultant)
    assert titles(db, consultant) == []
    services.withdraw_consent(db, mentee, ConsentPurpose.PARTICIPATION, GivenBy.YOUNG_PERSON)
    assert titles(db, consultant) == ["Consent of 1 young person is awaited"]


def test_more_than_a_page_is_paged(db: Db, fixed_now: FixedNow, consultant: Person) -> None:
    for number in range(51):
        add(db, consultant, first_name=f"Sami {number}")
    fixed_now.advance(days=21)
    actor = acting(db, consultant)
    first, second = (young_people(db, actor, "intake-late", page) for page in (1, 9))
    assert (len(first.lines), first.pages, first.total) == (50, 2, 51)
    assert (len(second.lines), second.number) == (1, 2)
    assert titles(db, consultant)[0] == "51 intakes are late"
