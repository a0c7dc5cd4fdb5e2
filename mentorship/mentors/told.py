"""What people tell of themselves and of others, as plain values on their way to the services."""

from dataclasses import dataclass
from datetime import date

from mentorship.accounts.models import Language
from mentorship.mentors.models import TalkOutcome, Trust


@dataclass(frozen=True)
class NewMentor:
    """Somebody who applies or is brought in; without an e-mail address nobody can be invited."""

    first_name: str
    house_code: str
    family_name: str = ""
    email: str = ""
    phone: str = ""
    place: str = ""
    motivation: str = ""
    language: Language = Language.DUTCH


@dataclass(frozen=True)
class Talk:
    held_on: date
    outcome: TalkOutcome
    notes: str


@dataclass(frozen=True)
class Referee:
    """Somebody to ask; by e-mail when there is an address, otherwise by telephone."""

    name: str
    relation: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ReferenceAnswers:
    known_for: str
    strengths: str
    worries: str
    trust: Trust


@dataclass(frozen=True)
class SeenVog:
    """What the paper says; the number only passes through."""

    issued_on: date
    seen_on: date
    profile_code: str
    number: str


@dataclass(frozen=True)
class Signed:
    """An agreement on paper: when it was signed, and for how long and how much."""

    signed_on: date
    months: int
    hours_per_month: int
    text_version: str
