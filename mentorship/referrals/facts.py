"""What a referrer tells about a young person, and what a consultant decides: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from mentorship.referrals.models import TriageOutcome


class ContactRoute(StrEnum):
    """The safe way to reach somebody."""

    PHONE = "phone"
    MESSAGE = "message"
    EMAIL = "email"
    LETTER = "letter"
    REFERRER = "referrer"
    OTHER = "other"


class GuardianKnows(StrEnum):
    """Whether a parent or guardian knows and agrees; from 16 it may stay open."""

    YES = "yes"
    NO = "no"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Sender:
    """The user who refers, for the organisation that they belong to."""

    user_id: UUID
    organisation_id: UUID


@dataclass(frozen=True)
class Introduction:
    """The young person in the words of the referrer; `house_code` follows from the place."""

    first_name: str
    birth_year: int
    place: str
    house_code: str
    contact_route: ContactRoute
    contact_details: str
    need: str
    hope: str
    relation: str
    is_status_shared: bool
    family_name: str = ""
    contact_times: str = ""
    contact_caution: str = ""
    guardian_knows: GuardianKnows | None = None
    guardian: str = ""
    own_words: str = ""
    callback: str = ""


@dataclass(frozen=True)
class DraftCopy:
    """A draft as one page of a browser holds it."""

    id: UUID
    version: int
    page: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Decision:
    """The consultant's answer; the reason stays inside."""

    outcome: TriageOutcome
    reason: str
    question: str = ""
