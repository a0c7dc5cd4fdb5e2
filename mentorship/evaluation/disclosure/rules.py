"""The rules that one table has to pass, each named for who reads why it didn't."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from mentorship.evaluation.tabulating import Cell

EDITION = 5


class Rule(StrEnum):
    """What a table can break, in the order in which it is looked at."""

    COHORT_OPEN = "cohort_open"
    SMALL_CELL = "small_cell"
    NEARLY_ALL = "nearly_all"
    ONE_CONTRIBUTOR = "one_contributor"
    DIFFERENCE = "difference"
    OTHER_EDITION = "other_edition"
    SAME_LEVEL = "same_level"
    NOT_CROSSED = "not_crossed"
    NEEDS_BOTH_TABLES = "needs_both_tables"
    MOST_HIDDEN = "most_hidden"
    ALL_HIDDEN = "all_hidden"
    NOTHING_SAFE = "nothing_safe"
    RECORDS_TOLD = "records_told"
    BESIDE = "beside_another"
    ATTACKED = "attacked"


@dataclass(frozen=True, slots=True)
class Limits:
    """`threshold` people at least behind every number; no group of more than `largest_share`."""

    threshold: int = 10
    largest_share: Fraction = Fraction(9, 10)


USUAL = Limits()


def broken_by(cells: Sequence[Cell], limits: Limits) -> Rule | None:
    """The first rule that these cells break together; None when all of them may be told.

    A nothing that could have been something is as telling as a one. With every possible cell at
    the threshold the whole, and all but one cell, are too. Where only one cell is possible it
    holds everybody by definition and tells nothing of anybody.

    Who stands in one group with those without an answer is many without them too: another table
    tells how many these are, and what is left would be a group that this one keeps back.

    Who brought or guided some of them knows these, and can take them away from any of it: so all
    are many without the largest contributor as well.
    """
    possible = [cell for cell in cells if cell.is_possible]
    whole = sum(cell.count for cell in possible)
    if not possible or any(cell.count < limits.threshold for cell in possible):
        return Rule.SMALL_CELL
    if len(possible) > 1 and any(cell.inside < limits.threshold for cell in possible):
        return Rule.SMALL_CELL
    if len(possible) > 1 and any(cell.count > limits.largest_share * whole for cell in possible):
        return Rule.NEARLY_ALL
    if any(cell.others < limits.threshold for cell in possible):
        return Rule.ONE_CONTRIBUTOR
    if len(possible) > 1 and any(cell.others_inside < limits.threshold for cell in possible):
        return Rule.ONE_CONTRIBUTOR
    return None
