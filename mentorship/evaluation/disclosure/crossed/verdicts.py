"""Judges a crossed table: as fine as its two tables are told, coarser, or not at all, and why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from mentorship.evaluation.crosstabs import (
    CrossCell,
    CrossSpecification,
    CrossTable,
    Detail,
    State,
)
from mentorship.evaluation.disclosure.attack.judging import AttackVerdict
from mentorship.evaluation.disclosure.crossed.guarding import (
    Family,
    attack_together,
    is_kept_safe,
)
from mentorship.evaluation.disclosure.crossed.ledger import Before, CrossRelease, Numbers
from mentorship.evaluation.disclosure.crossed.planning import NotComparable, Planned, planned
from mentorship.evaluation.disclosure.protection.suppression import Proof
from mentorship.evaluation.disclosure.releases import release_of_table
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import Outcome, Verdict
from mentorship.evaluation.tables import Table
from mentorship.evaluation.tabulating import table_of

# A table of which less is told is hard to read: a coarser one that tells more of it goes first.
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class CrossVerdict:
    """What may be told of one crossed table.

    `broken` says why not in more detail, or not at all. `proof` says whether no safe choice of
    cells would have told more.
    """

    specification: CrossSpecification
    cohorts: tuple[str, ...]
    table: CrossTable | None
    broken: tuple[Rule, ...] = ()
    proof: Proof | None = None
    attack: AttackVerdict | None = None

    @property
    def outcome(self) -> Outcome:
        if self.table is None:
            return Outcome.REFUSED
        return Outcome.COARSENED if self.table.detail.steps else Outcome.AS_ASKED

    @property
    def told(self) -> CrossTable | None:
        return self.table

    @property
    def release(self) -> CrossRelease | None:
        """As everybody has it once it is told."""
        if self.table is None:
            return None
        return CrossRelease(
            self.specification.id,
            self.specification.edition,
            frozenset(self.cohorts),
            self.table.detail,
            self.table.plain,
        )


def judge_crossed(
    specification: CrossSpecification,
    cohorts: Collection[str],
    numbers: Numbers,
    margins: tuple[Verdict, Verdict],
    before: Before,
    limits: Limits,
    family: Family | None = None,
) -> CrossVerdict:
    """`margins` are what is told of its two tables in the same bundle; `before` is all the rest.

    Its margins are told by these and in their detail, so a crossed table tells nothing of its two
    questions by themselves, and what was proven of them stays proven. `family` are the crossed
    tables of the catalogue, of which some may have been told.
    """
    asked = tuple(sorted(set(cohorts)))
    told = tuple(one.told for one in margins)
    if any(one is None for one in told):
        return CrossVerdict(specification, asked, None, (Rule.NEEDS_BOTH_TABLES,))
    if before.is_other_edition_of(specification, frozenset(asked)):
        return CrossVerdict(specification, asked, None, (Rule.OTHER_EDITION,))
    rows, columns = (one for one in told if one is not None)
    known = _with_tables(before.about(specification), [rows, columns])
    wanted = {*asked, *(cohort for one in known.crossed for cohort in one.cohorts)}
    if not all(wanted <= one.keys() for one in (numbers.cells, numbers.rows, numbers.columns)):
        return CrossVerdict(specification, asked, None, (Rule.NOT_CROSSED,))
    everything = _with_tables(before, [rows, columns])
    family = {**(family or {}), specification.id: (specification, numbers)}
    question = _Question(specification, asked, numbers, known, limits, everything, family)
    coarser = dict.fromkeys(rule for one in margins for rule in one.broken)
    try:
        found = question.answered(rows, columns)
        return replace(found, broken=tuple({**coarser, **dict.fromkeys(found.broken)}))
    except NotComparable:
        return CrossVerdict(specification, asked, None, (Rule.NOT_CROSSED,))


def _with_tables(before: Before, tables: Sequence[Table]) -> Before:
    told = [release_of_table(one) for one in tables]
    return Before([*before.tables, *told], before.crossed)


@dataclass(frozen=True, slots=True)
class _Question:
    specification: CrossSpecification
    cohorts: tuple[str, ...]
    numbers: Numbers
    before: Before
    limits: Limits
    everything: Before
    family: Family

    def answered(self, rows: Table, columns: Table) -> CrossVerdict:
        """The finest of which enough is told; else that of which most is told."""
        broken: list[Rule] = []
        kept: list[tuple[float, int, Detail, Planned]] = []
        for number, detail in enumerate(self._details(rows, columns)):
            found = planned(
                self.specification, detail, self.cohorts, self.numbers, self.before, self.limits
            )
            if found is None:
                broken.append(Rule.NOTHING_SAFE)
                continue
            share = found.plan.share_told
            if share < _ENOUGH:
                broken.append(Rule.MOST_HIDDEN if share else Rule.ALL_HIDDEN)
                if share:
                    kept.append((-share, number, detail, found))
                continue
            verdict = self._attacked(detail, found, broken)
            if verdict is not None:
                return verdict
            broken.append(Rule.ATTACKED)
        for _, number, detail, found in sorted(kept, key=lambda one: one[:2]):
            verdict = self._attacked(detail, found, broken[:number])
            if verdict is not None:
                return verdict
            broken[number] = Rule.ATTACKED
        return CrossVerdict(self.specification, self.cohorts, None, tuple(dict.fromkeys(broken)))

    def _details(self, rows: Table, columns: Table) -> list[Detail]:
        """From fine to coarse, as long as both have more than one group."""
        found = [
            Detail(row, column, row_pool, column_pool)
            for (row, row_pool), (column, column_pool) in product(_ways(rows), _ways(columns))
        ]
        return sorted(found, key=lambda one: (one.steps, one))

    def _attacked(
        self, detail: Detail, found: Planned, broken: Sequence[Rule]
    ) -> CrossVerdict | None:
        """Told only when an attacker of other making doesn't find more than may be known."""
        verdict = CrossVerdict(
            self.specification, self.cohorts, self._table(detail, found),
            tuple(dict.fromkeys(broken)), found.plan.proof,
        )  # fmt: skip
        release = verdict.release
        assert release is not None  # noqa: S101 — there is a table
        after = Before(self.everything.tables, [*self.everything.crossed, release])
        population = self.specification.population
        verdicts = attack_together(self.family, population, after, self.limits)
        attack = verdicts.pop(self.specification.id)
        if not attack.is_safe:
            return None
        if not all(one.is_safe for one in verdicts.values()) and not is_kept_safe(
            self.family, population, self.everything, after, self.limits
        ):
            return None
        return replace(verdict, attack=attack)

    def _table(self, detail: Detail, found: Planned) -> CrossTable:
        rows, columns = (
            table_of(part, level, [counted[one] for one in self.cohorts], frozenset(pool))
            for part, level, pool, counted in (
                (self.specification.rows, detail.rows, detail.row_pool, self.numbers.rows),
                (
                    self.specification.columns,
                    detail.columns,
                    detail.column_pool,
                    self.numbers.columns,
                ),
            )
        )
        return CrossTable(
            self.specification, detail, self.cohorts, rows.rows, columns.rows, _cells(found)
        )


def _ways(table: Table) -> list[tuple[int, tuple[str, ...]]]:
    """Levels with what is together in them. Where no level could be told, only as it is told."""
    if table.pooled:
        return [(table.level, tuple(sorted(table.pooled)))]
    levels = table.specification.dimension.levels
    return [(at, ()) for at in range(table.level, len(levels)) if len(levels[at].groups) > 1]


def _cells(found: Planned) -> Mapping[tuple[str, str], CrossCell]:
    cells: dict[tuple[str, str], CrossCell] = {}
    for codes, name in found.names.items():
        if name in found.plan.impossible:
            cells[codes] = CrossCell(State.IMPOSSIBLE)
        elif name in found.plan.told:
            cells[codes] = CrossCell(State.TOLD, found.plan.told[name].low)
        else:
            cells[codes] = CrossCell(State.HIDDEN)
    return cells
