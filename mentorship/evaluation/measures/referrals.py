"""Whom the programme reached: referrals per kind of partner, and what came of them."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.cohorts import HalfYear, half_year_of
from mentorship.evaluation.measures import consenting
from mentorship.evaluation.measures.grouping import counted_each, finest, level, whole
from mentorship.evaluation.measures.measure import Counts, Found, Measure, One
from mentorship.evaluation.measures.once import found_once
from mentorship.evaluation.measures.per_trajectory import REACH
from mentorship.evaluation.measures.senders import parties_of
from mentorship.evaluation.tables import Dimension, Specification
from mentorship.evaluation.wording import both
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral, ReferralStatus
from mentorship.referrals.padding import unpad
from mentorship.region.models import OrganisationType

POPULATION = "referrals"
_ALL = _l("all referrals")
PARTNERS = {
    "education": _l("schools and youth work"),
    "care": _l("care"),
    "municipality": _l("municipalities"),
    "justice": _l("police, probation and case meetings"),
}
PARTNER_OF = {
    OrganisationType.SCHOOL: "education",
    OrganisationType.YOUTH_WORK: "education",
    OrganisationType.CARE: "care",
    OrganisationType.MUNICIPALITY: "municipality",
}
_OUTCOMES = {
    ReferralStatus.ACCEPTED.value: _l("taken up for an intake"),
    ReferralStatus.ADVISED_ELSEWHERE.value: _l("advised elsewhere"),
    ReferralStatus.DECLINED.value: _l("not taken up"),
}
_OPEN = (ReferralStatus.RECEIVED, ReferralStatus.QUESTION_ASKED)


def source(db: Db) -> Found:
    """Open while a referral of that half-year is not decided."""
    seen, still_open = set(), set()
    for received_at, status in db.exec(select(col(Referral.received_at), col(Referral.status))):
        cohort = half_year_of(received_at.astimezone(TIME_ZONE).date())
        seen.add(cohort)
        if status in _OPEN:
            still_open.add(cohort)
    return Found(frozenset(seen), frozenset(still_open))


def _by_partner(db: Db, cohorts: Sequence[str]) -> Specification:
    others = [code for code in PARTNERS if code != "justice"]
    dimension = Dimension(
        both(_l("Kind of partner")),
        (
            finest(_l("per group of partners"), PARTNERS),
            level(
                _l("justice side and the others"),
                {
                    "others": (_l("schools, care and municipalities"), others),
                    "justice": (PARTNERS["justice"], ["justice"]),
                },
            ),
            whole(_ALL, PARTNERS),
        ),
    )
    return _specification(BY_PARTNER, dimension)


def _by_outcome(db: Db, cohorts: Sequence[str]) -> Specification:
    accepted, *others = _OUTCOMES
    dimension = Dimension(
        both(_l("What came of it")),
        (
            finest(_l("per outcome"), _OUTCOMES),
            level(
                _l("taken up or not"),
                {
                    accepted: (_OUTCOMES[ReferralStatus.ACCEPTED.value], [accepted]),
                    "others": (_l("not taken up, or advised elsewhere"), others),
                },
            ),
            whole(_ALL, _OUTCOMES),
        ),
    )
    return _specification(BY_OUTCOME, dimension, numerator=accepted)


def _specification(
    measure: Measure, dimension: Dimension, numerator: str | None = None
) -> Specification:
    return Specification(
        id=measure.id,
        edition=measure.edition,
        title=both(measure.title),
        unit=both(_l("referrals")),
        population=POPULATION,
        dimension=dimension,
        numerator=numerator,
    )


@dataclass(frozen=True, slots=True)
class _Decided:
    """A referral that was decided on; `through` is who sent it."""

    id: UUID
    cohort: HalfYear
    partner: str
    outcome: str
    through: frozenset[str]


def _decided(db: Db) -> Sequence[_Decided]:
    return found_once(db, "decided", None, lambda: list(_all_decided(db)))


def _all_decided(db: Db) -> Iterator[_Decided]:
    """Those decided on, without whose young person doesn't agree with evaluation.

    Who was never asked is counted: that a referral was declined is a fact about the programme.
    The source is unsealed by the program itself, as one event; nobody reads along.
    """
    found = db.exec(select(Referral).where(col(Referral.status).not_in(_OPEN))).all()
    mentees = db.exec(select(Mentee).where(col(Mentee.referral_id).is_not(None))).all()
    refusing = consenting.said_no(db, mentees)
    left_out = {mentee.referral_id for mentee in mentees if mentee.id in refusing}
    names = ("source_type", "organisation_id")
    sources = vault.scan_fields(db, found, names, purpose=Purpose.EVALUATION)
    parties = parties_of(db, (unpad(told["organisation_id"]) for told in sources.values()))
    for referral in found:
        told = sources.get(referral.id)
        if told is None or referral.id in left_out:
            continue
        yield _Decided(
            id=referral.id,
            cohort=half_year_of(referral.received_at.astimezone(TIME_ZONE).date()),
            partner=PARTNER_OF.get(OrganisationType(unpad(told["source_type"])), "justice"),
            outcome=referral.status.value,
            through=frozenset({parties[unpad(told["organisation_id"])]}),
        )


def _each_partner(db: Db, cohorts: Collection[HalfYear]) -> Mapping[Hashable, One]:
    return {one.id: One(one.cohort, one.partner, one.through) for one in _decided(db)}


def _each_outcome(db: Db, cohorts: Collection[HalfYear]) -> Mapping[Hashable, One]:
    return {one.id: One(one.cohort, one.outcome, one.through) for one in _decided(db)}


def _count_partners(db: Db, cohorts: Collection[HalfYear]) -> Counts:
    return counted_each(cohorts, _each_partner(db, cohorts).values())


def _count_outcomes(db: Db, cohorts: Collection[HalfYear]) -> Counts:
    return counted_each(cohorts, _each_outcome(db, cohorts).values())


BY_PARTNER = Measure(
    id="referrals-by-partner",
    edition=1,
    title=_l("Referrals per kind of partner"),
    question=REACH,
    definition=_l(
        "Referrals that came in during the half-year and were decided on, by the kind of "
        "organisation that sent them."
    ),
    specify=_by_partner,
    count=_count_partners,
    each=_each_partner,
)
BY_OUTCOME = Measure(
    id="referrals-by-outcome",
    edition=1,
    title=_l("What came of the referrals"),
    question=REACH,
    definition=_l(
        "Referrals that came in during the half-year, by the decision of the mentor consultant."
    ),
    specify=_by_outcome,
    count=_count_outcomes,
    each=_each_outcome,
)
MEASURES = (BY_PARTNER, BY_OUTCOME)
