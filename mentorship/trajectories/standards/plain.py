"""Plain facts that the measures count: about mentors, referrals and trajectories, without names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mentorship.trajectories.closure.models import TalkSide
from mentorship.trajectories.contacts.models import ContactSide
from mentorship.trajectories.contacts.rules import Course
from mentorship.trajectories.pauses import Span
from mentorship.trajectories.reviews.models import Wave


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included; `day` is the one on which it is counted."""

    first: date
    last: date
    day: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last and day <= self.day


@dataclass(frozen=True)
class ReferralFacts:
    """One referral and whether somebody decided about it; `waits` for an answer of the referrer."""

    received_on: date
    decide_by: date
    is_decided: bool
    waits: bool = False


@dataclass(frozen=True)
class Trained:
    """One training meeting that a mentor was at; `is_pre` before a match, else after it."""

    on: date
    is_pre: bool
    is_peer: bool
    minutes: int
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True)
class MentorFacts:
    """What is known of one mentor; lists of days, each of something that happened then."""

    applied_on: date
    first_match_on: date | None = None
    has_motivation: bool = False
    has_application: bool = False
    interviews: tuple[date, ...] = ()
    references: tuple[date, ...] = ()
    vogs: tuple[tuple[date, date], ...] = ()  # issued, seen
    agreements: tuple[tuple[date, int], ...] = ()  # signed, months
    trained: tuple[Trained, ...] = ()
    guided: tuple[Span, ...] = ()  # from each first meeting to the end


@dataclass(frozen=True)
class AgreementFacts:
    """What the pair signed."""

    signed_on: date
    meetings_per_month: int
    hours_per_month: int
    months: int
    is_signed_by_guardian: bool = False


@dataclass(frozen=True)
class ContactFacts:
    """One support contact in which somebody was reached."""

    side: ContactSide
    on: date
    is_in_person: bool
    is_complete: bool


@dataclass(frozen=True)
class SessionFacts:
    """One meeting that a mentor wrote down; whole with how long it was and what it was about."""

    on: date
    logged_on: date
    is_whole: bool


@dataclass(frozen=True)
class ClosureFacts:
    """The end; `talks` holds how many subjects came up, also of one that was only offered."""

    ended_on: date
    was_celebrated: bool = False
    talks: Mapping[TalkSide, int] = field(default_factory=dict)
    held_with: frozenset[TalkSide] = frozenset()
    is_statement_known: bool | None = None


@dataclass(frozen=True)
class PairFacts:
    """One match and the trajectory that came of it; `course` is None before the first meeting.

    `measured` are the waves at which the relationship was measured, None where nobody could yet.
    `has_met` says that a first meeting is written down, `closed_on` when the match was over.
    """

    matched_on: date
    meet_by: date
    closed_on: date | None = None
    has_reason: bool = False
    has_both_words: bool = False
    has_met: bool = False
    needs_guardian: bool = False
    has_guardian_agreed: bool = False
    course: Course | None = None
    is_staff_present: bool | None = None
    agreement: AgreementFacts | None = None
    contacts: tuple[ContactFacts, ...] = ()
    reviewed: frozenset[Wave] = frozenset()
    measured: frozenset[Wave] | None = None
    sessions: tuple[SessionFacts, ...] = ()
    closure: ClosureFacts | None = None


@dataclass(frozen=True)
class Facts:
    """Everything of one House, or of several together."""

    referrals: tuple[ReferralFacts, ...] = ()
    mentors: tuple[MentorFacts, ...] = ()
    pairs: tuple[PairFacts, ...] = ()

    def __add__(self, other: "Facts") -> "Facts":
        return Facts(
            self.referrals + other.referrals,
            self.mentors + other.mentors,
            self.pairs + other.pairs,
        )
