"""The answer against every possible answer: small rounds, tried exhaustively."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from mentorship.matching.assignment.engine import eligible_pairs, refused_pins, solve
from mentorship.matching.assignment.model import (
    Answer,
    Consultant,
    Criterion,
    Mentee,
    Objective,
    Pair,
    PinsRefused,
    Policy,
    Round,
)
from tests.matching.assignment_rounds import ALKMAAR, DAY, HEERHUGOWAARD, mentee, mentor
from tests.matching.oracle.contrived import often

Chosen = tuple[Pair, ...]
HOUSES = ("NHN", "ZWK", "HMR")
WEIGHTS = (0, 1, 20, 20, 10**9, 10**13, 10**16, 10**30)

SIZES = st.sampled_from([0, 1, 3, 4, 5, 5]).map(lambda size: {"min_size": size, "max_size": size})
MANY_PINS = st.sampled_from([0.0, 0.0, 0.3])


def some(options: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(options), max_size=2)


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """Few values for every fact, so that ties, scarcity and full Houses are the rule."""
    slots = st.frozensets(
        st.sampled_from(["mon-evening", "wed-evening", "fri-late"]), min_size=2, max_size=3
    )
    facts = {
        "location": st.sampled_from([ALKMAAR, ALKMAAR, HEERHUGOWAARD]),
        "house": st.sampled_from([*HOUSES, None]),
        "slots": slots,
        "interests": some("ab"),
    }
    mentors = draw(
        st.lists(
            st.builds(
                mentor,
                seats=st.sampled_from([0, 1, 1, 2]),
                standing=st.sampled_from([None, "e0", "e1"]),
                **facts,
            ),
            **draw(SIZES),
        )
    )
    ids = [f"v{number}" for number in range(len(mentors))]
    mentees = draw(
        st.lists(
            st.builds(
                mentee,
                priority=st.integers(1, 3),
                waiting_since=st.sampled_from([DAY, DAY - timedelta(days=70)]),
                consultant=st.sampled_from(["A", "A", "B", None]),
                **facts,
            ),
            **draw(SIZES),
        )
    )
    policy = Policy(
        weights=draw(
            st.just(Policy().weights)
            | st.fixed_dictionaries({c: st.sampled_from(WEIGHTS) for c in Criterion})
        ),
        floor=draw(st.sampled_from([0, 0, 3000, 6000])),
        stay_bonus=draw(st.sampled_from([0, 100])),
        is_lending_allowed=draw(st.booleans()),
        caseload=draw(st.just({}) | st.dictionaries(st.sampled_from(HOUSES), st.integers(0, 2))),
    )
    consultants = st.builds(
        Consultant,
        id=st.sampled_from("AB"),
        house=st.sampled_from([*HOUSES, None]),
        places=st.integers(0, 2),
    )
    round_ = Round(
        mentors=tuple(replace(m, id=id_) for m, id_ in zip(mentors, ids, strict=True)),
        mentees=tuple(replace(m, id=f"e{n}") for n, m in enumerate(mentees)),
        consultants=tuple(
            draw(st.just([]) | st.lists(consultants, unique_by=lambda one: (one.house, one.id)))
        ),
        date=DAY,
        policy=policy,
        objective=draw(st.sampled_from(Objective)),
        seed=draw(st.integers(0, 3)),
    )
    return with_pins(round_, draw(st.randoms(use_true_random=False)), draw(MANY_PINS))


def with_pins(round_: Round, random: Random, probability: float) -> Round:
    """Most pins are pairs that pass the rules; seats and caseloads may still refuse them."""
    no_floor = replace(round_, policy=replace(round_.policy, floor=-(10**40)))
    possible: dict[str, list[str]] = {}
    for pair in eligible_pairs(no_floor):
        possible.setdefault(pair.mentee, []).append(pair.mentor)
    pinned = {
        id_: random.choice(mentors)
        for id_, mentors in possible.items()
        if random.random() < probability
    }
    mentees = tuple(replace(m, pinned=pinned.get(m.id)) for m in round_.mentees)
    return replace(round_, mentees=mentees)


def every_answer(round_: Round) -> Iterator[Chosen]:
    """Every choice that keeps pins, seats and caseloads, without the pins themselves."""
    seats = Counter({m.id: m.free_seats for m in round_.mentors})
    places: dict[object, int] = {**round_.policy.caseload}
    places |= {(one.house, one.id): one.places for one in round_.consultants}
    by_mentee: dict[str, list[Pair]] = {m.id: [] for m in round_.mentees}
    for pair in eligible_pairs(round_):
        by_mentee[pair.mentee].append(pair)

    for person in round_.mentees:
        if person.pinned:
            seats[person.pinned] -= 1
            take_place(places, person, -1)
    waiting = [m for m in round_.mentees if m.pinned is None]

    def extend(chosen: Chosen, rest: list[Mentee]) -> Iterator[Chosen]:
        if not rest:
            yield chosen
            return
        yield from extend(chosen, rest[1:])
        take_place(places, rest[0], -1)
        fits = all(left >= 0 for left in places.values())
        for pair in by_mentee[rest[0].id]:
            if fits and seats[pair.mentor] > 0:
                seats[pair.mentor] -= 1
                yield from extend((*chosen, pair), rest[1:])
                seats[pair.mentor] += 1
        take_place(places, rest[0], +1)

    yield from extend((), waiting)


def take_place(places: dict[object, int], person: Mentee, change: int) -> None:
    """A young person counts for the House, and for the consultant in it."""
    for group in (person.house, (person.house, person.consultant)):
        if group in places:
            places[group] += change


def rank(round_: Round, chosen: Chosen) -> tuple[int, ...]:
    """What the round maximises, ties and all; the hash is recomputed from its description."""
    classes = {m.id: m.priority for m in round_.mentees}
    served = Counter(classes[pair.mentee] for pair in chosen)
    worst = min((pair.fit for pair in chosen), default=0)
    hashes = [hash_of(round_.seed, pair) for pair in chosen]
    return (
        *(served[k] for k in (1, 2, 3)),
        worst if round_.objective is Objective.MAX_MIN else 0,
        sum(pair.fit + pair.waiting_bonus + pair.stay_bonus for pair in chosen),
        *(-sum(int.from_bytes(h[at : at + 4], "big") for h in hashes) for at in range(0, 32, 4)),
    )


def hash_of(seed: int, pair: Pair) -> bytes:
    parts = [text.encode() for text in (str(seed), pair.mentee, pair.mentor)]
    return sha256(b"".join(len(p).to_bytes(8, "big") + p for p in parts)).digest()


def mates(pairs: Chosen) -> dict[str, str]:
    return {pair.mentee: pair.mentor for pair in pairs}


@often(100, 2_500)
@given(rounds())
def test_no_other_answer_is_better_and_none_as_good(round_: Round) -> None:
    refused = refused_pins(round_)
    if refused:
        with pytest.raises(PinsRefused) as stopped:
            solve(round_)
        assert stopped.value.refused == refused
        return
    ranked = sorted((rank(round_, a), sorted(mates(a).items())) for a in every_answer(round_))
    answer = solve(round_)
    chosen = tuple(pair for pair in answer.proposals if not pair.is_pinned)
    assert (rank(round_, chosen), sorted(mates(chosen).items())) == ranked[-1]
    assert len(ranked) == 1 or ranked[-2][0] < ranked[-1][0]
    assert {p.mentee: p.mentor for p in answer.proposals if p.is_pinned} == {
        m.id: m.pinned for m in round_.mentees if m.pinned
    }
    assert_it_adds_up(round_, answer, chosen)


def assert_it_adds_up(round_: Round, answer: Answer, chosen: Chosen) -> None:
    classes = {m.id: m.priority for m in round_.mentees}
    served = Counter(classes[pair.mentee] for pair in answer.proposals)
    levels = answer.levels
    assert (levels.class_1, levels.class_2, levels.class_3) == (served[1], served[2], served[3])
    assert levels.matched == len(answer.proposals)
    assert levels.points == sum(p.fit + p.waiting_bonus + p.stay_bonus for p in answer.proposals)
    is_max_min = round_.objective is Objective.MAX_MIN and chosen
    assert levels.worst_fit == (min(pair.fit for pair in chosen) if is_max_min else None)
    everybody = [*mates(answer.proposals), *(u.mentee for u in answer.unmatched)]
    assert sorted(everybody) == sorted(classes)
    assert [p.mentee for p in answer.proposals] == sorted(mates(answer.proposals))
    assert [u.mentee for u in answer.unmatched] == sorted(u.mentee for u in answer.unmatched)


@often(25, 600)
@given(rounds(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_changes_nothing(round_: Round, random: Random) -> None:
    if refused_pins(round_):
        return
    mentees, mentors = list(round_.mentees), list(round_.mentors)
    random.shuffle(mentees)
    random.shuffle(mentors)
    shuffled = replace(round_, mentees=tuple(mentees), mentors=tuple(mentors))
    assert without_timings(solve(shuffled)) == without_timings(solve(round_))


def without_timings(answer: Answer) -> Answer:
    return replace(answer, timings_ms={})


def crowd(size: int, seed: int, **policy: int | Mapping[Criterion, int]) -> Round:
    """A round too large to try everything; the same for the same seed."""
    random = Random(seed)
    slots = [f"{day}-{part}" for day in ("mon", "wed") for part in ("evening", "late")]

    def facts() -> dict[str, object]:
        return {
            "location": replace(ALKMAAR, latitude=52.6 + random.random() / 9),
            "slots": random.sample(slots, 2),
            "interests": random.sample("abcdefgh", 4),
        }

    mentees = [mentee(f"e{n}", priority=random.randint(1, 3), **facts()) for n in range(size)]
    mentors = [mentor(f"v{n}", seats=random.randint(0, 3), **facts()) for n in range(size // 2)]
    return Round(
        mentees=tuple(mentees),
        mentors=tuple(mentors),
        date=DAY,
        policy=Policy(**{"floor": 3000, **policy}),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_round_of_a_hundred_equals_scipys_assignment(seed: int) -> None:
    """Class counts as big weights, small enough to be exact in SciPy's floating point."""
    round_ = crowd(100, seed)
    weight = {m.id: 10 ** (12 - 2 * m.priority) for m in round_.mentees}
    columns = [m.id for m in round_.mentors for _ in range(m.free_seats)]
    gain = np.zeros((len(round_.mentees), len(columns)))
    for pair in eligible_pairs(round_):
        row = int(pair.mentee[1:])
        seats = [at for at, id_ in enumerate(columns) if id_ == pair.mentor]
        gain[row, seats] = weight[pair.mentee] + pair.fit + pair.waiting_bonus
    best = gain[linear_sum_assignment(gain, maximize=True)].sum()
    levels = solve(round_).levels
    classes = (levels.class_1, levels.class_2, levels.class_3)
    assert 0 < levels.matched < len(round_.mentees)
    assert best == levels.points + sum(
        10 ** (12 - 2 * k) * n for k, n in enumerate(classes, start=1)
    )


@pytest.mark.parametrize("factor", [10**9, 10**12, 10**14, 10**18, 10**40])
def test_weights_beyond_the_solvers_limit_give_the_same_mates(factor: int) -> None:
    plain = crowd(60, 7, points_per_week=0, lending_penalty=0)
    weights = {criterion: weight * factor for criterion, weight in Policy().weights.items()}
    heavy = replace(
        plain, policy=replace(plain.policy, weights=weights, floor=plain.policy.floor * factor)
    )
    answer, heavy_answer = solve(plain), solve(heavy)
    assert mates(heavy_answer.proposals) == mates(answer.proposals)
    assert heavy_answer.levels.points == answer.levels.points * factor
    assert all(type(pair.fit) is int for pair in heavy_answer.proposals)
