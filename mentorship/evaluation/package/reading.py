"""What a report says in sentences: the first page, and what isn't told with the reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from mentorship.evaluation.disclosure.verdicts import Outcome
from mentorship.evaluation.package.content import Content, CrossMeasured, Measured
from mentorship.evaluation.tables import Table
from mentorship.evaluation.wording import OUTSIDE, reasons_outside
from mentorship.foundation.i18n import (
    current_language,
    format_number,
    format_percentage,
)
from mentorship.foundation.i18n import gettext as _

_Asked = TypeVar("_Asked", Measured, CrossMeasured, Measured | CrossMeasured)
_MOST = 5  # sentences on the first page


def headlines(content: Content) -> list[str]:
    """At most one for each question, out of the tables that are told and of nothing else."""
    told = []
    for _question, tables in by_question(content.measured):
        table = _headline_of(tables)
        if table is not None:
            told.append(_sentence(table))
    return told[:_MOST]


def by_question(measured: Iterable[_Asked]) -> Iterator[tuple[str, list[_Asked]]]:
    """In the order of the house, each question once."""
    language = current_language()
    found: dict[str, list[_Asked]] = {}
    for one in measured:
        found.setdefault(one.question.said_in(language), []).append(one)
    yield from found.items()


def _headline_of(tables: Sequence[Measured]) -> Table | None:
    """One with a figure of its own first; a beginning without its end is no news."""
    beginnings = {
        one.id
        for one, after in pairwise(tables)
        if one.verdict.specification.pair is not None
        and one.verdict.specification.pair == after.verdict.specification.pair
    }
    found = [
        one.verdict.told
        for one in tables
        if one.is_headline and one.verdict.told is not None and one.id not in beginnings
    ]
    figures = [table for table in found if table.numerator is not None]
    spread = [table for table in found if not table.specification.is_over_time]
    return next(iter((*figures, *spread, *found)), None)


def _sentence(table: Table) -> str:
    language, whole = current_language(), table.total
    title, unit = table.title.said_in(language), table.specification.unit.said_in(language)
    if table.specification.is_over_time:
        return _("%(title)s: %(all)s in all.", title=title, all=format_number(whole))
    row = table.numerator or max(table.rows, key=lambda one: one.count or 0)
    count = row.count or 0
    if table.numerator is not None:
        whole = table.inside
    facts = {
        "title": title, "name": row.label.said_in(language), "count": format_number(count),
        "all": format_number(whole), "unit": unit, "share": format_percentage(count / whole),
    }  # fmt: skip
    if table.numerator is not None and table.outside is not None:
        without = table.outside.label.said_in(language)
        return _(
            "%(title)s: “%(name)s” for %(count)s of %(all)s %(unit)s (%(share)s), without "
            "“%(outside)s”.",
            outside=without, **facts,
        )  # fmt: skip
    if table.numerator is not None:
        return _("%(title)s: “%(name)s” for %(count)s of %(all)s %(unit)s (%(share)s).", **facts)
    return _(
        "%(title)s: most often “%(name)s”, for %(count)s of %(all)s %(unit)s (%(share)s).", **facts
    )


def counted_in_all(content: Content) -> str | None:
    """Once for all tables: they divide these and nobody else."""
    language = current_language()
    told = [
        f"{format_number(one.count)} {one.unit.said_in(language)}"
        if one.label == one.unit
        else f"{one.label.said_in(language)}: {format_number(one.count)}"
        for one in content.totals
    ]
    return "; ".join(told) or None


def missing(content: Content) -> str | None:
    """How many tables aren't in it, and what most of them have in common."""
    left_out = [one for one in content.asked if one.verdict.told is None]
    if not left_out:
        return None
    counts = Counter(code for one in left_out for code in reasons_outside(one.verdict.broken))
    said = _(
        "%(missing)s of the %(asked)s tables that were asked for are not in it.",
        missing=format_number(len(left_out)),
        asked=format_number(len(content.asked)),
    )
    if not counts:
        return said
    code, number = counts.most_common(1)[0]
    why = _("For %(number)s of them: %(why)s", number=format_number(number), why=str(OUTSIDE[code]))
    return f"{said} {why}"


def refused(content: Content) -> list[tuple[str, list[tuple[str, str]]]]:
    """Why, and under it each question with the tables that it holds for."""
    found: dict[str, list[tuple[str, str]]] = {}
    for question, tables in by_question(content.asked):
        titles: dict[str, list[str]] = {}
        for one in tables:
            if one.verdict.told is None:
                titles.setdefault(_why(one), []).append(one.title.said_in(current_language()))
        for why, names in titles.items():
            found.setdefault(why, []).append((question, "; ".join(names)))
    return list(found.items())


def _why(one: Measured | CrossMeasured) -> str:
    reasons = [str(OUTSIDE[code]) for code in reasons_outside(one.verdict.broken)]
    if one.verdict.outcome is Outcome.TOTAL_ONLY:
        reasons.append(_("Only the total is told."))
    return " ".join(reasons)
