"""One concern as a consultant reads it: the words, what happened, which steps people noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.cover.queries import absent_until
from mentorship.accounts.models import User
from mentorship.accounts.queries import names_of, names_of_ids
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText, format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.padding import unpad
from mentorship.trajectories import policy as trajectory_policy
from mentorship.trajectories.concerns import handling, holding, policy, queries
from mentorship.trajectories.concerns.models import (
    ActKind,
    AdditionKind,
    Concern,
    ConcernAct,
    ConcernAddition,
    ConcernStep,
)
from mentorship.trajectories.concerns.protocols import Protocol, Step, step_of
from mentorship.trajectories.models import Trajectory


@dataclass(frozen=True)
class NotedStep:
    """One step that was taken; `code` is that of its protocol."""

    code: str
    title: LazyText
    done_on: date
    noted_at: datetime
    note: str
    by: str


@dataclass(frozen=True)
class Addition:
    """What the mentor told later; a mistake may come without words."""

    is_mistake: bool
    told_at: datetime
    words: str


@dataclass(frozen=True)
class People:
    """Whom it is about and who wrote it; only for who may open the case itself."""

    mentee: str
    mentee_id: UUID
    mentor: str
    phone: str
    details: str
    caution: str


@dataclass(frozen=True)
class OpenedConcern:
    """Everything that stands on the page of a concern."""

    concern: Concern
    words: str
    additions: Sequence[Addition]
    others: Sequence["Line"]
    outcome: str
    left_out: str
    protocol: Protocol | None
    steps: Sequence[NotedStep]
    acts: Sequence[ConcernAct]
    names: Mapping[UUID, str]
    people: People | None
    takers: Mapping[UUID, str]
    seconds: Mapping[UUID, str]
    is_unseen: bool

    @property
    def taken(self) -> frozenset[str]:
        """The codes of the steps that somebody noted already."""
        return frozenset(step.code for step in self.steps)

    @property
    def missing(self) -> Sequence[Step]:
        """The steps of the chosen protocol that nobody noted yet."""
        return self.protocol.without(self.taken) if self.protocol else ()


@dataclass(frozen=True)
class Line:
    """One concern in a list of consultants."""

    concern: Concern
    about: str
    holder: str
    is_unseen: bool
    additions: Sequence[ConcernAddition]

    @property
    def is_called_mistake(self) -> bool:
        return any(one.kind is AdditionKind.MISTAKE for one in self.additions)


def opened(db: Db, actor: UserActor, concern: Concern) -> OpenedConcern:
    steps, acts = queries.steps_of(db, concern), queries.acts_of(db, concern)
    ids = {one.noted_by for one in steps}
    ids |= {one.acted_by for one in acts if one.acted_by and one.kind is not ActKind.RAISED}
    ids |= {one.other_id for one in acts if one.other_id}
    names = names_of_ids(db, ids)
    is_case = queries.find(db, policy.cases_of(actor), concern.id) is not None
    return OpenedConcern(
        concern=concern,
        words=_text(db, concern, "words"),
        additions=_additions(db, concern),
        others=_others(db, actor, concern),
        outcome=_text(db, concern, "outcome"),
        left_out=_text(db, concern, "left_out"),
        protocol=handling.protocol(db, concern),
        steps=_steps(db, steps, names),
        acts=acts,
        names=names,
        people=_people(db, concern) if is_case else None,
        takers=_named(db, queries.colleagues_of(db, concern), is_case and concern.is_open),
        seconds=_named(db, queries.seconds_of(db, concern), concern.holder_id == actor.id),
        is_unseen=concern.is_unseen or holding.is_lost(db, concern),
    )


def lines_of(db: Db, concerns: Sequence[Concern], actor: UserActor) -> list[Line]:
    """With who holds each, and the first names of one's own cases; as many statements for one as
    for fifty."""
    ids = {one.trajectory_id for one in concerns}
    mine = trajectory_policy.visible_to(actor).with_only_columns(col(Trajectory.id))
    found = _with_mentees().where(col(Trajectory.id).in_(ids), col(Trajectory.id).in_(mine))
    rows = db.exec(found).all()
    known = vault.scan(db, [row for _, row in rows], "first_name", purpose=Purpose.GUIDANCE)
    first = {trajectory_id: known.get(row.id, "") for trajectory_id, row in rows}
    holders = names_of_ids(db, {one.holder_id for one in concerns if one.holder_id})
    lost = holding.lost_of(db, concerns)
    told = queries.additions_of(db, concerns)
    return [
        Line(
            one, first.get(one.trajectory_id, ""), holders.get(one.holder_id, ""),  # type: ignore[arg-type]
            one.is_unseen or one.id in lost, told.get(one.id, ()),
        )
        for one in concerns
    ]  # fmt: skip


def section_of(db: Db, trajectory: Trajectory, actor: UserActor) -> list[Line]:
    """The concerns of one trajectory for its page: that they are there and who has them."""
    visible = policy.cases_of(actor).where(col(Concern.trajectory_id) == trajectory.id)
    return lines_of(db, queries.newest_first(db, visible), actor)


def _others(db: Db, actor: UserActor, concern: Concern) -> list[Line]:
    """Whoever looks along from another House reads of no other."""
    about = policy.cases_of(actor).where(
        col(Concern.trajectory_id) == concern.trajectory_id, col(Concern.id) != concern.id
    )
    return lines_of(db, queries.newest_first(db, about), actor)


def _additions(db: Db, concern: Concern) -> list[Addition]:
    rows = queries.additions_of(db, [concern]).get(concern.id, [])
    read = vault.scan(db, rows, "words", purpose=Purpose.GUIDANCE)
    return [
        Addition(one.kind is AdditionKind.MISTAKE, one.told_at, read.get(one.id, ""))
        for one in rows
    ]


def _with_mentees() -> SelectOfScalar[tuple[UUID, Mentee]]:
    found: Any = select(Trajectory.id, Mentee)
    joined: SelectOfScalar[tuple[UUID, Mentee]] = found.join(
        Mentee, col(Mentee.id) == col(Trajectory.mentee_id)
    )
    return joined


def _text(db: Db, concern: Concern, name: str) -> str:
    return vault.read(db, concern, name, purpose=Purpose.GUIDANCE) or ""


def _named(db: Db, users: Sequence[User], is_wanted: bool) -> dict[UUID, str]:
    """In the order of their names, and who is away until when: they read nothing meanwhile."""
    found = names_of(db, users) if is_wanted else {}
    away = absent_until(db, found)
    named = sorted(found.items(), key=lambda pair: pair[1].casefold())
    return {key: _with_absence(name, away.get(key)) for key, name in named}


def _with_absence(name: str, until: date | None) -> str:
    if until is None:
        return name
    return _("%(name)s (away until and including %(day)s)", name=name, day=format_date(until))


def _people(db: Db, concern: Concern) -> People:
    trajectory = db.get_one(Trajectory, concern.trajectory_id)
    mentee, mentor = (
        db.get_one(Mentee, trajectory.mentee_id),
        db.get_one(Mentor, trajectory.mentor_id),
    )
    ways = ("contact_details", "contact_caution")
    read = {name: unpad(vault.read(db, mentee, name, purpose=Purpose.GUIDANCE)) for name in ways}
    return People(
        mentee=vault.read(db, mentee, "first_name", purpose=Purpose.GUIDANCE) or "",
        mentee_id=mentee.id,
        mentor=mentors.name_of(db, mentor, Purpose.GUIDANCE),
        phone=vault.read(db, mentor, "phone", purpose=Purpose.GUIDANCE) or "",
        details=read["contact_details"],
        caution=read["contact_caution"],
    )


def _steps(db: Db, steps: Sequence[ConcernStep], names: Mapping[UUID, str]) -> list[NotedStep]:
    read = vault.scan_fields(db, steps, ("step", "note"), purpose=Purpose.GUIDANCE)
    noted = []
    for row in steps:
        code = unpad(read[row.id]["step"])
        note, by = read[row.id].get("note", ""), names.get(row.noted_by, "–")
        noted.append(NotedStep(code, step_of(code).title, row.done_on, row.noted_at, note, by))
    return noted
