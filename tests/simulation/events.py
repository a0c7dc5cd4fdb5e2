"""What can happen to mentors, young people and matches, as plain frozen values in time order."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

InterviewOutcome = Literal["go_on", "another_talk", "no"]
TriageOutcome = Literal["accept", "advise_elsewhere", "decline"]
IntakeOutcome = Literal["suitable", "not_suitable", "care_first"]
ConsentBy = Literal["young_person", "guardian"]
Authority = Literal["young_person", "one_parent", "both_parents", "guardian", "institution"]
Side = Literal["mentor", "mentee"]


@dataclass(frozen=True)
class Event:
    """Something that happened; `at` is aware and in UTC."""

    at: datetime

    def __post_init__(self) -> None:
        if self.at.utcoffset() != timedelta(0):
            raise ValueError(f"not a UTC moment: {self.at!r}")


# A mentor on the way to being ready, and what may block afterwards.


@dataclass(frozen=True)
class MentorApplied(Event):
    mentor: str
    house: str


@dataclass(frozen=True)
class InterviewHeld(Event):
    mentor: str
    outcome: InterviewOutcome


@dataclass(frozen=True)
class ReferenceAsked(Event):
    mentor: str
    number: int


@dataclass(frozen=True)
class ReferenceAnswered(Event):
    mentor: str
    number: int


@dataclass(frozen=True)
class ReferenceJudged(Event):
    mentor: str
    number: int
    accepted: bool


@dataclass(frozen=True)
class VogSeen(Event):
    mentor: str
    issued_on: date


@dataclass(frozen=True)
class AgreementSigned(Event):
    mentor: str
    signed_on: date
    months: int


@dataclass(frozen=True)
class TrainingCompleted(Event):
    mentor: str
    completed_on: date


@dataclass(frozen=True)
class MentorProfileSaved(Event):
    mentor: str
    is_complete: bool


@dataclass(frozen=True)
class CapacitySet(Event):
    mentor: str
    seats: int

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.seats <= 10:
            raise ValueError(f"seats are 0 to 10, not {self.seats}")


@dataclass(frozen=True)
class Paused(Event):
    mentor: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class PauseEnded(Event):
    mentor: str


@dataclass(frozen=True)
class MentorStopped(Event):
    mentor: str


# A referral until its triage.


@dataclass(frozen=True)
class ReferralReceived(Event):
    referral: str
    house: str


@dataclass(frozen=True)
class ReferralPickedUp(Event):
    referral: str


@dataclass(frozen=True)
class QuestionAsked(Event):
    referral: str


@dataclass(frozen=True)
class QuestionAnswered(Event):
    referral: str


@dataclass(frozen=True)
class ReferralTriaged(Event):
    """Mentee and birth year are known only with the outcome `accept`."""

    referral: str
    outcome: TriageOutcome
    mentee: str | None = None
    birth_year: int | None = None


# A young person from acceptance to waiting.


@dataclass(frozen=True)
class IntakeDecided(Event):
    mentee: str
    outcome: IntakeOutcome


@dataclass(frozen=True)
class ConsentGiven(Event):
    mentee: str
    purpose: str
    by: ConsentBy


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    mentee: str
    purpose: str


@dataclass(frozen=True)
class AuthorityRecorded(Event):
    mentee: str
    authority: Authority


@dataclass(frozen=True)
class MenteeProfileSaved(Event):
    mentee: str
    is_complete: bool


@dataclass(frozen=True)
class MenteeStopped(Event):
    mentee: str


@dataclass(frozen=True)
class Transferred(Event):
    mentee: str
    house: str


# A match from a person's decision to its end.


@dataclass(frozen=True)
class MatchChosen(Event):
    match: str
    mentee: str
    mentor: str


@dataclass(frozen=True)
class MatchAnswered(Event):
    match: str
    side: Side
    agrees: bool


@dataclass(frozen=True)
class MatchExpired(Event):
    match: str


@dataclass(frozen=True)
class MatchEnded(Event):
    match: str
