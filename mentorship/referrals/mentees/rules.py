"""Who has to agree, what is still missing before a match, and which steps may be taken."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy, IntakeOutcome
from mentorship.referrals.mentees.models import Authority, Stage
from mentorship.referrals.terms import is_surely_under_sixteen, may_be_under_sixteen

Agreed = frozenset[tuple[ConsentPurpose, GivenBy]]


class TooYoungToDecideAlone(ValueError):
    """By the year of birth somebody is under sixteen, so a parent or guardian has to agree too."""


class NobodyToAsk(ValueError):
    """This person holds no authority, or nobody wrote down yet who does."""


class IntakeDecided(Exception):
    """The intake has an outcome already, or the course was stopped."""


class CourseClosed(Exception):
    """The course has ended, so this can't be done any more."""


class NotWaiting(Exception):
    """Only who waits can start, and only who started can end or wait again."""


STAGE_AFTER = {
    IntakeOutcome.SUITABLE: Stage.WAITING,
    IntakeOutcome.CARE_FIRST: Stage.CARE_FIRST,
    IntakeOutcome.NOT_SUITABLE: Stage.NOT_SUITABLE,
}


def authority_by_age(birth_year: int, day: date) -> Authority | None:
    """Surely sixteen or older decides alone; of who is or may be younger somebody has to ask."""
    return None if may_be_under_sixteen(birth_year, day) else Authority.YOUNG_PERSON


def check_authority(authority: Authority, birth_year: int, day: date) -> None:
    if authority is Authority.YOUNG_PERSON and is_surely_under_sixteen(birth_year, day):
        raise TooYoungToDecideAlone


def is_outgrown(authority: Authority | None, birth_year: int, day: date) -> bool:
    """Whether a parent or guardian is asked for who surely turned sixteen meanwhile."""
    return authority is not Authority.YOUNG_PERSON and not may_be_under_sixteen(birth_year, day)


def who_must_agree(authority: Authority | None) -> tuple[GivenBy, ...]:
    """Everybody whose yes is needed; only the young person while nobody knows who else."""
    if authority in (None, Authority.YOUNG_PERSON):
        return (GivenBy.YOUNG_PERSON,)
    if authority is Authority.BOTH_PARENTS:
        return (GivenBy.YOUNG_PERSON, GivenBy.GUARDIAN, GivenBy.SECOND_GUARDIAN)
    return (GivenBy.YOUNG_PERSON, GivenBy.GUARDIAN)


def check_may_answer(authority: Authority | None, given_by: GivenBy) -> None:
    """From sixteen a parent has nothing to say here, however well they mean it."""
    if given_by not in who_must_agree(authority):
        raise NobodyToAsk


def missing_from(
    authority: Authority | None, agreed: Agreed, purpose: ConsentPurpose
) -> tuple[GivenBy, ...]:
    """Whose yes to this purpose isn't there."""
    return tuple(who for who in who_must_agree(authority) if (purpose, who) not in agreed)


def is_agreed_by_all(authority: Authority | None, agreed: Agreed, purpose: ConsentPurpose) -> bool:
    """False as well while nobody wrote down who holds authority."""
    return authority is not None and not missing_from(authority, agreed, purpose)


def is_status_shared(
    told_by_referrer: bool,
    authority: Authority | None,
    words: Mapping[GivenBy, bool],
) -> bool:
    """What was asked in the intake goes before what the referrer said at the start.

    `words` holds the newest answer of each who was asked; a withdrawn yes is a no.
    """
    if not words:
        return told_by_referrer
    return all(words.get(who, False) for who in who_must_agree(authority))


class StepKind(StrEnum):
    """The steps between an accepted referral and a match."""

    TALK = "talk"
    PROFILE = "profile"
    DECISION = "decision"
    AUTHORITY = "authority"
    CONSENT = "consent"
    NOTICE = "notice"
    MATCH = "match"


@dataclass(frozen=True)
class Facts:
    """All that the steps of one course hang on."""

    stage: Stage
    authority: Authority | None
    intake_due: date
    notice_due: date
    matching_due: date | None = None
    has_talk: bool = False
    is_profile_complete: bool = False
    is_notice_sent: bool = False
    agreed: Agreed = field(default_factory=frozenset)


@dataclass(frozen=True)
class Step:
    """One step: done or not, its last day, and for a consent who still has to answer."""

    kind: StepKind
    is_done: bool
    due: date | None = None
    missing: tuple[GivenBy, ...] = ()


def steps_of(facts: Facts) -> tuple[Step, ...]:
    """In the order in which they are usually taken.

    Once the course is closed only the letter may be left: something is still kept about them.
    Once it is decided a talk that isn't in the file was held elsewhere, and nobody asks for it.
    """
    notice = Step(StepKind.NOTICE, facts.is_notice_sent, facts.notice_due)
    if not facts.stage.is_open:
        return () if notice.is_done else (notice,)
    due = facts.intake_due if facts.stage is not Stage.CARE_FIRST else None
    missing = missing_from(facts.authority, facts.agreed, ConsentPurpose.PARTICIPATION)
    asks_for_talk = facts.has_talk or facts.stage.awaits_decision
    talk = (Step(StepKind.TALK, facts.has_talk, due),) if asks_for_talk else ()
    return (
        *talk,
        Step(StepKind.PROFILE, facts.is_profile_complete, due),
        Step(StepKind.DECISION, not facts.stage.awaits_decision, due),
        Step(StepKind.AUTHORITY, facts.authority is not None, due),
        Step(StepKind.CONSENT, not missing, due, missing),
        notice,
        Step(StepKind.MATCH, facts.stage is Stage.STARTED, facts.matching_due),
    )


def next_step(facts: Facts) -> Step | None:
    """The first that isn't done; the letter comes in between when its day is nearer.

    None when nothing is asked any more.
    """
    open_steps = [step for step in steps_of(facts) if not step.is_done]
    course = [step for step in open_steps if step.kind is not StepKind.NOTICE]
    notice = next((step for step in open_steps if step.kind is StepKind.NOTICE), None)
    first = course[0] if course else None
    if notice is None or first is None:
        return notice or first
    return notice if _is_nearer(notice, first) else first


def _is_nearer(notice: Step, other: Step) -> bool:
    if other.kind is StepKind.MATCH or other.due is None or notice.due is None:
        return True  # a letter of one page, while the rest waits for others
    return notice.due < other.due


def can_wait(facts: Facts) -> bool:
    """Whether a match may be looked for: decided, agreed by everybody, and a complete profile."""
    return (
        facts.stage is Stage.WAITING
        and facts.is_profile_complete
        and is_agreed_by_all(facts.authority, facts.agreed, ConsentPurpose.PARTICIPATION)
    )


def check_open(stage: Stage) -> None:
    if not stage.is_open:
        raise CourseClosed


def may_be_followed(stage: Stage, started_on: date | None) -> bool:
    """Also afterwards for who had a mentor: they may be in aftercare, wherever they live."""
    return stage.is_open or started_on is not None


def check_may_be_followed(stage: Stage, started_on: date | None) -> None:
    if not may_be_followed(stage, started_on):
        raise CourseClosed


def check_awaits_decision(stage: Stage) -> None:
    if not stage.awaits_decision:
        raise IntakeDecided


def check_stage(stage: Stage, allowed: Collection[Stage]) -> None:
    if stage not in allowed:
        raise NotWaiting
