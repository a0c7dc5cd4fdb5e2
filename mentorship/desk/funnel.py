"""From referral to first meeting per kind of partner and half-year, and how long each step takes.

Counts only, of nobody in particular. Kinds of partner that sent few in a half-year stand together:
a coordinator reads no case, and of one referral by one partner a count would be one. There is no
total, which would tell what is put together. The kind of partner is sealed: that it was read is in
the trail, as one event for the whole list.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from statistics import median
from uuid import UUID

from sqlmodel import col, func, select

from mentorship.evaluation.cohorts import HalfYear, half_year_of
from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.subjects import Purpose
from mentorship.matching.models import Match
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.rules import who_must_agree
from mentorship.referrals.models import Referral, ReferralStatus
from mentorship.referrals.padding import unpad
from mentorship.region.models import OrganisationType
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.models import Trajectory

HALF_YEARS = 4  # so many are shown, with the one that runs


class Step(StrEnum):
    """How far a referral came, in order."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    CONSENTED = "consented"
    MATCHED = "matched"
    STARTED = "started"


STEPS = tuple(Step)


@dataclass(frozen=True, slots=True)
class Way:
    """The days on which one referral took each step that it took."""

    partner: OrganisationType
    days: Mapping[Step, date]


@dataclass(frozen=True, slots=True)
class Row:
    """How many came how far; without a partner it is all kinds that sent few. None is `few`."""

    partner: OrganisationType | None
    counts: Mapping[Step, int] | None


@dataclass(frozen=True, slots=True)
class Waited:
    """From one step to the next; no median over fewer than may be shown."""

    start: Step
    end: Step
    number: int
    days: float | None


@dataclass(frozen=True, slots=True)
class Half:
    half_year: HalfYear
    rows: Sequence[Row]
    waits: Sequence[Waited]


@dataclass(frozen=True, slots=True)
class Funnel:
    halves: Sequence[Half]
    few: int


def funnel(db: Db) -> Funnel:
    """In five statements and one list of sealed values, however many referrals there are."""
    few = settings_of(db).steering_threshold
    shown = _shown(half_year_of(today(db)))
    found: dict[HalfYear, list[Way]] = {half: [] for half in shown}
    for way in _ways(db, shown[-1].first_day):
        found[half_year_of(way.days[Step.RECEIVED])].append(way)
    halves = [Half(half, rows_of(ways, few), waits_of(ways, few)) for half, ways in found.items()]
    return Funnel(halves, few)


def rows_of(ways: Iterable[Way], few: int) -> list[Row]:
    """The kinds of partner that sent enough, and the others together."""
    return [
        Row(partner, _counts(own) if len(own) >= few else None)
        for partner, own in _grouped(ways, few)
    ]


def _grouped(ways: Iterable[Way], few: int) -> list[tuple[OrganisationType | None, list[Way]]]:
    by_partner: defaultdict[OrganisationType, list[Way]] = defaultdict(list)
    for way in ways:
        by_partner[way.partner].append(way)
    groups: list[tuple[OrganisationType | None, list[Way]]] = []
    others: list[Way] = []
    for partner in OrganisationType:
        own = by_partner[partner]
        if len(own) >= few:
            groups.append((partner, own))
        else:
            others += own
    return [*groups, (None, others)] if others else groups


def _counts(ways: Sequence[Way]) -> dict[Step, int]:
    return {step: sum(step in way.days for way in ways) for step in STEPS}


def waits_of(ways: Sequence[Way], few: int) -> list[Waited]:
    """Over all rows with counts; days of the calendar.

    Over the others too, a number here less those of the rows would be how far these few came.
    """
    told = [way for _, own in _grouped(ways, few) if len(own) >= few for way in own]
    waits = []
    for start, end in pairwise(STEPS):
        lengths = [
            (way.days[end] - way.days[start]).days
            for way in told
            if start in way.days and end in way.days
        ]
        enough = len(lengths) >= few
        waits.append(Waited(start, end, len(lengths), median(lengths) if enough else None))
    return waits


def _shown(current: HalfYear) -> list[HalfYear]:
    """The newest first."""
    halves = [current]
    while len(halves) < HALF_YEARS:
        one = halves[-1]
        halves.append(HalfYear(one.year, 1) if one.half == 2 else HalfYear(one.year - 1, 2))
    return halves


def _ways(db: Db, since: date) -> list[Way]:
    begin = datetime.combine(since, time(), TIME_ZONE)
    rows = db.exec(select(Referral).where(col(Referral.received_at) >= begin)).all()
    mentees = dict(
        db.exec(
            select(col(Mentee.referral_id), col(Mentee.id)).where(
                col(Mentee.referral_id).is_not(None)
            )
        ).all()
    )
    consented, matched, started = _consented(db), _matched(db), _started(db)
    types = vault.scan(db, rows, "source_type", purpose=Purpose.OVERSIGHT)
    ways = []
    for row in rows:
        if (partner := types.get(row.id)) is None:
            continue  # erased meanwhile
        days = {Step.RECEIVED: day_of(row.received_at)}
        if row.status is ReferralStatus.ACCEPTED and row.triaged_at is not None:
            days[Step.ACCEPTED] = day_of(row.triaged_at)
        if (mentee_id := mentees.get(row.id)) is not None:
            steps = ((Step.CONSENTED, consented), (Step.MATCHED, matched), (Step.STARTED, started))
            days |= {step: known[mentee_id] for step, known in steps if mentee_id in known}
        ways.append(Way(OrganisationType(unpad(partner)), days))
    return ways


def _consented(db: Db) -> dict[UUID, date]:
    """The last of the first yeses to taking part, once everybody who has to agree gave one."""
    first = (
        select(
            col(Consent.mentee_id), col(Mentee.authority), col(Consent.given_by),
            func.min(col(Consent.given_at)),
        )
        .join(Mentee, col(Mentee.id) == col(Consent.mentee_id))
        .where(col(Consent.purpose) == ConsentPurpose.PARTICIPATION, col(Consent.is_agreed))
        .group_by(col(Consent.mentee_id), col(Mentee.authority), col(Consent.given_by))
    )  # fmt: skip
    yeses: defaultdict[UUID, dict[GivenBy, date]] = defaultdict(dict)
    needed: dict[UUID, tuple[GivenBy, ...]] = {}
    for mentee_id, authority, given_by, given_at in db.exec(first):
        yeses[mentee_id][given_by] = day_of(given_at)
        needed[mentee_id] = who_must_agree(authority)
    return {
        mentee_id: max(days[who] for who in needed[mentee_id])
        for mentee_id, days in yeses.items()
        if set(needed[mentee_id]) <= days.keys()
    }


def _matched(db: Db) -> dict[UUID, date]:
    """The day on which both said yes for the first time."""
    first = (
        select(col(Match.mentee_id), func.min(col(Match.started_at)))
        .where(col(Match.started_at).is_not(None))
        .group_by(col(Match.mentee_id))
    )
    return {mentee_id: day_of(at) for mentee_id, at in db.exec(first) if at is not None}


def _started(db: Db) -> dict[UUID, date]:
    first = (
        select(col(Trajectory.mentee_id), func.min(col(Trajectory.started_on)))
        .where(col(Trajectory.started_on).is_not(None))
        .group_by(col(Trajectory.mentee_id))
    )
    return {mentee_id: day for mentee_id, day in db.exec(first) if day is not None}
