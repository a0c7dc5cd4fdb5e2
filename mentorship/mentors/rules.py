"""Decides on plain values whether a mentor is ready: what is missing, what blocks and until when.

Days count whole: what is valid until a day is still valid on that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentorship.foundation.working_days import months_later
from mentorship.mentors.models import REFERENCES, TalkOutcome

_DAY = timedelta(days=1)


class Gate(StrEnum):
    """What a mentor passes before the first match, in the order of the board."""

    INTERVIEW = "interview"
    REFERENCES = "references"
    VOG = "vog"
    AGREEMENT = "agreement"
    TRAINING = "training"
    PROFILE = "profile"


class BlockKind(StrEnum):
    """What takes somebody out who passed the gate before."""

    PAUSED = "paused"
    HELD = "held"
    VOG_STALE = "vog_stale"
    AGREEMENT_ENDED = "agreement_ended"
    TRAINING_EXPIRED = "training_expired"
    NO_SEATS = "no_seats"


class Stage(StrEnum):
    """Where somebody stands on the board: the first missing gate, else blocked or ready."""

    INTERVIEW = "interview"
    REFERENCES = "references"
    VOG = "vog"
    AGREEMENT = "agreement"
    TRAINING = "training"
    PROFILE = "profile"
    BLOCKED = "blocked"
    READY = "ready"


@dataclass(frozen=True)
class Terms:
    """How long a certificate of conduct and a training count, in months."""

    vog_months: int = 36
    training_months: int = 36


@dataclass(frozen=True)
class Span:
    """Days, both ends included; a span that ends before it begins has none."""

    first: date
    last: date


@dataclass(frozen=True)
class Vog:
    issued_on: date
    seen_on: date


@dataclass(frozen=True)
class Facts:
    """All that readiness hangs on. `talk` is the newest one; `accepted` the days on which the
    references that count were accepted; `agreements` from signing to their last day."""

    talk: TalkOutcome | None = None
    talk_on: date | None = None
    accepted: tuple[date, ...] = ()
    vogs: tuple[Vog, ...] = ()
    agreements: tuple[Span, ...] = ()
    trained_on: tuple[date, ...] = ()
    profile_on: date | None = None
    pauses: tuple[Span, ...] = ()
    holds: tuple[Span, ...] = ()
    seats: int = 0


@dataclass(frozen=True)
class Block:
    """`since` is the first day of it; `until` the last, where that is known."""

    kind: BlockKind
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Ending:
    """What counts now and until which day it does; `kind` is what it becomes after that."""

    kind: BlockKind
    last_day: date


@dataclass(frozen=True)
class Readiness:
    """`since` is the first day of the stretch in which somebody is ready now."""

    missing: tuple[Gate, ...] = ()
    blocks: tuple[Block, ...] = ()
    since: date | None = None
    endings: tuple[Ending, ...] = ()

    @property
    def is_ready(self) -> bool:
        return not self.missing and not self.blocks

    @property
    def stage(self) -> Stage:
        if self.missing:
            return Stage(self.missing[0].value)
        return Stage.BLOCKED if self.blocks else Stage.READY


def readiness(facts: Facts, day: date, terms: Terms = Terms()) -> Readiness:
    missing, blocks = _missing(facts), tuple(_blocks(facts, day, terms))
    is_ready = not missing and not blocks
    return Readiness(
        missing=missing,
        blocks=blocks,
        since=_since(facts, day, terms) if is_ready else None,
        endings=tuple(_endings(facts, day, terms)),
    )


def _missing(facts: Facts) -> tuple[Gate, ...]:
    passed = {
        Gate.INTERVIEW: facts.talk is TalkOutcome.GO_ON,
        Gate.REFERENCES: len(facts.accepted) >= REFERENCES,
        Gate.VOG: bool(facts.vogs),
        Gate.AGREEMENT: bool(facts.agreements),
        Gate.TRAINING: bool(facts.trained_on),
        Gate.PROFILE: facts.profile_on is not None,
    }
    return tuple(gate for gate in Gate if not passed[gate])


def _blocks(facts: Facts, day: date, terms: Terms) -> Iterable[Block]:
    if pause := _run_around(facts.pauses, day):
        yield Block(BlockKind.PAUSED, pause.first, pause.last)
    if held := _run_around(facts.holds, day):
        yield Block(BlockKind.HELD, since=held.first)
    for kind, spans in _expiring(facts, terms).items():
        ended = max((span.last for span in spans), default=None)
        if ended is not None and ended < day:
            yield Block(kind, since=ended + _DAY)
    if Gate.PROFILE not in _missing(facts) and facts.seats == 0:
        yield Block(BlockKind.NO_SEATS)


def _endings(facts: Facts, day: date, terms: Terms) -> Iterable[Ending]:
    for kind, spans in _expiring(facts, terms).items():
        ends = max((span.last for span in spans), default=None)
        if ends is not None and day <= ends:
            yield Ending(kind, ends)


def _expiring(facts: Facts, terms: Terms) -> dict[BlockKind, tuple[Span, ...]]:
    return {
        BlockKind.VOG_STALE: tuple(
            Span(vog.seen_on, months_later(vog.issued_on, terms.vog_months)) for vog in facts.vogs
        ),
        BlockKind.AGREEMENT_ENDED: facts.agreements,
        BlockKind.TRAINING_EXPIRED: tuple(
            Span(day, months_later(day, terms.training_months)) for day in facts.trained_on
        ),
    }


def _since(facts: Facts, day: date, terms: Terms) -> date:
    """The day on which the last of all conditions that hold now began to hold."""
    begins = [*facts.accepted]
    begins += [known for known in (facts.talk_on, facts.profile_on) if known is not None]
    for spans in _expiring(facts, terms).values():
        run = _run_around(spans, day)
        begins += [run.first] if run else []
    gaps = (*facts.pauses, *facts.holds)
    begins += [span.last + _DAY for span in gaps if span.first <= span.last < day]
    return max(begins)


def _run_around(spans: Iterable[Span], day: date) -> Span | None:
    """The stretch of days around this one that the spans cover together without a gap."""
    run: Span | None = None
    for span in sorted(spans, key=lambda span: span.first):
        if span.last < span.first:
            continue
        if run is not None and span.first <= run.last + _DAY:
            run = Span(run.first, max(run.last, span.last))
        elif run is not None and run.first <= day <= run.last:
            break
        else:
            run = span
    return run if run is not None and run.first <= day <= run.last else None


class MentorRefused(Exception):
    """What was asked of this mentor can't be done; the kinds below say why."""


class MentorEnded(MentorRefused):
    """The mentor is not open any more."""


class DayInFuture(MentorRefused):
    """What was done can't have been done tomorrow."""


class VogStaleAlready(MentorRefused):
    """A certificate this old would not count for a day."""


class VogSeenBefore(MentorRefused):
    """This number stands in the file already."""


class VogOfAnother(MentorRefused):
    """This number stands in the file of another mentor."""


class AgreementTooShort(MentorRefused):
    """Less than the programme asks, in months or in hours."""


class ReferenceOpen(MentorRefused):
    """Another person already stands for this number; only what was not accepted is replaced."""


class ReferenceAnswered(MentorRefused):
    """The answers are there, so nobody is asked again."""


class ReferenceNotAnswered(MentorRefused):
    """There is nothing to judge yet."""


class ReferenceJudged(MentorRefused):
    """It was judged before, perhaps by a colleague."""


class PauseRefused(MentorRefused):
    """The pause lies in the past, ends before it begins, or overlaps another one."""


class EmailMissing(MentorRefused):
    """Without an address nobody can be written to."""


class InvitedAlready(MentorRefused):
    """The mentor has an account that works."""
