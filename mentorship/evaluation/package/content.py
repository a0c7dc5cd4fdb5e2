"""Everything that a bundle is made from, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.crosstabs import CrossTable
from mentorship.evaluation.disclosure.crossed.verdicts import CrossVerdict
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import Verdict
from mentorship.evaluation.package.records import RecordsAnswer, RecordsTold
from mentorship.evaluation.tables import Table, Words


@dataclass(frozen=True, slots=True)
class Terms:
    """For whom, for what and until when; an organisation, not a person."""

    organisation: str
    purpose: str
    legal_basis: Words
    agreement: str
    released_on: date
    expires_on: date
    destroy_by: date


@dataclass(frozen=True, slots=True)
class Measured:
    """One table with the question that it belongs to and what exactly was counted.

    `is_headline`: one line of it may stand on the first page without being misread. `method` is
    the arithmetic behind it, with its source.
    """

    verdict: Verdict
    question: Words
    definition: Words
    is_headline: bool = True
    method: Words | None = None

    @property
    def id(self) -> str:
        return self.verdict.specification.id

    @property
    def title(self) -> Words:
        """Of what is told: a coarser table may answer a smaller question."""
        table = self.verdict.told
        return self.verdict.specification.title if table is None else table.title

    @property
    def meaning(self) -> Words:
        table = self.verdict.told
        return (None if table is None else table.definition) or self.definition

    @property
    def explained(self) -> Words:
        """What is counted, and the arithmetic."""
        if self.method is None:
            return self.meaning
        meaning, method = self.meaning, self.method
        return Words(f"{meaning.nl} {method.nl}", f"{meaning.en} {method.en}")


@dataclass(frozen=True, slots=True)
class CrossMeasured:
    """A crossed table with the question that it belongs to."""

    verdict: CrossVerdict
    question: Words
    definition: Words

    @property
    def id(self) -> str:
        return self.verdict.specification.id

    @property
    def title(self) -> Words:
        return self.verdict.specification.title


@dataclass(frozen=True, slots=True)
class Total:
    """How many people or events of one kind all tables about them divide."""

    population: str
    label: Words
    unit: Words
    count: int


@dataclass(frozen=True, slots=True)
class Change:
    """Something in the programme that makes a break in the figures readable."""

    day: date
    kind: str
    kind_label: Words
    text: str


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Something that a question asks about and that no table counts, with the reason."""

    question: Words
    name: Words
    why: Words


@dataclass(frozen=True, slots=True)
class Unasked:
    """A table that there is and that wasn't asked for."""

    id: str
    question: Words
    title: Words


@dataclass(frozen=True, slots=True)
class EarlierBundle:
    """What was told before, to anybody, and was taken into account."""

    id: UUID
    released_on: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """One bundle; `language` is that of its report, methods and terms."""

    id: UUID
    language: str
    terms: Terms
    limits: Limits
    cohorts: tuple[str, ...]
    measured: tuple[Measured, ...]
    changes: tuple[Change, ...]
    earlier: tuple[EarlierBundle, ...]
    fingerprint: str
    version: str
    settings: Mapping[str, int]
    crossed: tuple[CrossMeasured, ...] = ()
    # None where nobody asked for rows about single trajectories.
    records: RecordsAnswer | None = None
    # All questions of an evaluator in their order, also those that nothing here answers; the last
    # one is answered by the changes.
    questions: tuple[Words, ...] = ()
    uncounted: tuple[Uncounted, ...] = ()
    unasked: tuple[Unasked, ...] = ()
    # The threshold of real use, in a demo that has another one.
    real_threshold: int | None = None

    @property
    def tables(self) -> tuple[tuple[Measured, Table], ...]:
        """What is told, as it is told; the rest doesn't reach any file but by name."""
        return tuple(
            (one, one.verdict.told) for one in self.measured if one.verdict.told is not None
        )

    @property
    def asked(self) -> tuple[Measured | CrossMeasured, ...]:
        """Every table that was asked for, told or not."""
        return (*self.measured, *self.crossed)

    @property
    def crossed_tables(self) -> tuple[tuple[CrossMeasured, CrossTable], ...]:
        return tuple(
            (one, one.verdict.table) for one in self.crossed if one.verdict.table is not None
        )

    @property
    def records_told(self) -> tuple[RecordsTold, ...]:
        """One or none."""
        told = self.records.told if self.records is not None else None
        return () if told is None else (told,)

    @property
    def first_day(self) -> date:
        """From here on changes of the programme are told, until the day of the release."""
        return read_half_year(min(self.cohorts)).first_day

    @property
    def totals(self) -> tuple[Total, ...]:
        """Once for all tables about the same; also of those that tell nothing more than this."""
        found: dict[str, Total] = {}
        for one in self.measured:
            specification, table = one.verdict.specification, one.verdict.table
            if table is not None:
                total = Total(
                    specification.population, specification.everybody, specification.unit,
                    table.total,
                )  # fmt: skip
                found.setdefault(specification.population, total)
        return tuple(found.values())
