"""What the screens call the states, answers and hindrances of matching."""

from mentorship.foundation.i18n import LazyText, format_date, format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.assignment.model import Criterion, Objective, Rule
from mentorship.matching.matches.rules import Hindrance, Obstacle
from mentorship.matching.models import (
    AnsweredBy,
    DecisionOutcome,
    MatchStatus,
    Refusal,
    RuleKind,
    Side,
)
from mentorship.matching.rounds.models import RoundStatus
from mentorship.matching.words.objectives import OBJECTIVE_NAMES
from mentorship.matching.words.wording import BROKEN, CRITERION_NAMES
from mentorship.mentors.rules import Block, BlockKind, Gate

ROUND_STATUSES: dict[RoundStatus, LazyText] = {
    RoundStatus.WAITING: _l("Waits for its turn"),
    RoundStatus.SOLVING: _l("Is being computed"),
    RoundStatus.DONE: _l("Ready to decide"),
    RoundStatus.FAILED: _l("Failed"),
    RoundStatus.CANCELLED: _l("Cancelled"),
}
OUTCOMES: dict[DecisionOutcome, LazyText] = {
    DecisionOutcome.CHOOSE: _l("Choose: ask this mentor"),
    DecisionOutcome.WAIT: _l("Wait: no match now"),
    DecisionOutcome.WIDEN: _l("Widen: first talk about the wishes"),
}
OUTCOMES_SHORT: dict[DecisionOutcome, LazyText] = {
    DecisionOutcome.CHOOSE: _l("Chosen"),
    DecisionOutcome.WAIT: _l("Waits"),
    DecisionOutcome.WIDEN: _l("First talk about the wishes"),
}
MATCH_STATUSES: dict[MatchStatus, LazyText] = {
    MatchStatus.ASKED: _l("Asked"),
    MatchStatus.ACTIVE: _l("Runs"),
    MatchStatus.REFUSED: _l("Turned down"),
    MatchStatus.EXPIRED: _l("No answer in time"),
    MatchStatus.WITHDRAWN: _l("Taken back"),
    MatchStatus.ENDED: _l("Ended"),
}
SIDES: dict[Side, LazyText] = {
    Side.MENTOR: _l("Mentor"),
    Side.MENTEE: _l("Young person"),
}
ANSWERED_BY: dict[AnsweredBy, LazyText] = {
    AnsweredBy.PAGE: _l("on their own page"),
    AnsweredBy.LINK: _l("by the link"),
    AnsweredBy.CONSULTANT: _l("noted by a consultant"),
}
REFUSALS: dict[Refusal, LazyText] = {
    Refusal.NO_REASON: _l("No reason"),
    Refusal.NO_TIME: _l("No time at the moment"),
    Refusal.TOO_FAR: _l("Too far to travel"),
    Refusal.OTHER_EXPECTATION: _l("Expected something else"),
    Refusal.KNOWN_TO_EACH_OTHER: _l("We may know each other"),
    Refusal.NOT_NOW: _l("Not now, perhaps later"),
}
KINDS: dict[RuleKind, LazyText] = {
    RuleKind.PIN: _l("Pin"),
    RuleKind.BAN: _l("Ban"),
    RuleKind.CONFLICT: _l("Conflict"),
}
KINDS_EXPLAINED: dict[RuleKind, LazyText] = {
    RuleKind.PIN: _l("Pin: the next round proposes these two together"),
    RuleKind.BAN: _l("Ban: never propose these two together"),
    RuleKind.CONFLICT: _l("Conflict: they know each other or share family, street or work"),
}
_GATES: dict[Gate, LazyText] = {
    Gate.INTERVIEW: _l("The interview of the mentor isn't complete."),
    Gate.REFERENCES: _l("The mentor misses two accepted references."),
    Gate.VOG: _l("Of this mentor no certificate of conduct (VOG) was seen."),
    Gate.AGREEMENT: _l("The mentor has signed no agreement."),
    Gate.TRAINING: _l("The mentor hasn't completed the training."),
    Gate.PROFILE: _l("The profile of the mentor isn't complete."),
}
_HINDRANCES: dict[Hindrance, LazyText] = {
    Hindrance.MENTEE_NOT_WAITING: _l(
        "The young person doesn't wait for a match any more: consent was withdrawn, or the course "
        "has moved on."
    ),
    Hindrance.MENTEE_HAS_MATCH: _l("The young person has a match, or another mentor is asked."),
    Hindrance.MENTOR_LEFT: _l("The mentor has left the programme."),
    Hindrance.NO_SEAT: _l("The place with this mentor has been taken meanwhile."),
}


def obstacle_words(obstacle: Obstacle) -> str:
    """One sentence for whoever decides."""
    if obstacle.gate is not None:
        return str(_GATES[obstacle.gate])
    if obstacle.block is not None:
        return _block_words(obstacle.block)
    if obstacle.rule is not None:
        return rule_sentence(obstacle.rule)
    return str(_HINDRANCES[obstacle.kind])


def rule_sentence(rule: Rule) -> str:
    return str(BROKEN[rule])


def _block_words(block: Block) -> str:
    since, until = (format_date(day) if day else "" for day in (block.since, block.until))
    if block.kind is BlockKind.PAUSED:
        return _("The mentor pauses up to and including %(day)s.", day=until)
    if block.kind is BlockKind.NO_SEATS:
        return _("The mentor takes nobody new at the moment: there is no open place.")
    return {
        BlockKind.HELD: _("The mentor has not been available since %(day)s.", day=since),
        BlockKind.VOG_STALE: _(
            "The certificate of conduct (VOG) of the mentor has been too old since %(day)s.",
            day=since,
        ),
        BlockKind.AGREEMENT_ENDED: _(
            "The agreement of the mentor ended; since %(day)s there is none.", day=since
        ),
        BlockKind.TRAINING_EXPIRED: _(
            "The training of the mentor has no longer counted since %(day)s.", day=since
        ),
    }[block.kind]


_SETTINGS: dict[str, LazyText] = {
    "objective": _l("What counts after the number of matches"),
    "floor": _l("Floor in points"),
    "stay_bonus": _l("Points for a proposal that stands already"),
    "waiting.points_per_week": _l("Points per week of waiting"),
    "waiting.weeks_at_most": _l("Weeks of waiting that count at most"),
    "lending.allowed": _l("Houses lend mentors to each other"),
    "lending.penalty": _l("Points less for a mentor of another House"),
}


def setting_name(setting: str) -> str:
    """A setting as the form calls it."""
    table, _dot, name = setting.partition(".")
    if table == "weights":
        return _("Weight: %(criterion)s", criterion=CRITERION_NAMES[Criterion(name)])
    if table == "caseload":
        return _("Young people in one round: %(house)s", house=name)
    if table == "detour_metres":
        return _("Detour in metres: %(municipality)s", municipality=name)
    return str(_SETTINGS.get(setting, setting))


def setting_value(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, str) and value in set(Objective):
        return str(OBJECTIVE_NAMES[Objective(value)])
    return format_number(value) if isinstance(value, int) else str(value)
