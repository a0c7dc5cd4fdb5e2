"""Several releases together give away what writing out every cohort gives away."""

from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.evaluation.disclosure.attack.attacking import Attack, Reach
from mentorship.evaluation.disclosure.attack.evidence import Contradictory, Evidence
from mentorship.evaluation.disclosure.attack.judging import Protected, attack
from mentorship.evaluation.disclosure.attack.ledger import (
    PUBLIC,
    Ledger,
    NumberOf,
    Population,
    Telling,
    blocks,
    differences,
)
from mentorship.evaluation.disclosure.attack.printed import share
from mentorship.evaluation.disclosure.statements import Interval, Relation, need_of

BY_GENDER = (Relation("all", ("men", "women")),)
COHORTS = ("2024-1", "2024-2", "2025-1")
MOST_PEOPLE = 5


def telling(recipient: str, cohorts: tuple[str, ...], **counts: int) -> Telling:
    known = {of: Interval.exactly(count) for of, count in counts.items()}
    return Telling(recipient, frozenset(cohorts), Evidence(known, BY_GENDER))


def test_two_safe_releases_differ_by_one_young_person() -> None:
    """Each population has enough; the one is the other and a half-year with a single man."""
    school = telling("school", COHORTS[:2], men=30, women=20)
    ministry = telling("ministry", COHORTS, men=31, women=34)
    third = frozenset(COHORTS[2:])
    needs = {NumberOf(third, "men"): need_of(1, 10) or pytest.fail("one is few")}
    for alone in (school, ministry):
        assert attack(Ledger((alone,)).held_by(about=[third]), Protected(needs)).is_safe
    both = Ledger((school, ministry))
    assert not attack(both.held_by(), Protected(needs)).is_safe
    assert attack(both.held_by(["school"]), Protected(needs)).is_safe
    assert Attack(both.held_by()).interval(NumberOf(third, "men")) == Interval.exactly(1)


def test_a_public_total_is_known_to_everybody() -> None:
    told = telling("school", COHORTS[:2], all=30)
    public = telling(PUBLIC, COHORTS, all=34)
    third = NumberOf(frozenset(COHORTS[2:]), "all")
    assert Attack(Ledger((told, public)).held_by(["school"])).interval(third).high == 4
    assert Attack(Ledger((told, public)).held_by([])).interval(third).high == 34


def test_populations_that_overlap_tell_more_than_their_difference() -> None:
    """Neither holds the other, yet with the middle half-year both ends are known."""
    first, middle, last = COHORTS
    ledger = Ledger().with_more(
        telling("a", (first, middle), all=22),
        telling("a", (middle, last), all=19),
        telling("b", (middle,), all=17),
    )
    found = Attack(ledger.held_by())
    assert found.interval(NumberOf(frozenset([first]), "all")) == Interval.exactly(5)
    assert found.interval(NumberOf(frozenset([last]), "women")) == Interval(0, 2)


def test_blocks_and_differences_of_populations() -> None:
    one, other = frozenset("abc"), frozenset("bcd")
    assert set(blocks([one, other])) == {frozenset("a"), frozenset("bc"), frozenset("d")}
    assert set(differences([one, other])) == {one, other, frozenset("a"), frozenset("d")}


def test_one_count_told_as_two_things_is_no_release() -> None:
    ledger = Ledger((telling("a", COHORTS, all=20), telling("b", COHORTS, all=21)))
    with pytest.raises(Contradictory):
        ledger.held_by()
    assert Attack(ledger.held_by(["a"])).interval(
        NumberOf(frozenset(COHORTS), "all")
    ) == Interval.exactly(20)


def test_a_share_over_one_population_counts_in_another() -> None:
    """Eight percent of both half-years, and no man in the first: who they are is known."""
    both = Telling(
        "a",
        frozenset(COHORTS[:2]),
        Evidence({"all": Interval.exactly(50)}, BY_GENDER, share("8", "men", "all")),
    )
    ledger = Ledger((both, telling("b", COHORTS[:1], men=0)))
    second = NumberOf(frozenset(COHORTS[1:2]), "men")
    assert Attack(ledger.held_by()).interval(second) == Interval.exactly(4)


People = tuple[tuple[str, str], ...]
PLACES = [(cohort, gender) for cohort in COHORTS for gender in ("men", "women")]


def counted(people: People, population: Population, of: str) -> int:
    return sum(cohort in population and of in (gender, "all") for cohort, gender in people)


@given(st.lists(st.sampled_from(PLACES), max_size=MOST_PEOPLE), st.data())
@settings(deadline=None, max_examples=40)
def test_joint_attacks_equal_all_ways_to_place_the_people(
    placed: list[tuple[str, str]], data: st.DataObject
) -> None:
    truth = tuple(placed)
    some_cohorts = st.frozensets(st.sampled_from(COHORTS), min_size=1)
    some_counts = st.frozensets(st.sampled_from(["men", "women", "all"]), min_size=1)
    told = data.draw(st.lists(st.tuples(some_cohorts, some_counts), min_size=1, max_size=4))
    everybody = Telling(
        PUBLIC, frozenset(COHORTS), Evidence({"all": Interval(0, MOST_PEOPLE)}, BY_GENDER)
    )
    ledger = Ledger((everybody,)).with_more(
        *(
            telling("a", tuple(cohorts), **{of: counted(truth, cohorts, of) for of in counts})
            for cohorts, counts in told
        )
    )
    possible = [
        people
        for number in range(MOST_PEOPLE + 1)
        for people in combinations_with_replacement(PLACES, number)
        if all(
            counted(people, cohorts, of) == counted(truth, cohorts, of)
            for cohorts, counts in told
            for of in counts
        )
    ]
    found = Attack(ledger.held_by())
    for population in differences(ledger.populations):
        for of in ("men", "women", "all"):
            values = [counted(people, population, of) for people in possible]
            expected = Reach(min(values), max(values))
            assert found.reach({NumberOf(population, of): 1}) == expected


def test_a_half_year_that_was_never_told_alone_still_adds_up() -> None:
    """Eight men, of whom at most two in the second half-year: six people or more in the first."""
    first, second, third = COHORTS
    ledger = Ledger().with_more(
        telling("a", (first, second), all=10, men=8),
        telling("b", (second, third), all=20, men=2),
    )
    found = Attack(ledger.held_by())
    assert found.interval(NumberOf(frozenset([first]), "men")) == Interval(6, 8)
    assert found.interval(NumberOf(frozenset([first]), "all")) == Interval(6, 10)
