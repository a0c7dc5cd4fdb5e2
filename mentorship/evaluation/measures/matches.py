"""From consent to a match: how long it took, who said no, and what was started where."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.cohorts import HalfYear, half_year_of
from mentorship.evaluation.measures import consenting
from mentorship.evaluation.measures.grouping import (
    Counted,
    Described,
    counted,
    finest,
    level,
    whole,
)
from mentorship.evaluation.measures.measure import Counts, Found, Measure, opaque
from mentorship.evaluation.measures.once import found_once
from mentorship.evaluation.measures.per_trajectory import AS_MEANT, REACH
from mentorship.evaluation.measures.senders import senders_of
from mentorship.evaluation.tables import Dimension, Group, Level, Specification
from mentorship.evaluation.wording import both
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.models import LIVE, Match, MatchAnswer, MatchStatus, Side
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Mentee
from mentorship.region.queries import houses

POPULATION = "matches"
_ALL = _l("all matches that were chosen")
STARTED, NOT_STARTED, _AGAIN = "started", "not-started", "again"
_ANSWERS = {
    STARTED: _l("both said yes"),
    "mentor-no": _l("the mentor said no"),
    "mentee-no": _l("the young person said no"),
    "no-answer": _l("nobody answered in time"),
    "taken-back": _l("taken back by the House"),
}
_WEEKS = {
    "0-3": _l("within 3 weeks"),
    "3-6": _l("in week 4 to 6"),
    "6-12": _l("in week 7 to 12"),
    "12-": _l("after more than 12 weeks"),
}
_NOT = {
    _AGAIN: _l("not the first match of the young person"),
    NOT_STARTED: _l("the match was not started"),
}
_BANDS = ((3, "0-3"), (6, "3-6"), (12, "6-12"))


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A match of somebody who agrees with evaluation, as far as it is counted.

    `through` are opaque keys of all who know them: the mentor, and whoever sent them.
    """

    match: Match
    refused_by: Side | None
    consented_on: date | None
    is_first: bool
    through: frozenset[str]

    @property
    def cohort(self) -> HalfYear:
        return half_year_of(self.match.decided_at.astimezone(TIME_ZONE).date())

    @property
    def answer(self) -> str:
        if self.match.started_at is not None:
            return STARTED
        if self.refused_by is not None:
            return f"{self.refused_by.value}-no"
        return "no-answer" if self.match.status is MatchStatus.EXPIRED else "taken-back"

    @property
    def weeks(self) -> str:
        """From the day on which everybody had agreed to taking part."""
        if self.match.started_at is None:
            return NOT_STARTED
        if not self.is_first or self.consented_on is None:
            return _AGAIN
        started_on = self.match.started_at.astimezone(TIME_ZONE).date()
        days = (started_on - self.consented_on).days
        return next((band for weeks, band in _BANDS if days <= weeks * 7), "12-")

    @property
    def house(self) -> str:
        return self.match.house_code if self.match.started_at is not None else NOT_STARTED


def source(db: Db) -> Found:
    """Open while a match of that half-year is asked or running: its trajectory isn't closed."""
    seen, still_open = set(), set()
    for decided_at, status in db.exec(select(col(Match.decided_at), col(Match.status))):
        cohort = half_year_of(decided_at.astimezone(TIME_ZONE).date())
        seen.add(cohort)
        if status in LIVE:
            still_open.add(cohort)
    return Found(frozenset(seen), frozenset(still_open))


def _chosen(db: Db) -> Sequence[_Chosen]:
    return found_once(db, "chosen", None, lambda: list(_all_chosen(db)))


def _all_chosen(db: Db) -> Iterator[_Chosen]:
    mentees = db.exec(select(Mentee)).all()
    counting = consenting.agreed(db, mentees)
    senders = senders_of(db, [mentee for mentee in mentees if mentee.id in counting])
    no = select(col(MatchAnswer.match_id), col(MatchAnswer.side)).where(~col(MatchAnswer.is_yes))
    refused = {match_id: Side(side) for match_id, side in db.exec(no)}
    yeses, begun = _yeses(db), set[UUID]()
    for match in db.exec(select(Match).order_by(col(Match.decided_at), col(Match.id))):
        if match.mentee_id not in counting or match.status in LIVE:
            continue
        is_first = match.mentee_id not in begun
        if match.started_at is not None:
            begun.add(match.mentee_id)
        yield _Chosen(
            match,
            refused.get(match.id),
            _all_agreed_on(yeses.get(match.mentee_id, ()), match.decided_at),
            is_first,
            senders[match.mentee_id] | {opaque(db, "mentor", match.mentor_id)},
        )


def _yeses(db: Db) -> Mapping[UUID, Sequence[tuple[GivenBy, datetime]]]:
    """Every yes to taking part that was ever given, the latest last."""
    given = select(col(Consent.mentee_id), col(Consent.given_by), col(Consent.given_at)).where(
        col(Consent.purpose) == ConsentPurpose.PARTICIPATION, col(Consent.is_agreed)
    )
    found: dict[UUID, list[tuple[GivenBy, datetime]]] = {}
    for mentee_id, who, given_at in db.exec(given.order_by(col(Consent.given_at))):
        found.setdefault(mentee_id, []).append((GivenBy(who), given_at))
    return found


def _all_agreed_on(yeses: Sequence[tuple[GivenBy, datetime]], moment: datetime) -> date | None:
    """The day of the last yes that was needed, as it stood at this moment."""
    latest = {who: given_at for who, given_at in yeses if given_at <= moment}
    return max(latest.values()).astimezone(TIME_ZONE).date() if latest else None


def _count_answers(db: Db, cohorts: Collection[HalfYear]) -> Counts:
    return counted(cohorts, _told(_chosen(db), "answer"))


def _count_weeks(db: Db, cohorts: Collection[HalfYear]) -> Counts:
    return counted(cohorts, _told(_chosen(db), "weeks"))


def _count_houses(db: Db, cohorts: Collection[HalfYear]) -> Counts:
    return counted(cohorts, _told(_chosen(db), "house"))


def _told(chosen: Iterable[_Chosen], what: str) -> Iterator[Counted]:
    return ((one.cohort, getattr(one, what), one.through) for one in chosen)


def _by_answer(db: Db, cohorts: Sequence[str]) -> Specification:
    not_started = [code for code in _ANSWERS if code != STARTED]
    started = (_ANSWERS[STARTED], [STARTED])
    levels = (
        finest(_l("per answer and side"), _ANSWERS),
        level(
            _l("per answer"),
            {
                STARTED: started,
                "no": (_l("one of both said no"), ["mentor-no", "mentee-no"]),
                "other": (_l("no answer, or taken back"), ["no-answer", "taken-back"]),
            },
        ),
        level(
            _l("started or not"),
            {STARTED: started, NOT_STARTED: (_NOT[NOT_STARTED], not_started)},
        ),
        whole(_ALL, _ANSWERS),
    )
    return _specification(BY_ANSWER, Dimension(both(_l("Answer")), levels), STARTED)


def _by_weeks(db: Db, cohorts: Sequence[str]) -> Specification:
    soon, late = ["0-3", "3-6"], ["6-12", "12-"]
    # Who is started is told beside it: the later matches alone would be what is left of them.
    six_weeks: Described = {
        "0-6": (_l("within 6 weeks"), soon),
        "6-": (_l("after more than 6 weeks, or not the first match"), [*late, _AGAIN]),
        NOT_STARTED: (_NOT[NOT_STARTED], [NOT_STARTED]),
    }
    levels = (
        finest(_l("in bands of weeks"), {**_WEEKS, **_NOT}),
        level(_l("within six weeks or not"), six_weeks),
        whole(_ALL, [*_WEEKS, *_NOT]),
    )
    return _specification(BY_WEEKS, Dimension(both(_l("Time from consent to match")), levels))


def _by_house(db: Db, cohorts: Sequence[str]) -> Specification:
    names = {house.code: house.name for house in houses(db)}
    not_started = Group(NOT_STARTED, both(_NOT[NOT_STARTED]), frozenset({NOT_STARTED}))
    per_house = tuple(
        Group(code, both(lambda name=name: name), frozenset({code}))  # type: ignore[misc]
        for code, name in names.items()
    )
    region = Group(STARTED, both(_l("in the whole region")), frozenset(names))
    levels = (
        Level(both(_l("per House")), (*per_house, not_started)),
        Level(both(_l("region")), (region, not_started)),
        whole(_ALL, [*names, NOT_STARTED]),
    )
    return _specification(BY_HOUSE, Dimension(both(_l("Started in")), levels))


def _specification(
    measure: Measure, dimension: Dimension, numerator: str | None = None
) -> Specification:
    return Specification(
        id=measure.id,
        edition=measure.edition,
        title=both(measure.title),
        unit=both(_l("matches")),
        population=POPULATION,
        dimension=dimension,
        numerator=numerator,
    )


BY_ANSWER = Measure(
    id="matches-by-answer",
    edition=1,
    title=_l("What came of the matches that were chosen"),
    question=AS_MEANT,
    definition=_l(
        "Matches that a mentor consultant chose during the half-year, by what the mentor and the "
        "young person answered."
    ),
    specify=_by_answer,
    count=_count_answers,
)
BY_WEEKS = Measure(
    id="time-to-match",
    edition=2,
    title=_l("Time from consent to match"),
    question=AS_MEANT,
    definition=_l(
        "Matches that a mentor consultant chose during the half-year, by the weeks from the day "
        "on which everybody had agreed to taking part until both said yes to the match."
    ),
    specify=_by_weeks,
    count=_count_weeks,
)
BY_HOUSE = Measure(
    id="matches-by-house",
    edition=1,
    title=_l("Matches that were started"),
    question=REACH,
    definition=_l(
        "Matches that a mentor consultant chose during the half-year, by the House in which they "
        "were started."
    ),
    specify=_by_house,
    count=_count_houses,
)
MEASURES = (BY_ANSWER, BY_WEEKS, BY_HOUSE)
