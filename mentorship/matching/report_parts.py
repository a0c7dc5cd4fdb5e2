"""One proposal, and one person who waits, as plain data: for the report and for the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mentorship.foundation.i18n import format_date, format_number, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.firmness import firm_demands
from mentorship.matching.assignment.helps import Helps
from mentorship.matching.assignment.model import (
    Criterion,
    Mentee,
    Mentor,
    Policy,
    Reason,
    Rule,
    RunnerUp,
    Unmatched,
)
from mentorship.matching.assignment.one_pair import metres_apart
from mentorship.matching.assignment.profiles import Recommendation, RecruitNext
from mentorship.matching.words.bonuses import bonus_words
from mentorship.matching.words.changes import change_words
from mentorship.matching.words.criteria import criterion_words
from mentorship.matching.words.helps import HelpPart, Names, help_part, pinned_words
from mentorship.matching.words.hindrances import TwoPeople, hindrance_words
from mentorship.matching.words.points import sum_words
from mentorship.matching.words.prices import serving_words
from mentorship.matching.words.reasons import reasons, waiting_reason
from mentorship.matching.words.recruiting import (
    full_consultant_words,
    full_house_words,
    gain_words,
    profile_words,
    that_win,
    wins_nothing_words,
)
from mentorship.matching.words.rules import rule_words
from mentorship.matching.words.told import Teller, Told
from mentorship.matching.words.wording import BROKEN, CRITERION_NAMES, RULE_NAMES
from mentorship.profiles.week import slot_names

FULL = 100


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule that a pair passes, with the facts."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion: its points (0–100), its weight, what both make together, and how."""

    name: str
    words: str
    sum: str
    points: int
    weight: int

    @property
    def product(self) -> int:
        return self.points * self.weight


@dataclass(frozen=True, slots=True)
class ProposalPart:
    """Everything a consultant can say about one proposal."""

    number: int
    mentee: str
    mentor: str
    priority: int
    is_pinned: bool
    fit: int
    most: int
    slots: str
    distance: str
    sentences: tuple[str, ...]
    rules: tuple[RuleLine, ...]
    criteria: tuple[CriterionLine, ...]
    lending_penalty: int
    bonuses: tuple[str, ...]
    otherwise: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingPart:
    """Everything a consultant can say about one mentee without a proposal.

    `freeing` is what frees a pair, of rounds in which it isn't known whether that `helps`.
    """

    mentee: str
    priority: int
    since: str
    sentence: str
    blocking: tuple[tuple[str, str], ...]
    nearest: str | None
    freeing: tuple[str, ...]
    helps: HelpPart | None
    serving: str | None


@dataclass(frozen=True, slots=True)
class RecruitingPart:
    """Mentors to look for, each with what it wins; and Houses and consultants that lack a place."""

    mentors: tuple[tuple[str, str, str], ...]
    full: tuple[str, ...]
    is_complete: bool


def recruiting_part(found: RecruitNext, teller: Teller) -> RecruitingPart | None:
    """None where nobody would be helped."""
    part = RecruitingPart(
        mentors=tuple(_recruit(one, teller) for one in found.recommendations),
        full=tuple(_full(found)),
        is_complete=found.is_complete,
    )
    return part if part.mentors or part.full else None


def _full(found: RecruitNext) -> Iterator[str]:
    for house in found.full_houses:
        yield full_house_words(house.house, house.gain)
    for one in found.full_consultants:
        yield full_consultant_words(
            one.consultant, one.house or "–", one.gain, with_house=one.with_house
        )


def _recruit(one: Recommendation, teller: Teller) -> tuple[str, str, str]:
    """Whom, what that wins, and from which one on nothing more."""
    firm = firm_demands(one.profile, [teller.mentee(id_) for id_ in one.served])
    winning = that_win(one.gains)
    enough = wins_nothing_words(winning + 1) if winning < len(one.gains) else ""
    return profile_words(one.profile, teller.vocabulary, firm), gain_words(one), enough


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What telling of somebody who waits needs of the round; `mentors` were there in all."""

    policy: Policy
    day: date
    mentors: int
    is_second_look: bool = False


def proposal_part(
    number: int, told: Told, policy: Policy, otherwise: tuple[str, ...]
) -> ProposalPart:
    """One pair with every fact behind its points, and what another choice gives up in words."""
    pair, weights = told.pair, policy.weights
    words = rule_words(told)
    return ProposalPart(
        number=number,
        mentee=pair.mentee,
        mentor=pair.mentor,
        priority=told.mentee.priority,
        is_pinned=pair.is_pinned,
        fit=pair.fit,
        most=FULL * sum(weights.values()),
        slots=slot_names(pair.shared_slots),
        distance=_("%(km)s km", km=format_number(pair.metres / 1000, 1)),
        sentences=reasons(told),
        rules=tuple(RuleLine(str(RULE_NAMES[rule]), words[rule]) for rule in Rule),
        criteria=tuple(
            CriterionLine(
                name=str(CRITERION_NAMES[c]),
                words=criterion_words(told, c),
                sum=sum_words(told, c, weights[c]),
                points=pair.points[c],
                weight=weights[c],
            )
            for c in Criterion
        ),
        lending_penalty=pair.lending_penalty,
        bonuses=tuple(bonus_words(told, policy)),
        otherwise=otherwise,
    )


def waiting_part(
    one: Unmatched,
    mentee: Mentee,
    nearest: Mentor | None,
    round_: RoundFacts,
    *,
    serve: RunnerUp | None,
    helps: Helps | None = None,
    names: Names | None = None,
    history: Mapping[Rule, str] | None = None,
    tells_nearest: bool = True,
) -> WaitingPart:
    """One mentee who waits, with what stands in the way, and with the least with `nearest`.

    `serve` is the pair that costs the others least, where one is possible. `names` are those
    that may be shown, where pages don't show ids; `history` is of the mentee with `nearest`.
    Without `tells_nearest` the facts of that mentor aren't for who reads this.
    """
    known = names or Names()
    two = _together(mentee, nearest, round_, history or {}, tells_mentor=tells_nearest)
    return WaitingPart(
        mentee=one.mentee,
        priority=mentee.priority,
        since=format_date(mentee.waiting_since),
        sentence=waiting_reason(one, mentee, round_.policy.floor),
        blocking=tuple(_blocking(one, round_.mentors)),
        nearest=_nearest(one, two, helps, known),
        freeing=tuple(
            change_words(change, one.mentee, known.mentor(change.mentor))
            for change in (one.freed_by if helps is None else ())
        ),
        helps=help_part(helps, one.mentee, known, one.reason) if helps else None,
        serving=serving_words(serve.mentor, serve.price) if serve else None,
    )


def _blocking(one: Unmatched, mentors: int) -> Iterator[tuple[str, str]]:
    def of_all(count: int) -> str:
        return ngettext(
            "%(count)s of %(num)d mentor", "%(count)s of %(num)d mentors", mentors, count=count
        )

    for rule, count in one.blocked_by.items():
        yield str(BROKEN[rule]), of_all(count)
    if one.below_floor:
        yield _("All rules are met, but the fit is too low."), of_all(one.below_floor)


def _together(
    mentee: Mentee,
    mentor: Mentor | None,
    round_: RoundFacts,
    history: Mapping[Rule, str],
    *,
    tells_mentor: bool,
) -> TwoPeople | None:
    if mentor is None:
        return None
    metres = metres_apart(mentee, mentor, round_.policy, round_.day)
    return TwoPeople(
        mentee, mentor, metres, round_.day.year, history, tells_mentor, round_.is_second_look
    )


def _nearest(
    one: Unmatched, two: TwoPeople | None, helps: Helps | None, names: Names
) -> str | None:
    if one.nearest_mentor is None:
        return None
    if not one.nearest_blocked_by:
        return _pinned(one, helps, names) or _without_a_rule(one, one.nearest_mentor)
    if _is_of_no_use(one, helps, names):
        return None
    told = [_("The least stands in the way with %(mentor)s.", mentor=one.nearest_mentor)]
    told += [
        hindrance_words(rule, two) if two else str(BROKEN[rule]) for rule in one.nearest_blocked_by
    ]
    if one.nearest_blocked_by == (Rule.READY,):
        told.append(_("No other rule stands in the way of these two."))
    return " ".join(told)


def _is_of_no_use(one: Unmatched, helps: Helps | None, names: Names) -> bool:
    """Where there is something to do, it is about somebody else. Getting a mentor ready is
    something to do as well."""
    if helps is None or not helps.told or one.nearest_blocked_by == (Rule.READY,):
        return False
    meant = {names.mentor(id_) for each in helps.told for id_ in (each.by, *each.mentors)}
    return one.nearest_mentor not in meant


def _pinned(one: Unmatched, helps: Helps | None, names: Names) -> str:
    if helps is None or not helps.pinned or one.nearest_mentor is None:
        return ""
    return pinned_words(one.nearest_mentor, helps.pinned, names)


def _without_a_rule(one: Unmatched, mentor: str) -> str:
    if one.reason is Reason.BELOW_FLOOR:
        return _(
            "With %(mentor)s no rule stands in the way, but the fit is too low.", mentor=mentor
        )
    if one.reason is Reason.OTHERS_SERVED and not one.below_floor:
        return _(
            "With %(mentor)s everything fits, but in this round that place goes to others.",
            mentor=mentor,
        )
    return _("With %(mentor)s no rule stands in the way.", mentor=mentor)
