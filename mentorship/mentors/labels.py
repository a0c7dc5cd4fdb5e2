"""What the screens call gates, stages, blocks and outcomes, and how they say what is missing."""

from mentorship.foundation.i18n import LazyText, format_date
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.mentors.models import MentorStatus, ReferenceOutcome, TalkOutcome, Trust
from mentorship.mentors.rules import Block, BlockKind, Ending, Gate, Stage

GATES: dict[Gate, LazyText] = {
    Gate.INTERVIEW: _l("Talk"),
    Gate.REFERENCES: _l("References"),
    Gate.VOG: _l("VOG"),
    Gate.AGREEMENT: _l("Agreement"),
    Gate.TRAINING: _l("Training"),
    Gate.PROFILE: _l("Profile"),
}
STAGES: dict[Stage, LazyText] = {
    **{Stage(gate.value): label for gate, label in GATES.items()},
    Stage.BLOCKED: _l("Out for a while"),
    Stage.READY: _l("Ready"),
}
MISSING: dict[Gate, LazyText] = {
    Gate.INTERVIEW: _l("A talk after which you go on together"),
    Gate.REFERENCES: _l("Two references that count"),
    Gate.VOG: _l("A VOG that was seen"),
    Gate.AGREEMENT: _l("A signed agreement"),
    Gate.TRAINING: _l("The training before the first match"),
    Gate.PROFILE: _l("A profile with place, week and languages"),
}
_BLOCKS: dict[BlockKind, LazyText] = {
    BlockKind.PAUSED: _l("Pause until and including %(until)s"),
    BlockKind.HELD: _l("Not available for now, since %(since)s"),
    BlockKind.VOG_STALE: _l("The VOG is too old since %(since)s; a new one is needed"),
    BlockKind.AGREEMENT_ENDED: _l("The agreement is over since %(since)s; sign a new one"),
    BlockKind.TRAINING_EXPIRED: _l("The training counts no more since %(since)s; follow it again"),
    BlockKind.NO_SEATS: _l("No seat is open: the number of young people stands at 0"),
}
_ENDINGS: dict[BlockKind, LazyText] = {
    BlockKind.VOG_STALE: _l("VOG counts until and including %(day)s"),
    BlockKind.AGREEMENT_ENDED: _l("Agreement runs until and including %(day)s"),
    BlockKind.TRAINING_EXPIRED: _l("Training counts until and including %(day)s"),
}
TALKS: dict[TalkOutcome, LazyText] = {
    TalkOutcome.GO_ON: _l("We go on together"),
    TalkOutcome.ANOTHER_TALK: _l("Another talk first"),
    TalkOutcome.NO: _l("We do not go on"),
}
TRUST: dict[Trust, LazyText] = {
    Trust.YES: _l("Yes"),
    Trust.DOUBT: _l("I doubt"),
    Trust.NO: _l("No"),
}
JUDGEMENTS: dict[ReferenceOutcome, LazyText] = {
    ReferenceOutcome.ACCEPTED: _l("Yes, it counts"),
    ReferenceOutcome.NOT_ACCEPTED: _l("No, somebody else has to be asked"),
}
STATUSES: dict[MentorStatus, LazyText] = {
    MentorStatus.OPEN: _l("Open"),
    MentorStatus.DECLINED: _l("Declined by the House"),
    MentorStatus.WITHDRAWN: _l("Withdrew"),
    MentorStatus.STOPPED: _l("Stopped"),
}
_NO_MENTOR = _l("Not a mentor (any more)")
ENDINGS: dict[MentorStatus, LazyText] = {
    MentorStatus.DECLINED: _l("The House does not go on with this person"),
    MentorStatus.WITHDRAWN: _l("The person does not want to go on"),
    MentorStatus.STOPPED: _l("A mentor stops being one"),
}


def status_words(status: MentorStatus, *, screens: bool) -> LazyText:
    """How it ended is told to who screens; for others somebody is no mentor (any more)."""
    return STATUSES[status] if screens or status is MentorStatus.OPEN else _NO_MENTOR


def block_words(block: Block) -> str:
    """Which, and since or until when."""
    days = {"since": block.since, "until": block.until}
    return _BLOCKS[block.kind] % {
        name: format_date(day, "long") for name, day in days.items() if day is not None
    }


def ending_words(ending: Ending) -> str:
    return _ENDINGS[ending.kind] % {"day": format_date(ending.last_day, "long")}
