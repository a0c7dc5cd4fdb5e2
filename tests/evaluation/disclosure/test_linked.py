"""Tables about the same trajectories hang together: what one hides another doesn't tell."""

from collections import Counter
from collections.abc import Mapping

import pytest

from mentorship.evaluation.disclosure.linked import beside_each_other
from mentorship.evaluation.disclosure.releases import Release, release_of_table
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import Outcome, Verdict, judge_all
from mentorship.evaluation.measures.closures import BY_KIND, BY_REASON
from mentorship.evaluation.measures.lasting import ATTRITION, DURATION
from mentorship.evaluation.measures.linked import FAMILIES, linked
from mentorship.evaluation.measures.matches import BY_HOUSE
from mentorship.evaluation.tables import CohortCounts
from mentorship.foundation.db import Database, Db

LIMITS = Limits(threshold=3)
HALF_YEAR = "2025-1"
# How many ended so, in which span.
Ends = Mapping[tuple[str, str], int]
FIVE_PLANNED: Ends = {("planned", "12"): 5, ("unplanned", "3"): 3, ("unplanned", "9"): 4}


def _counted(ends: Ends) -> dict[tuple[str, int], dict[str, CohortCounts]]:
    counts: dict[str, Counter[str]] = {
        one.id: Counter() for one in (DURATION, ATTRITION, BY_KIND, BY_REASON)
    }
    for (kind, time), number in ends.items():
        planned = kind == "planned"
        counts[DURATION.id][time] += number
        counts[ATTRITION.id][f"{'planned' if planned else 'early'}-{time}"] += number
        counts[BY_KIND.id][kind] += number
        counts[BY_REASON.id]["planned" if planned else "other"] += number
    return {
        (one.id, one.edition): {HALF_YEAR: CohortCounts(HALF_YEAR, counts[one.id])}
        for one in (DURATION, ATTRITION, BY_KIND, BY_REASON)
    }


def _judged(db: Db, ends: Ends, *measures: object, earlier: list[Release]) -> list[Verdict]:
    counted = _counted(ends)
    own = linked(db, counted)
    asked = [own[one.id].specification for one in measures]  # type: ignore[attr-defined]
    by_id = {name: one.counted for name, one in own.items()}
    alone = judge_all(asked, [HALF_YEAR], by_id, earlier, LIMITS)
    return list(beside_each_other(alone, own, earlier, LIMITS))


@pytest.fixture
def db(sqlite_database: Database):  # type: ignore[no-untyped-def]
    with sqlite_database.reading() as found:
        yield found


def test_that_all_planned_ends_were_in_one_span_isnt_told(db: Db) -> None:
    """Five planned in all, and five of them after nine months: in every other span nobody, which is
    a number that may not be told."""
    kind, attrition = _judged(db, FIVE_PLANNED, BY_KIND, ATTRITION, earlier=[])
    assert kind.told is not None
    assert attrition.told is None or "planned-12" not in {row.code for row in attrition.told.rows}
    assert Rule.BESIDE in attrition.broken
    (alone,) = _judged(db, FIVE_PLANNED, ATTRITION, earlier=[])
    assert alone.told is not None
    assert "planned-12" in {row.code for row in alone.told.rows}


def test_a_later_table_is_held_against_what_an_earlier_one_hid(db: Db) -> None:
    (attrition,) = _judged(db, FIVE_PLANNED, ATTRITION, earlier=[])
    assert attrition.table is not None
    earlier = [release_of_table(attrition.table)]
    for later in (BY_KIND, BY_REASON):
        (verdict,) = _judged(db, FIVE_PLANNED, later, earlier=earlier)
        told = [] if verdict.told is None else [row.code for row in verdict.told.rows]
        assert "planned" not in told
        assert verdict.table is not None


def test_who_stayed_is_not_told_by_how_long_and_how_together(db: Db) -> None:
    """Of those who lasted a year all were planned: that nobody stopped then isn't told."""
    ends = {
        ("planned", "12"): 12,
        ("unplanned", "3"): 9,
        ("unplanned", "6"): 8,
        ("planned", "3"): 7,
    }
    duration, attrition = _judged(db, ends, DURATION, ATTRITION, earlier=[])
    both = {row.code for one in (duration, attrition) if one.told for row in one.told.rows}
    assert not {"12", "planned-12"} <= both


def test_large_groups_are_all_told(db: Db) -> None:
    times = ("3", "6", "9", "12", "later")
    ends = {(kind, time): 9 for kind in ("planned", "unplanned", "one_sided") for time in times}
    found = _judged(db, ends, DURATION, ATTRITION, BY_KIND, earlier=[])
    assert [one.outcome for one in found] == [Outcome.AS_ASKED] * 3


def test_every_category_of_linked_tables_has_its_place(db: Db) -> None:
    """Of each table all are somewhere, and in the places of another table nobody is forgotten. Of
    Houses there are none here."""
    for measures, pieces in FAMILIES:
        every = []
        for one in (one for one in measures if one is not BY_HOUSE):
            parts = one.specify(db, [HALF_YEAR]).dimension.levels[0].parts
            assert all(pieces(one, part) for part in parts)
            every.append(frozenset().union(*(pieces(one, part) for part in parts)))
        assert len(set(every)) == 1
