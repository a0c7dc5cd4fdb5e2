"""The report of a round as plain data: what the HTML and the PDF show, in the current language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mentorship.foundation.charts import BarChart, Series
from mentorship.foundation.i18n import format_date, format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.helps import Helps
from mentorship.matching.assignment.model import (
    Objective,
    Rule,
)
from mentorship.matching.assignment.profiles import RecruitNext
from mentorship.matching.outcomes import Certificate, libraries
from mentorship.matching.report_parts import (
    ProposalPart,
    RecruitingPart,
    RoundFacts,
    WaitingPart,
    proposal_part,
    recruiting_part,
    waiting_part,
)
from mentorship.matching.words.objectives import (
    counted_first_words,
    no_prices_words,
    no_recruiting_words,
    objective_words,
)
from mentorship.matching.words.prices import otherwise
from mentorship.matching.words.told import Teller
from mentorship.matching.words.wording import RULE_NAMES

CLASSES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Report:
    """One round, told."""

    title: str
    figures: tuple[tuple[str, str], ...]
    charts: tuple[BarChart, ...]
    counted_first: str
    proposals: tuple[ProposalPart, ...]
    waiting: tuple[WaitingPart, ...]
    recruiting: RecruitingPart | None
    objective: str
    certificate: tuple[tuple[str, str], ...]


def report_of(
    certificate: Certificate,
    teller: Teller,
    recruiting: RecruitNext | None = None,
    helps: Mapping[str, Helps] | None = None,
) -> Report:
    answer, policy = certificate.answer, certificate.round.policy
    facts = RoundFacts(policy, certificate.round.date, len(certificate.round.mentors))
    numbered = enumerate(answer.proposals, 1)
    return Report(
        title=_("Matching round of %(day)s", day=format_date(certificate.round.date, "long")),
        figures=_figures(certificate),
        charts=charts_of(certificate, teller),
        counted_first=counted_first_words(certificate.round.objective),
        proposals=tuple(
            proposal_part(
                number, teller.told(pair), policy, tuple(otherwise(answer.prices, pair.mentee))
            )
            for number, pair in numbered
        ),
        waiting=tuple(
            waiting_part(
                one,
                teller.mentee(one.mentee),
                teller.mentor(one.nearest_mentor),
                facts,
                serve=answer.prices.serve.get(one.mentee) if answer.prices else None,
                helps=helps.get(one.mentee) if helps else None,
            )
            for one in answer.unmatched
        ),
        recruiting=recruiting_part(recruiting, teller) if recruiting else None,
        objective=" ".join(_objective(certificate)),
        certificate=tuple(_certificate(certificate)),
    )


def _objective(certificate: Certificate) -> Iterator[str]:
    yield objective_words(certificate.round.objective)
    if certificate.round.objective is Objective.MAX_MIN:
        if certificate.answer.prices is None:
            yield no_prices_words()
        yield no_recruiting_words()


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
