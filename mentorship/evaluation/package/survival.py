"""What the told table of ends says about survival: worked out from its own numbers only."""

from collections.abc import Iterable, Iterator, Sequence

from mentorship.evaluation.measures.lasting import ATTRITION
from mentorship.evaluation.scores.survival import MONTHS, End, Interval, Told, told_by
from mentorship.evaluation.tables import Table
from mentorship.foundation.i18n import format_number, format_percentage
from mentorship.foundation.i18n import gettext as _

_NOT_ANY = "–"
# Each told row: how it ended, in which finest spans, and how many. None as an end: several.
_Row = tuple[End | None, frozenset[str], int]


def survival_of(table: Table) -> list[Told]:
    """For each month up to which all rows are told apart; none for another table."""
    if table.specification.id != ATTRITION.id:
        return []
    rows = list(_rows(table))
    return list(told_by(_intervals(rows, [m for m in MONTHS if _is_cut(rows, m)])))


def _rows(table: Table) -> Iterator[_Row]:
    groups = {one.code: one for one in table.specification.groups(table.level, table.pooled)}
    for row in table.rows:
        parts = [part.split("-", 1) for part in groups[row.code].parts]
        ends = {end for end, _span in parts}
        end = End(ends.pop()) if len(ends) == 1 else None
        yield end, frozenset(span for _end, span in parts), row.count or 0


def _is_cut(rows: Iterable[_Row], month: int) -> bool:
    """Every row lies before this month or after it, and those before it say how it ended."""
    until = frozenset(str(one) for one in MONTHS if one <= month)
    return all(
        (spans <= until and end is not None) or not spans & until for end, spans, _count in rows
    )


def _intervals(rows: Sequence[_Row], months: Sequence[int]) -> Iterator[Interval]:
    left, before = sum(count for *_row, count in rows), 0
    for month in months:
        inside = frozenset(str(one) for one in MONTHS if before < one <= month)
        early, planned = (
            sum(count for end, spans, count in rows if end is kind and spans <= inside)
            for kind in (End.EARLY, End.PLANNED)
        )
        # A half-year is counted once everything in it has ended: nobody is lost sight of.
        yield Interval(month, at_risk=left, early=early, planned=planned, censored=0)
        left, before = left - early - planned, month


def headers() -> tuple[str, ...]:
    return (
        _("Up to month"), _("at risk"), _("ended unplanned or by one of them"), _("planned end"),
        _("censored"), _("survival"), _("95%% interval"),
        _("ended unplanned or by one of them, in all"), _("planned end, in all"),
    )  # fmt: skip


def rows_of(found: Iterable[Told]) -> list[tuple[str, ...]]:
    """Shares are cumulative, of all who began."""
    return [
        (
            *(format_number(number) for number in _numbers(one.interval)),
            format_percentage(one.survival),
            _NOT_ANY
            if one.low is None or one.high is None
            else _(
                "%(low)s to %(high)s",
                low=format_percentage(one.low), high=format_percentage(one.high),
            ),
            format_percentage(one.early),
            format_percentage(one.planned),
        )
        for one in found
    ]  # fmt: skip


def _numbers(one: Interval) -> tuple[int, ...]:
    return one.month, one.at_risk, one.early, one.planned, one.censored


def notes() -> list[str]:
    """How to read it, under the table."""
    return [
        _(
            "All of it follows from the table above. At risk are those who had not ended when the "
            "span began. Survival is the share that had not ended unplanned or by one of them "
            "(Kaplan and Meier, 1958): a planned end is censored there. The span is one step, so "
            "whoever reached a planned end counts as at risk until its last day. The interval is "
            "that of Greenwood on the scale log(−log S)."
        ),
        _(
            "The two shares at the end are cumulative incidences (Aalen and Johansen, 1978), in "
            "which the two kinds of end compete. Nobody is censored because the trajectory still "
            "runs: a half-year is counted when all have ended."
        ),
    ]
