"""Why trajectories ended, by whom, and whether the steps of an end were taken."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.measures.began import Began
from mentorship.evaluation.measures.followed import benchmarks_of
from mentorship.evaluation.measures.grouping import Described
from mentorship.evaluation.measures.lasting import EARLY, PLANNED, kinds_of
from mentorship.evaluation.measures.per_trajectory import (
    AS_MEANT,
    WHO_STOPPED,
    Rows,
    Told,
    per_trajectory,
)
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.closure.models import (
    Closure,
    ClosureKind,
    ClosureReason,
    ContactStatement,
    EndedBy,
    ExitTalk,
    TalkSide,
)
from mentorship.trajectories.corrections import counts
from mentorship.trajectories.standards import ending
from mentorship.trajectories.standards.plain import ClosureFacts, Facts, PairFacts, Period

PLANNED_END = ClosureKind.PLANNED.value
_KINDS: dict[str, LazyText] = {
    PLANNED_END: PLANNED,
    ClosureKind.UNPLANNED.value: _l("unplanned, by what happened"),
    ClosureKind.ONE_SIDED.value: _l("wanted by one of them"),
}
# No group lies wholly inside one kind of end, so that no table is a part of another one.
_REASONS: dict[str, LazyText] = {
    PLANNED_END: PLANNED,
    "contact": _l("no click, or no contact any more"),
    "circumstances": _l("time, moving, health, school or work, other care"),
    "other": _l("rules, safety, a withdrawn consent, or no reason told"),
}
_REASON_OF = {
    ClosureReason.NO_CLICK: "contact",
    ClosureReason.NO_CONTACT: "contact",
    ClosureReason.NO_TIME: "circumstances",
    ClosureReason.MOVED_AWAY: "circumstances",
    ClosureReason.HEALTH: "circumstances",
    ClosureReason.SCHOOL_OR_WORK: "circumstances",
    ClosureReason.OTHER_CARE: "circumstances",
    ClosureReason.GOES_ON_ALONE: "circumstances",
}
_WHO: dict[str, LazyText] = {
    PLANNED_END: _l("planned together"),
    "mentee": _l("by the young person"),
    "mentor": _l("by the mentor"),
    "other": _l("by both, by who holds authority, or by the programme"),
}
FORMAL = "formal"
_STEPS: dict[str, LazyText] = {
    FORMAL: _l("talks and an agreement about contact"),
    "part": _l("talks or an agreement about contact, not both"),
    "none": _l("neither"),
}


def _planned_or_not(codes: dict[str, LazyText]) -> tuple[LazyText, Described]:
    others = [code for code in codes if code != PLANNED_END]
    groups: Described = {PLANNED_END: (codes[PLANNED_END], [PLANNED_END]), "early": (EARLY, others)}
    return _l("planned or not"), groups


def _kind(db: Db, found: Sequence[Began]) -> Told:
    return {key: kind.value for key, kind in kinds_of(db, found).items()}


def _reason(db: Db, found: Sequence[Began]) -> Told:
    return {
        row.trajectory_id: PLANNED_END
        if row.kind is ClosureKind.PLANNED
        else _REASON_OF.get(row.reason, "other")
        for row in _closures(db, found)
    }


def _whom(db: Db, found: Sequence[Began]) -> Told:
    alone = (EndedBy.MENTEE, EndedBy.MENTOR)
    return {
        row.trajectory_id: PLANNED_END
        if row.kind is ClosureKind.PLANNED
        else (row.ended_by.value if row.ended_by in alone else "other")
        for row in _closures(db, found)
    }


def _closures(db: Db, found: Sequence[Began]) -> Sequence[Closure]:
    ids = [one.id for one in found]
    return db.exec(
        select(Closure).where(col(Closure.trajectory_id).in_(ids), counts(Closure))
    ).all()


def _steps(db: Db, found: Sequence[Began]) -> Told:
    """As the practice standards define it: 6.4 about the talks, 6.10 about the agreement."""
    ids = [one.id for one in found]
    talks: defaultdict[UUID, list[tuple[TalkSide, bool, int]]] = defaultdict(list)
    noted = select(ExitTalk).where(col(ExitTalk.trajectory_id).in_(ids), counts(ExitTalk))
    for talk in db.exec(noted):
        talks[talk.trajectory_id].append((talk.side, talk.is_held, talk.topics_covered))
    stated = select(ContactStatement).where(
        col(ContactStatement.trajectory_id).in_(ids), counts(ContactStatement)
    )
    known = {
        row.trajectory_id: row.known_to_mentor and row.known_to_mentee for row in db.exec(stated)
    }
    day, told = today(db), {}
    for one in found:
        end = ClosureFacts(
            ended_on=one.ended_on,
            talks={side: topics for side, _, topics in talks[one.id]},
            held_with=frozenset(side for side, is_held, _ in talks[one.id] if is_held),
            is_statement_known=known.get(one.id),
        )
        pair = PairFacts(matched_on=one.started_on, meet_by=one.started_on, closure=end)
        period = Period(one.ended_on, one.ended_on, day)
        answers = [
            answer
            for measure in (ending.exit_talks, ending.contact_statement)
            for answer in measure(Facts(pairs=(pair,)), period, 0)
        ]
        told[one.id] = _step(answers)
    return told


def _step(answers: Sequence[bool | None]) -> str:
    """What isn't there yet while its term runs isn't there either on the day of counting."""
    if all(answers):
        return FORMAL
    return "part" if any(answers) else "none"


BY_KIND = per_trajectory(
    "closure-by-kind",
    title=_l("How trajectories ended"),
    question=WHO_STOPPED,
    definition=_l("Trajectories that began during the half-year, by the kind of their end."),
    rows=Rows(_l("Kind of end"), _KINDS, (_planned_or_not(_KINDS),), numerator=PLANNED_END),
    tell=_kind,
)
BY_REASON = per_trajectory(
    "closure-by-reason",
    title=_l("Why trajectories ended"),
    question=WHO_STOPPED,
    definition=_l(
        "Trajectories that began during the half-year, by the reason of their end in groups."
    ),
    rows=Rows(_l("Reason"), _REASONS),
    tell=_reason,
    edition=2,  # the first one told in the end what closure-by-kind tells
)
BY_WHOM = per_trajectory(
    "closure-by-whom",
    title=_l("Who wanted the end"),
    question=WHO_STOPPED,
    definition=_l("Trajectories that began during the half-year, by who wanted their end."),
    rows=Rows(_l("By whom"), _WHO),
    tell=_whom,
    edition=2,
)
FORMAL_CLOSURE = per_trajectory(
    "formal-closure",
    title=_l("Ends of which all steps were taken"),
    question=AS_MEANT,
    definition=_l(
        "Trajectories that began during the half-year, by the steps at their end: a talk held with "
        "the mentor and at least offered to the young person (B.6.4), and an agreement about "
        "contact afterwards that both know (B.6.10), as the practice standards count them."
    ),
    rows=Rows(
        _l("Steps of the end"),
        _STEPS,
        (
            (
                _l("all or not all"),
                {
                    FORMAL: (_STEPS[FORMAL], [FORMAL]),
                    "others": (_l("not all of it"), ["part", "none"]),
                },
            ),
        ),
        numerator=FORMAL,
    ),
    tell=_steps,
    method=benchmarks_of("4 B.6.4", "4 B.6.10"),
)
MEASURES = (BY_KIND, BY_REASON, BY_WHOM, FORMAL_CLOSURE)
