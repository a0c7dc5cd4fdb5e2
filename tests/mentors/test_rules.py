"""Readiness on plain values, held against a slow recomputation day by day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.foundation.working_days import months_later
from mentorship.mentors.models import TalkOutcome
from mentorship.mentors.rules import (
    Block,
    BlockKind,
    Ending,
    Facts,
    Gate,
    Span,
    Stage,
    Terms,
    Vog,
    readiness,
)

DAY = date(2026, 3, 2)
READY = Facts(
    talk=TalkOutcome.GO_ON,
    talk_on=date(2026, 1, 5),
    accepted=(date(2026, 1, 20), date(2026, 1, 22)),
    vogs=(Vog(date(2026, 1, 10), date(2026, 1, 25)),),
    agreements=(Span(date(2026, 2, 1), date(2027, 2, 1)),),
    trained_on=(date(2026, 2, 20),),
    profile_on=date(2026, 2, 10),
    seats=1,
)


def test_all_gates_and_a_seat_make_ready_since_the_last_of_them() -> None:
    known = readiness(READY, DAY)
    assert known.is_ready
    assert known.stage is Stage.READY
    assert known.since == date(2026, 2, 20)
    assert known.endings == (
        Ending(BlockKind.VOG_STALE, date(2029, 1, 10)),
        Ending(BlockKind.AGREEMENT_ENDED, date(2027, 2, 1)),
        Ending(BlockKind.TRAINING_EXPIRED, date(2029, 2, 20)),
    )


def test_nobody_is_ready_with_nothing_and_stands_at_the_first_gate() -> None:
    known = readiness(Facts(), DAY)
    assert known.missing == tuple(Gate)
    assert known.blocks == ()
    assert known.stage is Stage.INTERVIEW
    assert known.since is None


@pytest.mark.parametrize(
    ("gate", "without"),
    [
        (Gate.INTERVIEW, {"talk": TalkOutcome.ANOTHER_TALK}),
        (Gate.INTERVIEW, {"talk": TalkOutcome.NO}),
        (Gate.REFERENCES, {"accepted": (DAY,)}),
        (Gate.VOG, {"vogs": ()}),
        (Gate.AGREEMENT, {"agreements": ()}),
        (Gate.TRAINING, {"trained_on": ()}),
        (Gate.PROFILE, {"profile_on": None}),
    ],
)
def test_each_gate_alone_keeps_somebody_out(gate: Gate, without: dict[str, object]) -> None:
    known = readiness(replace(READY, **without), DAY)  # type: ignore[arg-type]
    assert known.missing == (gate,)
    assert known.stage.value == gate.value
    assert not known.is_ready


@pytest.mark.parametrize(
    ("changed", "day", "block"),
    [
        ({}, date(2029, 1, 10), None),
        ({}, date(2027, 2, 2), Block(BlockKind.AGREEMENT_ENDED, since=date(2027, 2, 2))),
        (
            {"vogs": (Vog(date(2023, 3, 1), date(2023, 4, 1)),)},
            DAY,
            Block(BlockKind.VOG_STALE, since=DAY),
        ),
        ({"vogs": (Vog(date(2023, 3, 2), date(2023, 4, 1)),)}, DAY, None),
        (
            {"trained_on": (date(2023, 3, 1),)},
            DAY,
            Block(BlockKind.TRAINING_EXPIRED, since=DAY),
        ),
        (
            {"pauses": (Span(date(2026, 3, 1), date(2026, 3, 2)),)},
            DAY,
            Block(BlockKind.PAUSED, since=date(2026, 3, 1), until=DAY),
        ),
        ({"pauses": (Span(date(2026, 3, 3), date(2026, 3, 9)),)}, DAY, None),
        ({"pauses": (Span(date(2026, 2, 1), date(2026, 3, 1)),)}, DAY, None),
        ({"pauses": (Span(date(2026, 3, 2), date(2026, 3, 1)),)}, DAY, None),  # called off
        ({"seats": 0}, DAY, Block(BlockKind.NO_SEATS)),
    ],
)
def test_what_blocks_and_from_or_until_which_day(
    changed: dict[str, object], day: date, block: Block | None
) -> None:
    forever = (Span(date(2026, 2, 1), date(2030, 2, 1)),) if block is None else READY.agreements
    facts = replace(READY, **{"agreements": forever, **changed})  # type: ignore[arg-type]
    known = readiness(facts, day)
    assert known.blocks == (() if block is None else (block,))
    assert known.stage is (Stage.READY if block is None else Stage.BLOCKED)


def test_pauses_that_follow_each_other_are_one_until_the_last_day() -> None:
    spans = (Span(date(2026, 3, 1), date(2026, 3, 5)), Span(date(2026, 3, 6), date(2026, 3, 9)))
    (block,) = readiness(replace(READY, pauses=spans), DAY).blocks
    assert (block.since, block.until) == (date(2026, 3, 1), date(2026, 3, 9))


def test_a_renewal_in_time_keeps_the_day_and_one_after_a_gap_begins_anew() -> None:
    first = Vog(date(2026, 1, 10), date(2026, 1, 25))  # counts until and including 10-01-2029
    in_time = replace(
        READY,
        vogs=(first, Vog(date(2028, 12, 1), date(2029, 1, 11))),
        agreements=(Span(date(2026, 2, 1), date(2031, 2, 1)),),
        trained_on=(date(2026, 2, 20), date(2028, 6, 1)),
    )
    assert readiness(in_time, date(2029, 6, 1)).since == date(2026, 2, 20)
    too_late = replace(in_time, vogs=(first, Vog(date(2029, 1, 5), date(2029, 1, 12))))
    assert readiness(too_late, date(2029, 6, 1)).since == date(2029, 1, 12)


def test_back_from_a_pause_somebody_is_ready_since_the_day_after() -> None:
    facts = replace(READY, pauses=(Span(date(2026, 2, 22), date(2026, 2, 25)),))
    assert readiness(facts, DAY).since == date(2026, 2, 26)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_where_people_expect(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


days = st.integers(0, 60).map(lambda number: date(2026, 1, 1) + timedelta(days=number))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first = draw(days)
    return Span(first, first + timedelta(days=draw(st.integers(-1, 20))))


facts = st.builds(
    Facts,
    talk=st.sampled_from([None, *TalkOutcome, TalkOutcome.GO_ON, TalkOutcome.GO_ON]),
    talk_on=days,
    accepted=st.lists(days, min_size=1, max_size=2).map(tuple),
    vogs=st.lists(days.map(lambda day: Vog(day, day + timedelta(days=3))), max_size=3).map(tuple),
    agreements=st.lists(spans(), max_size=3).map(tuple),
    trained_on=st.lists(days, max_size=2).map(tuple),
    profile_on=st.none() | days,
    pauses=st.lists(spans(), max_size=3).map(tuple),
    seats=st.integers(0, 2),
)
TERMS = Terms(vog_months=1, training_months=1)


def _is_ready(known: Facts, day: date) -> bool:
    """The same question in other words: every condition looked at by itself on one day."""
    newest = [
        max((months_later(vog.issued_on, 1) for vog in known.vogs), default=None),
        max((span.last for span in known.agreements), default=None),
        max((months_later(on, 1) for on in known.trained_on), default=None),
    ]
    return (
        known.talk is TalkOutcome.GO_ON
        and len(known.accepted) == 2
        and known.profile_on is not None
        and known.seats > 0
        and all(last is not None and day <= last for last in newest)
        and not any(span.first <= day <= span.last for span in known.pauses)
    )


@given(facts, days)
def test_ready_is_what_every_condition_by_itself_says(known: Facts, day: date) -> None:
    found = readiness(known, day, TERMS)
    assert found.is_ready == _is_ready(known, day)
    assert found.is_ready == (not found.missing and not found.blocks)
    assert (found.since is not None) == found.is_ready
    for block in found.blocks:
        assert block.since is None or block.since <= day
        assert block.until is None or day <= block.until


@given(facts, days)
def test_a_block_with_an_end_is_over_on_the_day_after(known: Facts, day: date) -> None:
    for block in readiness(known, day, TERMS).blocks:
        if block.until is not None:
            later = readiness(known, block.until + timedelta(days=1), TERMS)
            assert block.kind not in {other.kind for other in later.blocks}


@given(facts, days)
def test_what_ends_blocks_on_the_day_after_and_not_before(known: Facts, day: date) -> None:
    for ending in readiness(known, day, TERMS).endings:
        on_last = readiness(known, ending.last_day, TERMS)
        after = readiness(known, ending.last_day + timedelta(days=1), TERMS)
        assert ending.kind not in {block.kind for block in on_last.blocks}
        assert ending.kind in {block.kind for block in after.blocks}
