"""What would help a crossed table of which nothing is told: more half-years together."""

from collections.abc import Callable, Sequence

from mentorship.evaluation.crosstabs import CrossSpecification
from mentorship.evaluation.disclosure.crossed.guarding import Family, guarded
from mentorship.evaluation.disclosure.crossed.ledger import Before, CrossRelease, Numbers
from mentorship.evaluation.disclosure.crossed.verdicts import CrossVerdict, judge_crossed
from mentorship.evaluation.disclosure.releases import release_of_table
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import decided
from mentorship.evaluation.disclosure.windows import windows

_MENDED_BY_MORE = frozenset({Rule.NEEDS_BOTH_TABLES, Rule.ALL_HIDDEN, Rule.NOTHING_SAFE})
# Judging one takes seconds for thousands of people, and this is only advice.
_TRIED = 3


def wider_crossed(
    verdict: CrossVerdict,
    family: Family,
    before: Before,
    limits: Limits,
    clashes: Callable[[CrossRelease], bool],
) -> tuple[str, ...] | None:
    """The fewest half-years around those asked for over which some of it would be told.

    With its two tables and nothing else beside it, and as everything stands before this bundle.
    None where it is told, where more half-years don't mend what is broken, and where none of the
    first three over which its two tables are told would do. What `clashes` with something else
    that was told isn't told.
    """
    if verdict.table is not None or _MENDED_BY_MORE.isdisjoint(verdict.broken):
        return None
    specification, numbers = family[verdict.specification.id]
    known = sorted(numbers.cells.keys() & numbers.rows.keys() & numbers.columns.keys())
    if not set(verdict.cohorts) <= set(known):
        return None
    tried = 0
    for window in windows(verdict.cohorts, known):
        found = _told_over(specification, window, numbers, before, limits, family)
        release = found.release if found is not None else None
        if release is not None and not clashes(release):
            return window
        tried += found is not None
        if tried == _TRIED:
            return None
    return None


def _told_over(
    specification: CrossSpecification,
    window: Sequence[str],
    numbers: Numbers,
    before: Before,
    limits: Limits,
    family: Family,
) -> CrossVerdict | None:
    """None where its two tables aren't told, which is quick to see."""
    first = decided(specification.rows, window, numbers.rows, before.tables, limits)
    if first.told is None:
        return None
    known = [*before.tables, release_of_table(first.told)]
    second = decided(specification.columns, window, numbers.columns, known, limits)
    rows, columns = guarded((first, second), family, before, limits)
    if rows.told is None or columns.told is None:
        return None
    return judge_crossed(specification, window, numbers, (rows, columns), before, limits, family)
