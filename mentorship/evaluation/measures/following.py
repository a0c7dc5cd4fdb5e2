"""Whether trajectories were followed as asked: support contacts and reviews, by the standards."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.measures.began import Began, courses_of
from mentorship.evaluation.measures.followed import benchmarks_of
from mentorship.evaluation.measures.per_trajectory import (
    AS_MEANT,
    Rows,
    Told,
    band_of,
    per_trajectory,
)
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.contacts import queries as contacts
from mentorship.trajectories.contacts.rules import Course, Terms
from mentorship.trajectories.corrections import counts
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.reviews.models import Review, Wave
from mentorship.trajectories.reviews.rules import waves_of
from mentorship.trajectories.standards import following
from mentorship.trajectories.standards.measures import counted
from mentorship.trajectories.standards.plain import ContactFacts, Facts, PairFacts, Period

_NOT_APPLICABLE = "not-applicable"
_NOT_YET = _l("none was asked: too short, or paused")
_CONTACTS: dict[str, LazyText] = {
    "100-": _l("all of them"),
    "90-100": _l("from nine tenths to less than all"),
    "50-90": _l("from half to less than nine tenths"),
    "0-50": _l("less than half"),
    _NOT_APPLICABLE: _NOT_YET,
}
_CONTACTS_FROM = ((0, "0-50"), (50, "50-90"), (90, "90-100"), (100, "100-"))
_REVIEWS: dict[str, LazyText] = {
    "in-time": _l("all held, each in time"),
    "late": _l("all held, not each in time"),
    "missing": _l("not all held"),
}


def _contacts(db: Db, found: Sequence[Began]) -> Told:
    """Windows and sides as benchmark B.5.1 has them, of each trajectory by itself."""
    courses = courses_of(db, found)
    held: defaultdict[UUID, list[ContactFacts]] = defaultdict(list)
    for (key, side), days in contacts.reached_days(db, list(courses)).items():
        held[key] += (
            ContactFacts(side, day, is_in_person=False, is_complete=False) for day in days
        )
    terms, day = Terms.of(settings_of(db)), today(db)

    def told(one: Began) -> str:
        pair = _pair(one, courses[one.id], contacts=tuple(held[one.id]))
        period = Period(one.started_on, day, day)
        count = counted(following.support_contacts(Facts(pairs=(pair,)), period, 0, terms=terms))
        if not count.denominator:
            return _NOT_APPLICABLE
        return band_of(Fraction(count.numerator * 100, count.denominator), _CONTACTS_FROM)

    return {one.id: told(one) for one in found}


def _reviews(db: Db, found: Sequence[Began]) -> Told:
    """Which are asked, and whether they were held, as benchmark B.5.7 has it; in time is by the day
    on which a review is due."""
    courses, day = courses_of(db, found), today(db)
    held = _held(db, list(courses))

    def told(one: Began) -> str:
        course, own = courses[one.id], held[one.id]
        pair = _pair(one, course, reviewed=frozenset(own))
        period = Period(one.started_on, day, day)
        count = counted(following.reviews(Facts(pairs=(pair,)), period, 0))
        if count.numerator < count.denominator or not count.denominator:
            return "missing"  # the review of the end is always asked, from the day after it on
        due = {wave.wave: wave.due for wave in waves_of(course) if wave.due}
        is_in_time = all(own[wave] <= due[wave] for wave in own if wave in due)
        return "in-time" if is_in_time else "late"

    return {one.id: told(one) for one in found}


def _held(db: Db, ids: Sequence[UUID]) -> defaultdict[UUID, dict[Wave, date]]:
    rows = select(col(Review.trajectory_id), col(Review.wave), col(Review.held_on))
    held: defaultdict[UUID, dict[Wave, date]] = defaultdict(dict)
    for key, wave, on in db.exec(rows.where(col(Review.trajectory_id).in_(ids), counts(Review))):
        held[key][wave] = on
    return held


def _pair(
    one: Began,
    course: Course,
    contacts: tuple[ContactFacts, ...] = (),
    reviewed: frozenset[Wave] = frozenset(),
) -> PairFacts:
    """The days of the match don't count here."""
    return PairFacts(
        matched_on=one.started_on, meet_by=one.started_on, course=course, contacts=contacts,
        reviewed=reviewed,
    )  # fmt: skip


SUPPORT_CONTACTS = per_trajectory(
    "support-contacts",
    title=_l("Support contacts as asked"),
    question=AS_MEANT,
    definition=_l(
        "Trajectories that began during the half-year, by the share of the support contacts that "
        "were asked with the mentor and the young person, each apart, as benchmark B.5.1 of the "
        "practice standards counts them. Windows with a pause, and those that the end cut off, "
        "don't count."
    ),
    rows=Rows(
        _l("Share of the contacts that were asked"),
        _CONTACTS,
        (
            (
                _l("nine tenths or not"),
                {
                    "90-": (_l("nine tenths or more"), ["100-", "90-100"]),
                    "0-90": (_l("less than nine tenths"), ["50-90", "0-50"]),
                    _NOT_APPLICABLE: (_NOT_YET, [_NOT_APPLICABLE]),
                },
            ),
            (
                _l("nine tenths and the others"),
                {
                    "90-": (_l("nine tenths or more"), ["100-", "90-100"]),
                    "others": (
                        _l("less than nine tenths, or nothing was asked"),
                        ["50-90", "0-50", _NOT_APPLICABLE],
                    ),
                },
            ),
        ),
        numerator="90-",
        outside=_NOT_APPLICABLE,
    ),
    tell=_contacts,
    method=benchmarks_of("4 B.5.1"),
)
REVIEWS = per_trajectory(
    "reviews-in-time",
    title=_l("Reviews held in time"),
    question=AS_MEANT,
    definition=_l(
        "Trajectories that began during the half-year, by whether the reviews that were asked were "
        "held, as benchmark B.5.7 of the practice standards counts them, and by the day on which "
        "they were due. Pauses move that day."
    ),
    rows=Rows(
        _l("Reviews"),
        _REVIEWS,
        (
            (
                _l("all held or not"),
                {
                    "held": (_l("all held"), ["in-time", "late"]),
                    "missing": (_REVIEWS["missing"], ["missing"]),
                },
                _l("Reviews held"),
                _l(
                    "Trajectories that began during the half-year, by whether the reviews that "
                    "were asked were held, as benchmark B.5.7 of the practice standards counts "
                    "them. In time or not is left out."
                ),
            ),
        ),
        numerator="held",
    ),
    tell=_reviews,
    method=benchmarks_of("4 B.5.7"),
)
MEASURES = (SUPPORT_CONTACTS, REVIEWS)
