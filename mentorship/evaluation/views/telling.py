"""What a page says before the release: tables by question, and what isn't told, why, what helps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentorship.evaluation import queries
from mentorship.evaluation.closing import StillOpen, open_half_years
from mentorship.evaluation.crosstabs import CrossTable
from mentorship.evaluation.disclosure.crossed.verdicts import CrossVerdict
from mentorship.evaluation.disclosure.protection.suppression import Proof
from mentorship.evaluation.disclosure.rules import Rule
from mentorship.evaluation.disclosure.verdicts import Outcome, Verdict
from mentorship.evaluation.judging import Judged, JudgedCrossed, Judgement, wider_crossings
from mentorship.evaluation.measures.registry import GOES_ON, SOURCES
from mentorship.evaluation.package import crossed
from mentorship.evaluation.package.pages import figure_of, headers_of, rows_of
from mentorship.evaluation.releasing import real_threshold
from mentorship.evaluation.tables import Table
from mentorship.evaluation.views.telling_records import ToldRecords, told_of
from mentorship.evaluation.wording import (
    OUTCOMES,
    RULES,
    demo_told,
    half_year_name,
    half_year_names,
)
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import (
    current_language,
    format_date,
    format_list,
    format_number,
    ngettext,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.settings import Settings


@dataclass(frozen=True, slots=True)
class ToldTable:
    """One table as a page shows it before it is released."""

    title: str
    definition: str
    outcome: str
    kind: str
    level: str
    headers: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    figure: str | None
    why: Sequence[str]
    notes: Sequence[str] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """Which columns hold numbers: all but the first."""
        return tuple(range(1, len(self.headers)))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Tables of which nothing more than a total may be told, for one and the same reasons."""

    titles: Sequence[str]
    why: Sequence[str]
    wider: Sequence[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """`counts` in one line, `totals` once for all tables, tables by question, then the rest."""

    counts: str
    totals: Sequence[str]
    tables: Sequence[tuple[str, Sequence[ToldTable]]]
    left_out: Sequence[LeftOut]
    open: Sequence[str]
    threshold: str
    records: ToldRecords | None = None


def answer_of(db: Db, found: Judgement) -> Answer:
    titles = {one.measure.id: str(one.measure.title) for one in found.all}
    return Answer(
        counts=_counts(found),
        totals=_totals(found.tables),
        tables=_by_question(found),
        left_out=_left_out(found, wider_crossings(db, found)),
        open=open_told(db),
        threshold=threshold_told(queries.settings_of(db)),
        records=None if found.records is None else told_of(found.records, titles),
    )


def threshold_told(settings: Settings) -> str:
    """A demo is too small for the threshold of real use, and says so."""
    number = format_number(settings.disclosure_threshold)
    told = _("In every group of a table are at least %(number)s.", number=number)
    real = real_threshold(settings)
    return told if real is None else f"{told} {demo_told(settings.disclosure_threshold, real)}"


def open_told(db: Db) -> list[str]:
    """Which half-years can't be counted yet, until when at least, and what still goes on."""
    day = queries.today(db)
    return [_open(one, day) for one in open_half_years(db, SOURCES, day)]


def _open(one: StillOpen, day: date) -> str:
    name, until = half_year_name(one.cohort.code), format_date(one.until)
    going_on = format_list(str(GOES_ON[source]) for source in one.sources)
    if not going_on:
        return _("%(name)s: until %(day)s at least.", name=name, day=until)
    if one.until < day:
        return _("%(name)s: there are still %(what)s.", name=name, what=going_on)
    return _("%(name)s: until %(day)s at least; there are still %(what)s.",
             name=name, day=until, what=going_on)  # fmt: skip


def _counts(found: Judgement) -> str:
    outcomes = [one.verdict.outcome for one in found.all]
    told = [
        f"{format_number(outcomes.count(outcome))} {OUTCOMES[outcome]}"
        for outcome in Outcome
        if outcome in outcomes
    ]
    tables = ngettext("%(num)s table", "%(num)s tables", len(outcomes))
    return f"{tables}: {', '.join(told)}."


def _totals(judged: Iterable[Judged]) -> list[str]:
    language = current_language()
    found: dict[str, str] = {}
    for one in judged:
        table, specification = one.verdict.table, one.verdict.specification
        if table is not None:
            name = specification.everybody.said_in(language)
            found.setdefault(specification.population, f"{name}: {format_number(table.total)}")
    return list(found.values())


def _by_question(judged: Judgement) -> list[tuple[str, list[ToldTable]]]:
    """A crossed table comes after all others under its question."""
    found: dict[str, list[ToldTable]] = {}
    for one in judged.tables:
        if one.verdict.told is not None:
            found.setdefault(str(one.measure.question), []).append(_told(one, one.verdict.told))
    for cross in judged.crossed:
        if cross.verdict.table is not None:
            told = _crossed(cross, cross.verdict.table)
            found.setdefault(str(cross.measure.question), []).append(told)
    return list(found.items())


_KINDS = {Outcome.AS_ASKED: "positive", Outcome.COARSENED: "warning"}


def _told(one: Judged, table: Table) -> ToldTable:
    verdict, language = one.verdict, current_language()
    definition = table.definition.said_in(language) if table.definition else None
    return ToldTable(
        title=table.title.said_in(language),
        definition=definition or str(one.measure.definition),
        outcome=str(OUTCOMES[verdict.outcome]),
        kind=_KINDS[verdict.outcome],
        level=table.level_name.said_in(language),
        headers=headers_of(table),
        rows=rows_of(table),
        figure=figure_of(table),
        why=_why(verdict),
    )


def _crossed(one: JudgedCrossed, table: CrossTable) -> ToldTable:
    verdict, language = one.verdict, current_language()
    return ToldTable(
        title=str(one.measure.title),
        definition=str(one.measure.definition),
        outcome=str(OUTCOMES[verdict.outcome]),
        kind=_KINDS[verdict.outcome],
        level=crossed.level_of(table).said_in(language),
        headers=crossed.headers_of(table),
        rows=crossed.rows_of(table),
        figure=None,
        why=_why(verdict),
        notes=[crossed.note_of(table), *_checked(verdict, table)],
    )


def _checked(verdict: CrossVerdict, table: CrossTable) -> list[str]:
    """For who decides on it: whether less would have done, and that somebody tried."""
    if not table.hidden:
        return []
    tried = _(
        "A second calculation tried to work out what is hidden, with all earlier bundles and with "
        "what a referrer or mentor knows, and couldn't."
    )
    if verdict.proof is not Proof.OPTIMAL:
        return [tried]
    return [_("Hiding less of it, in people and cells together, isn't safe."), tried]


def _why(verdict: Verdict | CrossVerdict) -> list[str]:
    return [str(RULES[rule]) for rule in Rule if rule in verdict.broken]


def _left_out(judged: Judgement, wider: Mapping[str, Sequence[str]]) -> list[LeftOut]:
    """Those with the same reasons in one line; `wider` is what would help crossed ones."""
    found: dict[tuple[str, ...], list[Judged | JudgedCrossed]] = {}
    for one in judged.all:
        if one.verdict.told is None and one.verdict.broken:
            why = _why(one.verdict)
            if isinstance(one, Judged):
                why.append(_coarsest(one.verdict))
            found.setdefault(tuple(why), []).append(one)
    return [
        LeftOut(
            titles=[str(one.measure.title) for one in together],
            why=why,
            wider=[told for one in together if (told := _wider(one, wider)) is not None],
        )
        for why, together in found.items()
    ]


def _coarsest(verdict: Verdict) -> str:
    if verdict.table is not None:
        return _("The coarsest table doesn't pass either; only the total is told.")
    return _("Not even the total passes.")


def _wider(one: Judged | JudgedCrossed, crossings: Mapping[str, Sequence[str]]) -> str | None:
    if isinstance(one, JudgedCrossed):
        window = crossings.get(one.measure.id)
        return None if window is None else _(
            "%(title)s: some of it could be told over %(names)s, with the two tables that it "
            "crosses.", title=str(one.measure.title), names=half_year_names(window),
        )  # fmt: skip
    if one.verdict.wider is None:
        return None
    wider, verdict = one.verdict.wider, one.verdict
    level = verdict.specification.dimension.levels[wider.level].name
    return _(
        "%(title)s: it would do over %(names)s, %(level)s.",
        title=str(one.measure.title),
        names=half_year_names(wider.cohorts),
        level=level.said_in(current_language()),
    )
