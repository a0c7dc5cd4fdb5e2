"""Who has to agree at which age, and which step comes next: tried over all there is to combine."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.referrals.mentees import rules
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Authority, Stage
from mentorship.referrals.mentees.rules import Facts, StepKind

DAY = date(2026, 3, 2)
YOUNG, ONE, TWO = GivenBy.YOUNG_PERSON, GivenBy.GUARDIAN, GivenBy.SECOND_GUARDIAN
TAKING_PART = ConsentPurpose.PARTICIPATION
ANSWERS = st.frozensets(st.tuples(st.sampled_from(ConsentPurpose), st.sampled_from(GivenBy)))
AUTHORITIES = st.none() | st.sampled_from(Authority)
FACTS = st.builds(
    Facts,
    stage=st.sampled_from(Stage),
    authority=AUTHORITIES,
    intake_due=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    notice_due=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    matching_due=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    has_talk=st.booleans(),
    is_profile_complete=st.booleans(),
    is_notice_sent=st.booleans(),
    agreed=ANSWERS,
)
# By hand from the role table: beside the young person, who else.
BESIDES = {
    Authority.YOUNG_PERSON: set(),
    Authority.ONE_PARENT: {ONE},
    Authority.GUARDIAN: {ONE},
    Authority.INSTITUTION: {ONE},
    Authority.BOTH_PARENTS: {ONE, TWO},
}


@pytest.mark.parametrize(
    ("birth_year", "may_decide_alone", "is_known"),
    [
        (2014, False, False),
        (2011, False, False),  # fifteen at most
        (2010, True, False),  # sixteen this year, or already: somebody has to ask
        (2009, True, True),
        (1999, True, True),
    ],
)
def test_at_sixteen_the_young_person_decides(
    birth_year: int, may_decide_alone: bool, is_known: bool
) -> None:
    if may_decide_alone:
        rules.check_authority(Authority.YOUNG_PERSON, birth_year, DAY)
    else:
        with pytest.raises(rules.TooYoungToDecideAlone):
            rules.check_authority(Authority.YOUNG_PERSON, birth_year, DAY)
    known = rules.authority_by_age(birth_year, DAY)
    assert known is (Authority.YOUNG_PERSON if is_known else None)


@given(st.integers(1998, 2015), st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_nobody_under_sixteen_ever_decides_alone(birth_year: int, day: date) -> None:
    birthday = date(birth_year, 1, 1)  # the earliest there is: nobody of this year is older
    is_sixteen = (day.year - birthday.year) >= 16
    if not is_sixteen:
        with pytest.raises(rules.TooYoungToDecideAlone):
            rules.check_authority(Authority.YOUNG_PERSON, birth_year, day)
    if rules.authority_by_age(birth_year, day) is Authority.YOUNG_PERSON:
        last_birthday = date(birth_year + 16, 12, 31)
        assert day > last_birthday


@given(AUTHORITIES, ANSWERS)
def test_everybody_needed_and_nobody_else_has_to_agree(
    authority: Authority | None, agreed: rules.Agreed
) -> None:
    if authority is None:
        assert not rules.is_agreed_by_all(authority, agreed, TAKING_PART)
        return
    needed = {YOUNG} | BESIDES[authority]
    said = {who for purpose, who in agreed if purpose is TAKING_PART}
    assert rules.is_agreed_by_all(authority, agreed, TAKING_PART) == (needed <= said)
    assert set(rules.missing_from(authority, agreed, TAKING_PART)) == needed - said


@st.composite
def _who_wait(draw: st.DrawFn) -> Facts:
    """Somebody for whom everything is there."""
    facts, authority = draw(FACTS), draw(st.sampled_from(Authority))
    needed = {(TAKING_PART, who) for who in {YOUNG} | BESIDES[authority]}
    return replace(
        facts,
        stage=Stage.WAITING,
        authority=authority,
        is_profile_complete=True,
        agreed=facts.agreed | needed,
    )


@given(_who_wait(), st.data())
def test_one_withdrawal_is_enough_to_leave_the_pool(facts: Facts, data: st.DataObject) -> None:
    assert rules.can_wait(facts)
    who = data.draw(st.sampled_from(sorted(rules.who_must_agree(facts.authority))))
    assert not rules.can_wait(replace(facts, agreed=facts.agreed - {(TAKING_PART, who)}))
    assert not rules.can_wait(replace(facts, is_profile_complete=False))
    assert not rules.can_wait(replace(facts, authority=None))


@given(FACTS | _who_wait(), ANSWERS)
def test_other_purposes_never_decide_about_waiting(facts: Facts, others: rules.Agreed) -> None:
    other = {pair for pair in others if pair[0] is not TAKING_PART}
    assert rules.can_wait(facts) == rules.can_wait(replace(facts, agreed=facts.agreed | other))


@given(FACTS | _who_wait())
def test_the_next_step_is_open_and_who_waits_needs_only_a_match_or_the_letter(
    facts: Facts,
) -> None:
    step = rules.next_step(facts)
    if step is None:
        assert facts.is_notice_sent
        assert all(one.is_done for one in rules.steps_of(facts))
        return
    assert not step.is_done
    if not facts.stage.is_open:
        assert step.kind is StepKind.NOTICE
    elif rules.can_wait(facts):
        assert step.kind in (StepKind.MATCH, StepKind.NOTICE)


@given(FACTS)
def test_the_letter_is_never_hidden_behind_a_later_day(facts: Facts) -> None:
    step = rules.next_step(facts)
    if facts.is_notice_sent or step is None or step.due is None:
        return
    assert step.kind is StepKind.NOTICE or step.due <= facts.notice_due


def test_the_steps_come_in_the_order_of_the_programme() -> None:
    facts = Facts(Stage.INTAKE, None, date(2026, 3, 16), date(2026, 4, 2))
    walked = []
    changes = (
        {"has_talk": True},
        {"is_profile_complete": True},
        {"stage": Stage.WAITING},
        {"authority": Authority.ONE_PARENT},
        {"agreed": frozenset({(TAKING_PART, YOUNG)})},
        {"agreed": frozenset({(TAKING_PART, YOUNG), (TAKING_PART, ONE)})},
        {"is_notice_sent": True},
        {"stage": Stage.STARTED},
    )
    for change in changes:
        step = rules.next_step(facts)
        assert step is not None
        walked.append((step.kind, step.missing))
        facts = replace(facts, **change)  # type: ignore[arg-type]
    assert walked == [
        (StepKind.TALK, ()),
        (StepKind.PROFILE, ()),
        (StepKind.DECISION, ()),
        (StepKind.AUTHORITY, ()),
        (StepKind.CONSENT, (YOUNG, ONE)),
        (StepKind.CONSENT, (ONE,)),
        (StepKind.NOTICE, ()),
        (StepKind.MATCH, ()),
    ]
    assert rules.next_step(facts) is None


def test_the_letter_stands_where_its_turn_comes() -> None:
    """The list begins with what the file asks next, as long as the letter isn't pressing."""
    facts = Facts(Stage.INTAKE, None, date(2026, 3, 16), date(2026, 4, 2))
    kinds = [step.kind for step in rules.steps_of(facts)]
    assert kinds == list(StepKind)
    step = rules.next_step(facts)
    assert step is not None
    assert step.kind is kinds[0]


def test_once_it_is_decided_nobody_asks_for_a_talk_that_is_not_in_the_file() -> None:
    """Of who comes from an earlier administration the talk was held there."""
    facts = Facts(
        Stage.WAITING, Authority.YOUNG_PERSON, date(2026, 3, 16), date(2026, 4, 2),
        is_profile_complete=True, agreed=frozenset({(TAKING_PART, YOUNG)}), is_notice_sent=True,
    )  # fmt: skip
    assert StepKind.TALK not in [step.kind for step in rules.steps_of(facts)]
    step = rules.next_step(facts)
    assert step is not None
    assert step.kind is StepKind.MATCH
    talked = rules.steps_of(replace(facts, has_talk=True))
    assert [step.is_done for step in talked if step.kind is StepKind.TALK] == [True]


def test_care_first_has_no_clock_but_the_letter() -> None:
    facts = Facts(Stage.CARE_FIRST, None, date(2026, 3, 16), date(2026, 4, 2), has_talk=True)
    assert {step.due for step in rules.steps_of(facts)} == {None, date(2026, 4, 2)}


@pytest.mark.parametrize(
    ("told", "words", "authority", "is_shared"),
    [
        (True, {}, Authority.YOUNG_PERSON, True),
        (False, {}, Authority.YOUNG_PERSON, False),
        (True, {YOUNG: False}, Authority.YOUNG_PERSON, False),
        (False, {YOUNG: True}, Authority.YOUNG_PERSON, True),
        (True, {YOUNG: True}, Authority.ONE_PARENT, False),
        (True, {YOUNG: True, ONE: True}, Authority.ONE_PARENT, True),
        (True, {YOUNG: True, ONE: False}, Authority.YOUNG_PERSON, True),
    ],
)
def test_the_word_of_the_intake_goes_before_that_of_the_referrer(
    told: bool, words: dict[GivenBy, bool], authority: Authority, is_shared: bool
) -> None:
    assert rules.is_status_shared(told, authority, words) is is_shared


def test_from_sixteen_no_parent_answers() -> None:
    for authority, who in product([None, *Authority], GivenBy):
        allowed = {YOUNG} | (BESIDES[authority] if authority else set())
        if who in allowed:
            rules.check_may_answer(authority, who)
        else:
            with pytest.raises(rules.NobodyToAsk):
                rules.check_may_answer(authority, who)
