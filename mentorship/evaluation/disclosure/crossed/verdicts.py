"""Judges a crossed table: as fine as its two tables are told, coarser, or not at all, and why."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from mentorship.evaluation.crosstabs import (
    CrossCell,
    CrossSpecification,
    CrossTable,
    Detail,
    State,
)
from mentorship.evaluation.disclosure.attack.judging import AttackVerdict
from mentorship.evaluation.disclosure.crossed.attacked import attacked
from mentorship.evaluation.disclosure.crossed.ledger import Before, CrossRelease, Numbers
from mentorship.evaluation.disclosure.crossed.planning import NotComparable, Planned, planned
from mentorship.evaluation.disclosure.protection.suppression import Proof
from mentorship.evaluation.disclosure.releases import release_of_table
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import Outcome, Verdict
from mentorship.evaluation.tables import Table, table_of

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
) -> CrossVerdict:
    """`margins` are what is told of its two tables in the same bundle; `before` is all the rest.

    Its margins are told by these and in their detail, so a crossed table tells nothing of its two
    questions by themselves, and what was proven of them stays proven.
    """
    asked = tuple(sorted(set(cohorts)))
    told = tuple(one.told for one in margins)
    if any(one is None or one.pooled for one in told):
        return CrossVerdict(specification, asked, None, (Rule.NEEDS_BOTH_TABLES,))
    if before.is_other_edition_of(specification, frozenset(asked)):
        return CrossVerdict(specification, asked, None, (Rule.OTHER_EDITION,))
    rows, columns = (one for one in told if one is not None)
    known = _with_tables(before.about(specification), [rows, columns])
    wanted = {*asked, *(cohort for one in known.crossed for cohort in one.cohorts)}
    if not all(wanted <= one.keys() for one in (numbers.cells, numbers.rows, numbers.columns)):
        return CrossVerdict(specification, asked, None, (Rule.NOT_CROSSED,))
    question = _Question(specification, asked, numbers, known, limits)
    try:
        return question.answered(Detail(rows.level, columns.level))
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
    _broken: list[Rule] = field(default_factory=list)

    def answered(self, finest: Detail) -> CrossVerdict:
        """The finest of which enough is told; else that of which most is told."""
        best: tuple[float, Detail, Planned] | None = None
        for detail in self._details(finest):
            found = planned(
                self.specification, detail, self.cohorts, self.numbers, self.before, self.limits
            )
            share = found.plan.share_told if found is not None else 0.0
            if found is not None and share > (best[0] if best else 0.0):
                best = share, detail, found
            if best and best[0] >= _ENOUGH:
                break
            self._broken.append(Rule.MOST_HIDDEN if share else Rule.ALL_HIDDEN)
        if best is None:
            return self._refused(*self._broken)
        share, detail, found = best
        kept = self._broken[: self._finer(finest, detail)]
        return self._attacked(detail, found, tuple(dict.fromkeys(kept)))

    def _details(self, finest: Detail) -> Iterator[Detail]:
        """From fine to coarse, as long as both have more than one group."""
        rows, columns = (
            range(first, len(part.dimension.levels))
            for first, part in (
                (finest.rows, self.specification.rows),
                (finest.columns, self.specification.columns),
            )
        )
        found = sorted(
            (Detail(*one) for one in product(rows, columns)), key=lambda one: (one.steps, one)
        )
        for detail in found:
            levels = self.specification.levels(detail)
            if all(len(level.groups) > 1 for level in levels):
                yield detail

    def _finer(self, finest: Detail, detail: Detail) -> int:
        return list(self._details(finest)).index(detail)

    def _refused(self, *broken: Rule) -> CrossVerdict:
        return CrossVerdict(self.specification, self.cohorts, None, tuple(dict.fromkeys(broken)))

    def _attacked(self, detail: Detail, found: Planned, broken: tuple[Rule, ...]) -> CrossVerdict:
        """Told only when an attacker of other making doesn't find more than may be known."""
        table = self._table(detail, found)
        verdict = CrossVerdict(self.specification, self.cohorts, table, broken, found.plan.proof)
        release = verdict.release
        assert release is not None  # noqa: S101 — there is a table
        after = Before(self.before.tables, [*self.before.crossed, release])
        attack = attacked(self.specification, self.numbers, after, self.limits)
        if not attack.is_safe:
            return self._refused(*broken, Rule.ATTACKED)
        return CrossVerdict(
            self.specification, self.cohorts, table, broken, found.plan.proof, attack
        )

    def _table(self, detail: Detail, found: Planned) -> CrossTable:
        rows, columns = (
            table_of(part, level, [counted[one] for one in self.cohorts])
            for part, level, counted in (
                (self.specification.rows, detail.rows, self.numbers.rows),
                (self.specification.columns, detail.columns, self.numbers.columns),
            )
        )
        return CrossTable(
            self.specification, detail, self.cohorts, rows.rows, columns.rows, _cells(found)
        )


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


def releases_of(verdicts: Collection[CrossVerdict]) -> list[CrossRelease]:
    return [one.release for one in verdicts if one.release is not None]
