"""What a report says in sentences: the first page, and what isn't told with the reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from mentorship.evaluation.disclosure.verdicts import Outcome
from mentorship.evaluation.package.content import (
    Content,
    CrossMeasured,
    Measured,
    Unasked,
)
from mentorship.evaluation.tables import Table
from mentorship.evaluation.wording import OUTSIDE, reasons_outside
from mentorship.foundation.i18n import (
    current_language,
    format_date,
    format_number,
    format_percentage,
    ngettext,
)
from mentorship.foundation.i18n import gettext as _

_Asked = TypeVar("_Asked", Measured, CrossMeasured, Measured | CrossMeasured, Unasked)
_MOST = 5  # sentences on the first page


def headlines(content: Content) -> list[str]:
    """At most one for each question, out of the tables that are told and of nothing else."""
    told = []
    for _question, tables in by_question(content.measured):
        table = _headline_of(tables)
        if table is not None:
            told.append(_sentence(table))
    return told[:_MOST]


@dataclass(slots=True)
class Answer:
    """What the bundle has about one question: its tables, and what no table counts and why.

    `is_log`: no table answers it, but the list of what changed in the programme.
    """

    question: str
    is_log: bool = False
    told: list[Measured] = field(default_factory=list)
    asked: int = 0
    uncounted: list[tuple[str, str]] = field(default_factory=list)


def answers(content: Content) -> list[Answer]:
    """Every question, also one without a table."""
    language = current_language()
    names = [one.said_in(language) for one in content.questions]
    found = {name: Answer(name, is_log=name == names[-1]) for name in names}
    for question, tables in by_question(content.measured):
        answer = found.setdefault(question, Answer(question))
        answer.asked = len(tables)
        answer.told = [one for one in tables if one.verdict.told is not None]
    for one in content.uncounted:
        question = one.question.said_in(language)
        answer = found.setdefault(question, Answer(question))
        answer.uncounted.append((one.name.said_in(language), one.why.said_in(language)))
    return list(found.values())


def unasked(content: Content) -> list[tuple[str, str]]:
    """By question, the tables that there are and that nobody asked for in this bundle."""
    language = current_language()
    return [
        (question, "; ".join(one.title.said_in(language) for one in tables))
        for question, tables in by_question(content.unasked)
    ]


def no_change(content: Content) -> str | None:
    """That nothing was noted is an answer as well; None where something was."""
    if content.changes:
        return None
    return _(
        "From %(first)s to %(last)s no change was noted in the programme: not in people, policy, "
        "covenants, settings or weights. What nobody noted isn't known here.",
        first=format_date(content.first_day),
        last=format_date(content.terms.released_on),
    )


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
    found = [table for table in found if not _is_mixed(table)]
    clear = [table for table in found if not _has_few_answers(table)]
    figures = [table for table in clear if table.numerator is not None]
    spread = [table for table in clear if not table.specification.is_over_time]
    return next(iter((*figures, *spread, *clear, *found)), None)


def _has_few_answers(table: Table) -> bool:
    """Of fewer than half there is one."""
    return table.outside is not None and table.inside * 2 < table.total


def _is_mixed(table: Table) -> bool:
    """Who gave no answer shares a row with others: what most are can't be said then."""
    is_apart = table.specification.outside is None or table.outside is not None
    return not is_apart and table.numerator is None


def _sentence(table: Table) -> str:
    """Its title and what it says; a title that asks is answered in a sentence of its own."""
    title, said = table.title.said_in(current_language()), _said(table)
    if title.endswith("?"):
        return f"{title} {said[:1].upper()}{said[1:]}"
    return f"{title}: {said}"


def _said(table: Table) -> str:
    language = current_language()
    unit, all_ = table.specification.unit.said_in(language), format_number(table.total)
    if table.specification.is_over_time:
        return _("%(all)s in all.", all=all_)
    answered = [row for row in table.rows if row is not table.outside]
    row = table.numerator or max(answered, key=lambda one: one.count or 0)
    count, whole = row.count or 0, table.inside
    facts = {
        "name": row.label.said_in(language), "count": format_number(count),
        "all": format_number(whole), "unit": unit, "share": format_percentage(count / whole),
    }  # fmt: skip
    if _has_few_answers(table):
        return _("few answers (%(all)s of %(whole)s %(unit)s).", whole=all_, **facts)
    if table.numerator is not None and table.outside is not None:
        return _(
            "“%(name)s” for %(count)s of the %(all)s %(unit)s of which this can be said "
            "(%(share)s).",
            **facts,
        )
    if table.numerator is not None:
        return _("“%(name)s” for %(count)s of %(all)s %(unit)s (%(share)s).", **facts)
    if table.outside is not None:
        return _(
            "most often “%(name)s”, for %(count)s of the %(all)s %(unit)s of which this can be "
            "said (%(share)s).",
            **facts,
        )
    return _("most often “%(name)s”, for %(count)s of %(all)s %(unit)s (%(share)s).", **facts)


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
    why = ngettext(
        "This is the reason for one of them. %(why)s",
        "This is the reason for %(num)s of them. %(why)s",
        number, why=str(OUTSIDE[code]),
    )  # fmt: skip
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
