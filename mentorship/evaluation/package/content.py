"""Everything that a bundle is made from, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import Verdict
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
    """One table with the question that it belongs to and what exactly was counted."""

    verdict: Verdict
    question: Words
    definition: Words

    @property
    def id(self) -> str:
        return self.verdict.specification.id

    @property
    def title(self) -> Words:
        return self.verdict.specification.title


@dataclass(frozen=True, slots=True)
class Change:
    """Something in the programme that makes a break in the figures readable."""

    day: date
    kind: str
    kind_label: Words
    text: str


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

    @property
    def tables(self) -> tuple[tuple[Measured, Table], ...]:
        """What is told, as it is told; the rest doesn't reach any file but by name."""
        return tuple(
            (one, one.verdict.table) for one in self.measured if one.verdict.table is not None
        )
