"""The report of a round as plain data: what the HTML and the PDF show, in the current language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mentorship.foundation.charts import BarChart, Series
from mentorship.foundation.i18n import format_date, format_number, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import (
    Criterion,
    Mentee,
    Mentor,
    Objective,
    Policy,
    Rule,
    Unmatched,
)
from mentorship.matching.assignment.one_pair import metres_apart
from mentorship.matching.criterion_words import criterion_words
from mentorship.matching.outcomes import Certificate, libraries
from mentorship.matching.reasons import reasons, waiting_reason
from mentorship.matching.rule_words import rule_words, travel_words
from mentorship.matching.told import Teller, Told
from mentorship.matching.wording import BROKEN, CRITERION_NAMES, RULE_NAMES
from mentorship.profiles.week import slot_names

CLASSES = (1, 2, 3)
FULL = 100


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule that a pair passes, with the facts."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion: its points (0–100), its weight, and what both make together."""

    name: str
    words: str
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
    fit: int
    most: int
    slots: str
    distance: str
    sentences: tuple[str, ...]
    rules: tuple[RuleLine, ...]
    criteria: tuple[CriterionLine, ...]
    lending_penalty: int
    bonuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingPart:
    """Everything a consultant can say about one mentee without a proposal."""

    mentee: str
    priority: int
    since: str
    sentence: str
    blocking: tuple[tuple[str, str], ...]
    nearest: str | None


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What telling of somebody who waits needs of the round; `mentors` were there in all."""

    policy: Policy
    day: date
    mentors: int


@dataclass(frozen=True, slots=True)
class Report:
    """One round, told."""

    title: str
    figures: tuple[tuple[str, str], ...]
    charts: tuple[BarChart, ...]
    proposals: tuple[ProposalPart, ...]
    waiting: tuple[WaitingPart, ...]
    objective: str
    certificate: tuple[tuple[str, str], ...]


def report_of(certificate: Certificate, teller: Teller) -> Report:
    answer, policy = certificate.answer, certificate.round.policy
    facts = RoundFacts(policy, certificate.round.date, len(certificate.round.mentors))
    numbered = enumerate(answer.proposals, 1)
    return Report(
        title=_("Matching round of %(day)s", day=format_date(certificate.round.date, "long")),
        figures=_figures(certificate),
        charts=charts_of(certificate, teller),
        proposals=tuple(
            proposal_part(number, teller.told(pair), policy) for number, pair in numbered
        ),
        waiting=tuple(
            waiting_part(one, teller.mentee(one.mentee), teller.mentor(one.nearest_mentor), facts)
            for one in answer.unmatched
        ),
        objective=_objective(certificate.round.objective),
        certificate=tuple(_certificate(certificate)),
    )


def _figures(certificate: Certificate) -> tuple[tuple[str, str], ...]:
    round_, answer = certificate.round, certificate.answer
    seats = sum(mentor.free_seats for mentor in round_.mentors if mentor.is_ready)
    figures = (
        (_("mentees"), len(round_.mentees)),
        (_("mentors"), len(round_.mentors)),
        (_("places with mentors"), seats),
        (_("proposals"), len(answer.proposals)),
        (_("mentees who keep waiting"), len(answer.unmatched)),
    )
    return tuple((name, format_number(number)) for name, number in figures)


def charts_of(certificate: Certificate, teller: Teller) -> tuple[BarChart, ...]:
    charts = [_classes_chart(certificate, teller)]
    if blocked := _blocked_pairs(certificate):
        charts.append(_rules_chart(blocked))
    return tuple(charts)


def _classes_chart(certificate: Certificate, teller: Teller) -> BarChart:
    answer = certificate.answer
    served = Counter(teller.mentee(pair.mentee).priority for pair in answer.proposals)
    waiting = Counter(teller.mentee(one.mentee).priority for one in answer.unmatched)
    return BarChart(
        title=_("Mentees with a proposal and mentees who keep waiting"),
        category_name=_("Priority"),
        categories=tuple(_class_name(k) for k in CLASSES),
        series=(
            Series(_("proposal"), tuple(served[k] for k in CLASSES)),
            Series(_("keeps waiting"), tuple(waiting[k] for k in CLASSES)),
        ),
    )


def _class_name(number: int) -> str:
    return _("priority %(number)d", number=number)


def _blocked_pairs(certificate: Certificate) -> Counter[Rule]:
    blocked: Counter[Rule] = Counter()
    for one in certificate.answer.unmatched:
        blocked.update(one.blocked_by)
    return blocked


def _rules_chart(blocked: Counter[Rule]) -> BarChart:
    rules = sorted(blocked, key=lambda rule: (-blocked[rule], list(Rule).index(rule)))
    return BarChart(
        title=_("What stands between mentees who wait and the mentors (pairs per rule)"),
        category_name=_("Rule"),
        categories=tuple(str(RULE_NAMES[rule]) for rule in rules),
        series=(Series(_("pairs"), tuple(blocked[rule] for rule in rules)),),
    )


def proposal_part(number: int, told: Told, policy: Policy) -> ProposalPart:
    """One pair with every fact behind its points."""
    pair, weights = told.pair, policy.weights
    words = rule_words(told)
    return ProposalPart(
        number=number,
        mentee=pair.mentee,
        mentor=pair.mentor,
        fit=pair.fit,
        most=FULL * sum(weights.values()),
        slots=slot_names(pair.shared_slots),
        distance=_("%(km)s km", km=format_number(pair.metres / 1000, 1)),
        sentences=reasons(told),
        rules=tuple(RuleLine(str(RULE_NAMES[rule]), words[rule]) for rule in Rule),
        criteria=tuple(
            CriterionLine(
                str(CRITERION_NAMES[c]), criterion_words(told, c), pair.points[c], weights[c]
            )
            for c in Criterion
        ),
        lending_penalty=pair.lending_penalty,
        bonuses=tuple(_bonuses(told)),
    )


def _bonuses(told: Told) -> Iterator[str]:
    """What isn't part of the fit, but counts when several want the same mentor."""
    since = format_date(told.mentee.waiting_since)
    yield _(
        "Waiting since %(since)s: %(bonus)s points extra when others want the same mentor.",
        since=since,
        bonus=format_number(told.pair.waiting_bonus),
    )
    if told.pair.stay_bonus:
        yield _(
            "Stands as a proposal already: %(bonus)s points extra.",
            bonus=format_number(told.pair.stay_bonus),
        )


def waiting_part(
    one: Unmatched, mentee: Mentee, nearest: Mentor | None, round_: RoundFacts
) -> WaitingPart:
    """One mentee who waits, with what stands in the way, and with the least with `nearest`."""
    return WaitingPart(
        mentee=one.mentee,
        priority=mentee.priority,
        since=format_date(mentee.waiting_since),
        sentence=waiting_reason(one, mentee, round_.policy.floor),
        blocking=tuple(_blocking(one, round_.mentors)),
        nearest=_nearest(one, mentee, nearest, round_),
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


def _nearest(
    one: Unmatched, mentee: Mentee, mentor: Mentor | None, round_: RoundFacts
) -> str | None:
    if one.nearest_mentor is None:
        return None
    told = [_("The least stands in the way with %(mentor)s.", mentor=one.nearest_mentor)]
    if not one.nearest_blocked_by:
        told.append(_("No rule stands in the way there."))
    for rule in one.nearest_blocked_by:
        told.append(str(BROKEN[rule]))
        if rule is Rule.TRAVEL and mentor is not None:
            metres = metres_apart(mentee, mentor, round_.policy, round_.day)
            told.append(travel_words(metres, mentee, mentor))
    return " ".join(told)


def _objective(objective: Objective) -> str:
    return {
        Objective.BALANCED: _(
            "First as many mentees as possible of priority 1, then of priority 2, then of "
            "priority 3; among those the highest sum of points."
        ),
        Objective.MAX_MIN: _(
            "First as many mentees as possible of priority 1, then of priority 2, then of "
            "priority 3; among those the lowest fit that is chosen is as high as possible; after "
            "that the highest sum of points counts."
        ),
    }[objective]


def _certificate(certificate: Certificate) -> Iterator[tuple[str, str]]:
    round_, levels = certificate.round, certificate.answer.levels
    policy = round_.policy
    yield _("Outcome"), _("proven best")
    yield _("Reference date"), format_date(round_.date)
    for k in CLASSES:
        yield _("Proposals in %(name)s", name=_class_name(k)), str(getattr(levels, f"class_{k}"))
    if round_.objective is Objective.MAX_MIN and levels.worst_fit is not None:
        yield _("Lowest fit chosen"), format_number(levels.worst_fit)
    yield _("Points together, with bonuses"), format_number(levels.points)
    yield _("Pairs that could be chosen"), format_number(certificate.answer.eligible_pairs)
    yield _("Floor"), _("%(points)s points", points=format_number(policy.floor))
    yield _("Seed for ties"), str(round_.seed)
    yield _("Fingerprint of the settings"), str(certificate.as_plain()["settings_sha256"])
    yield _("Fingerprint of the input"), certificate.input_sha256()
    yield _("Versions"), ", ".join(f"{name} {v}" for name, v in libraries().items())
