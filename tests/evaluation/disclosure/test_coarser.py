"""A table of which nothing can be told names its rule and the coarser one that tells something."""

from mentorship.evaluation.disclosure.protection.collapsing import (
    Coarser,
    Question,
    Refusal,
    plan_or_refusal,
)
from mentorship.evaluation.disclosure.protection.crossings import (
    Count,
    Counted,
    Crossing,
    counted_in,
)
from mentorship.evaluation.disclosure.protection.hierarchies import (
    Category,
    Classification,
    classification_of,
    flat,
)
from mentorship.evaluation.disclosure.protection.primary import Reason
from mentorship.evaluation.disclosure.protection.protecting import Plan
from mentorship.evaluation.disclosure.statements import Interval
from mentorship.evaluation.tables import Dimension, Group, Level, Words

NORTH = Category("north", (Category("harbour"), Category("dunes")))
HOUSES = Classification("house", Category("", (NORTH, Category("south"))))
GENDER = flat("gender", ("f", "m"))
CROSSING = Crossing("matches", (HOUSES, GENDER))


def counted(*numbers: int) -> Counted:
    inner = [(house, gender) for house in ("harbour", "dunes", "south") for gender in ("f", "m")]
    return Counted(dict(zip(inner, numbers, strict=True)))


def test_a_table_that_tells_one_cell_is_not_refused():
    found = plan_or_refusal(Question(CROSSING, {"2026-1": counted(2, 2, 1, 2, 2, 3)}), ["2026-1"])
    assert isinstance(found, Plan)
    assert found.told == {Count("matches", ("2026-1",)): Interval.exactly(12)}


def test_too_few_are_told_over_more_cohorts_first_in_as_many_categories():
    small = counted(1, 1, 1, 1, 1, 1)
    found = plan_or_refusal(
        Question(CROSSING, {"2026-1": small, "2026-2": counted(12, 13, 14, 15, 16, 17)}),
        ["2026-1"],
    )
    assert found == Refusal(Reason.FEW, Coarser(CROSSING, ("2026-1", "2026-2")))


def test_where_nothing_would_pass_none_is_named():
    found = plan_or_refusal(Question(CROSSING, {"2026-1": counted(1, 1, 1, 1, 1, 1)}), ["2026-1"])
    assert found == Refusal(Reason.FEW, None)


def test_coarser_tables_go_level_by_level_and_count_the_same_people():
    both = CROSSING.coarser()
    without_gender, by_part = next(both), next(both)
    assert without_gender.dimensions[1].depth == 0
    assert by_part.dimensions[0] == flat("house", ("north", "south"))
    table = Counted(
        {("harbour", "f"): 3, ("dunes", "f"): 4, ("south", "m"): 5},
        frozenset({("harbour", "m"), ("dunes", "m")}),
        {("harbour", "f"): {"mentor:a": 2}, ("dunes", "f"): {"mentor:a": 1}},
    )
    coarse = counted_in(by_part, CROSSING, table)
    assert coarse.counts["north", "f"] == 7
    assert coarse.impossible == {("north", "m")}
    assert coarse.contributors["north", "f"] == {"mentor:a": 3}


def test_levels_of_the_catalogue_become_a_tree():
    def group(code: str, *parts: str) -> Group:
        return Group(code, Words(code, code), frozenset(parts or (code,)))

    name = Words("Huis", "House")
    dimension = Dimension(
        name,
        (
            Level(name, (group("harbour"), group("dunes"), group("south"))),
            Level(name, (group("north", "harbour", "dunes"), group("south"))),
        ),
    )
    assert classification_of("house", dimension) == HOUSES


def test_what_was_told_before_hides_what_it_would_give_away():
    """12 of the harbour are known: with 15 of the north, so would 3 of the dunes be."""
    houses = Crossing("matches", (HOUSES,))
    table = Counted({("harbour",): 12, ("dunes",): 3, ("south",): 40})
    harbour = Count("matches", ("2026-1",), (("house", "harbour"),))
    question = Question(houses, {"2026-1": table}, [["2026-1"]], {harbour: Interval.exactly(12)})
    found = plan_or_refusal(question, ["2026-1"])
    assert isinstance(found, Plan)
    assert found.hidden >= {
        Count("matches", ("2026-1",), (("house", "north"),)),
        Count("matches", ("2026-1",), (("house", "dunes"),)),
    }
