"""What a page shows of published figures: read from what was kept, in the current language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mentorship.evaluation.open_figures.chosen import TABLES
from mentorship.evaluation.open_figures.models import OpenFigures, OpenFiguresNote
from mentorship.evaluation.wording import OUTSIDE
from mentorship.foundation.charts import BarChart, Series, bar_svg
from mentorship.foundation.i18n import (
    TIME_ZONE,
    current_language,
    format_date,
    format_number,
    format_percentage,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

_NOBODY = "–"  # by definition, a structural zero
_CHART = 300  # pixels: a card on a phone, and a third of the page on a desk
# Everybody reads these; what a bundle is they needn't know.
WHY = {
    **OUTSIDE,
    "cohort_open": _l("Not everything that began in this year could be counted."),
    "difference": _l(
        "Together with figures that were told before it would give a small group away."
    ),
    "other_edition": _l("This was told before about the same time, counted in another way."),
}


@dataclass(frozen=True, slots=True)
class ShownTable:
    """`why` says why there is no more detail, or with no rows why nothing is told."""

    title: str
    definition: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownYear:
    year: int
    published: str
    threshold: str
    headlines: tuple[str, ...]
    tables: tuple[ShownTable, ...]
    notes: tuple[tuple[str, str], ...]


def day_of(moment: datetime | None) -> date:
    """Of what was published or withdrawn."""
    if moment is None:
        raise ValueError("this did not happen yet")
    return moment.astimezone(TIME_ZONE).date()


def headline_names() -> tuple[str, ...]:
    return tuple(str(one.headline) for one in TABLES)


def shown(figures: OpenFigures, notes: Sequence[OpenFiguresNote]) -> ShownYear:
    told = figures.told
    return ShownYear(
        year=figures.year,
        published=format_date(day_of(figures.published_at)),
        threshold=format_number(told["threshold"]),
        headlines=tuple(_headline(one) for one in told["tables"]),
        tables=tuple(_table(one) for one in told["tables"]),
        notes=tuple((format_date(day_of(one.noted_at)), one.note) for one in notes),
    )


def _headline(table: dict[str, Any]) -> str:
    count = table["headline"]["count"]
    return _("not told") if count is None else format_number(count)


def _table(table: dict[str, Any]) -> ShownTable:
    language, whole = current_language(), table["total"]
    rows = [(row["label"][language], *_counted(row["count"], whole)) for row in table["rows"]]
    if len(rows) > 1:
        rows.append((_("together"), format_number(whole), format_percentage(1)))
    return ShownTable(
        title=table["title"][language],
        definition=table["definition"][language],
        headers=(table["group"][language], table["unit"][language], _("share")),
        rows=tuple(rows),
        why=tuple(str(WHY[code]) for code in table["reasons"]),
    )


def _counted(count: int | None, whole: int) -> tuple[str, str]:
    if count is None:
        return _NOBODY, _NOBODY
    return format_number(count), format_percentage(count / whole)


def missing_years(
    published: Sequence[int], withdrawn: Sequence[OpenFigures], this_year: int
) -> list[int]:
    """From the first year that was ever published until last year, the newest first; a withdrawn
    one is told of by itself."""
    taken_back = {one.year for one in withdrawn}
    known = {*published, *taken_back}
    if not known:
        return []
    return [year for year in range(this_year - 1, min(known), -1) if year not in known]


def charts_of(published: Sequence[OpenFigures]) -> list[tuple[BarChart, str]]:
    """One of each headline over the years in which it is told, the first year on top."""
    drawn = []
    for one in TABLES:
        told = {row.year: _count_of(row, one.measure) for row in reversed(published)}
        bars = {str(year): count for year, count in told.items() if count is not None}
        if bars:
            name = str(one.headline)
            series = (Series(_("Count"), tuple(bars.values())),)
            chart = BarChart(name, _("Year"), tuple(bars), series)
            drawn.append((chart, bar_svg(chart, width=_CHART)))
    return drawn


def _count_of(figures: OpenFigures, measure: str) -> int | None:
    found = (one for one in figures.told["tables"] if one["table"] == measure)
    counts: list[int | None] = [one["headline"]["count"] for one in found]
    return counts[0] if counts else None
