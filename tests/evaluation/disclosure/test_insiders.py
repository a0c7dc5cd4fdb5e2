"""Who is in the figures knows more than who reads them."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations_with_replacement

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.evaluation.disclosure.attack.attacking import Attack
from mentorship.evaluation.disclosure.attack.evidence import Evidence
from mentorship.evaluation.disclosure.attack.insiders import (
    as_contributor,
    as_holder_of_records,
    as_participant,
    attack_by_contributors,
    told_groups,
)
from mentorship.evaluation.disclosure.attack.judging import Protected, attack
from mentorship.evaluation.disclosure.statements import (
    CellName,
    Interval,
    Need,
    Relation,
    need_of,
)
from tests.evaluation.disclosure.enumerated import Puzzle, possible, puzzles
from tests.evaluation.disclosure.test_attacking import evidence_of
from tests.evaluation.disclosure.test_judging import MARGINS, Name, two_by_three

REFERRED = Relation("referred", ("police", "school"))


def test_the_largest_referrer_knows_the_rest() -> None:
    """Twelve referred, nine by one school: to that school the other three are a small cell."""
    told = Evidence({"referred": Interval.exactly(12), "police": Interval(0, None)}, (REFERRED,))
    need = need_of(12, 10, own=9)
    assert need is not None
    outsider = attack(told, Protected({"police": need_of(3, 10) or need}))
    assert outsider.is_safe
    school = as_contributor(told, {"school": 9})
    assert Attack(school).interval("police") == Interval(0, 3)
    assert not attack(school, Protected({"referred": need})).is_safe


def test_a_house_knows_its_own_cells_to_the_last() -> None:
    houses = Relation("region", ("north", "south", "east"))
    told = Evidence({"region": Interval.exactly(20), "east": Interval.exactly(11)}, (houses,))
    assert Attack(told).interval("south") == Interval(0, 9)
    north = as_contributor(told, {"north": 7}, entirely=["north"])
    assert Attack(north).interval("south") == Interval.exactly(2)


def test_a_participant_knows_that_their_cell_has_somebody() -> None:
    told = Evidence({"referred": Interval.exactly(1)}, (REFERRED,))
    assert Attack(told).interval("police") == Interval(0, 1)
    assert Attack(as_participant(told, ["school"])).interval("police") == Interval.exactly(0)


def test_who_has_the_rows_has_their_tables() -> None:
    """Rows by gender told to an evaluator open the hidden cell of a table on another page."""
    told = Evidence({"all": Interval.exactly(14)}, (Relation("all", ("men", "women")),))
    rows = [{"gender": "man"}] * 11 + [{"gender": "woman"}] * 3
    held = as_holder_of_records(told, rows, {"women": {"gender": "woman"}, "all": {}})
    assert Attack(told).interval("women") == Interval(0, 14)
    assert Attack(held).interval("women") == Interval.exactly(3)


def test_a_group_that_all_belong_to_tells_what_each_is() -> None:
    parts = ("stopped", "went on")
    told = {"all": Interval.exactly(20), "stopped": Interval.exactly(19)}
    groups = [(part, "all") for part in parts]
    relation = (Relation("all", parts),)
    assert told_groups(Attack(Evidence(told, relation)), groups) == [("stopped", "all")]
    at_the_limit = {**told, "stopped": Interval.exactly(18)}
    assert told_groups(Attack(Evidence(at_the_limit, relation)), groups) == []
    nobody = {"all": Interval.exactly(0)}
    assert told_groups(Attack(Evidence(nobody, relation)), groups) == []


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=4),
    st.sets(st.integers(0, 11)),
    st.fractions(Fraction(1, 3), 1, max_denominator=10),
)
@settings(deadline=None, max_examples=30)
def test_groups_are_told_exactly_when_all_tables_with_somebody_say_so(
    people: list[int], hidden: set[int], limit: Fraction
) -> None:
    truth = two_by_three(people)
    told = {
        name: Interval.exactly(value)
        for number, (name, value) in enumerate(truth.items())
        if number not in hidden
    }
    # Hidden totals leave no end to the people: they are told to be four at most.
    told.setdefault(("all", "all"), Interval(0, 4))
    groups: list[tuple[Name, Name]] = [
        ((row, at), (row, "all")) for row in range(2) for at in range(3)
    ]
    tables = [
        table
        for number in range(5)
        for placed in combinations_with_replacement(range(6), number)
        for table in [two_by_three(placed)]
        if all(
            interval.low <= table[name] <= (interval.high or 0) for name, interval in told.items()
        )
    ]
    expected = []
    for part, whole in groups:
        somebody = [table for table in tables if table[whole]]
        if somebody and all(table[part] > limit * table[whole] for table in somebody):
            expected.append((part, whole))
    assert told_groups(Attack(Evidence(told, MARGINS)), groups, limit) == expected


def test_who_knows_somebody_in_a_hidden_whole_knows_that_it_is_not_empty() -> None:
    """No woman is told, and not how many there are in all: then whoever is in it is a man."""
    told = Evidence(
        {"women": Interval.exactly(0), "all": Interval(0, 5)}, (Relation("all", ("men", "women")),)
    )
    assert told_groups(Attack(told), [("men", "all"), ("women", "all")]) == [("men", "all")]


@given(puzzles(), st.integers(1, 6), st.data())
@settings(deadline=None, max_examples=50)
def test_each_of_them_learns_exactly_what_all_tables_say(
    puzzle: Puzzle, threshold: int, data: st.DataObject
) -> None:
    """They are looked at together where that is enough; the answer is that of each alone."""
    part = st.fixed_dictionaries(
        {cell: st.integers(0, value) for cell, value in puzzle.truth.items()}
    ).map(lambda own: {cell: number for cell, number in own.items() if number})
    insiders = data.draw(st.lists(part, max_size=6))

    def needs_of(own: Mapping[CellName, int]) -> dict[CellName, Need]:
        found = {
            cell: need_of(value, threshold, own.get(cell, 0))
            for cell, value in puzzle.truth.items()
        }
        return {cell: need for cell, need in found.items() if need is not None}

    tables = possible(puzzle)
    exact = {cell for own in insiders for cell in own if len({one[cell] for one in tables}) == 1}
    expected = 0
    for own in insiders:
        left = [one for one in tables if all(one[cell] >= number for cell, number in own.items())]
        learns = not own.keys() <= exact
        expected += sum(
            cell in exact
            or (learns and all(one[cell] > need.low for one in left))
            or (learns and all(one[cell] < need.high for one in left))
            for cell, need in needs_of(own).items()
        )
    found = attack_by_contributors(
        Attack(evidence_of(puzzle)), insiders, lambda own: Protected(needs_of(own))
    )
    assert found.unsafe == expected
