"""For a mentor: the question about a match, when they meet, what is missing, the training, the
pause."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import (
    LazyText,
    format_date,
    format_datetime,
    format_list,
    ngettext,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.matching import counts as matching
from mentorship.matching import policy as matches
from mentorship.mentors import policy, queries
from mentorship.mentors.labels import MISSING, block_words
from mentorship.mentors.models import Mentor
from mentorship.mentors.rules import BlockKind
from mentorship.training import labels, own
from mentorship.training.models import TrainingModule
from mentorship.trajectories import policy as trajectories
from mentorship.trajectories.concerns.telling_mentors import pairs_of
from mentorship.trajectories.reviews.check_ins.queries import asked_of_mentor
from mentorship.trajectories.reviews.labels import WAVES
from mentorship.trajectories.sessions import appointments
from mentorship.trajectories.sessions import queries as sessions

_MINE = Place("mentors.mine_mine")
_MATCH = Place("sessions.mine_mine")


def questions(db: Db, actor: UserActor) -> Iterator[Task]:
    """Whether they want to guide somebody; an answer is awaited until a day."""
    if (mentor := _mentor(db, actor)) is None:
        return
    asked = matching.questions_to(db, matches.own_matches(mentor), queries.today(db))
    if asked:
        yield Task(
            ngettext(
                "We ask you to guide %(num)s young person",
                "We ask you to guide %(num)s young people",
                len(asked),
            ),
            _("Read and say yes or no"),
            Place("matching.mine_one", {"match_id": asked[0].id}),
            _("Please answer by %(day)s.", day=format_date(asked[0].answer_due, "full")),
            Pressing.LATE,
        )


def readiness(db: Db, actor: UserActor) -> Iterator[Task]:
    if (mentor := _mentor(db, actor)) is None:
        return
    found = queries.readiness_of(db, mentor, queries.today(db))
    number = len(found.missing)
    yield from counted(
        number,
        ngettext(
            "%(num)s thing is still missing before you can have a match",
            "%(num)s things are still missing before you can have a match",
            number,
        ),
        _("Look what you can do"),
        _MINE,
        more=format_list(str(MISSING[gate]) for gate in found.missing) + ".",
    )
    for block in found.blocks:
        if block.kind is BlockKind.PAUSED:
            yield Task(_("You have a pause"), _("Look at your pause"), _MINE, block_words(block))
        elif block.kind is BlockKind.HELD:
            yield Task(
                _("You are asked for nobody new for now"),
                _("Look at your page"),
                _MINE,
                block_words(block),
            )
        elif not number:
            yield Task(
                _("Something has to be new before you can have a match"),
                _("Look what you can do"),
                _MINE,
                block_words(block),
            )


def meeting(db: Db, actor: UserActor) -> Iterator[Task]:
    mentor = _mentor(db, actor)
    coming = own.next_meeting_of(db, mentor.id) if mentor else None
    if coming is None:
        return
    module = db.get(TrainingModule, coming.module_code) if coming.module_code else None
    yield Task(
        _("Your next meeting: %(moment)s", moment=format_datetime(coming.starts_at, "full")),
        _("Look at your training"),
        Place("training.own_mine"),
        f"{labels.heading_of(coming, module)} · {coming.location}",
        Pressing.COMING,
    )


def next_meetings(db: Db, actor: UserActor) -> Iterator[Task]:
    """When the mentor meets whom: what most of them come to look for."""
    if (mentor := _mentor(db, actor)) is None:
        return
    running = db.exec(trajectories.running_of(mentor)).all()
    coming = appointments.coming(db, [one.id for one in running])
    for key, found in sorted(coming.items(), key=lambda pair: pair[1].at):
        yield Task(
            LazyText(partial(_meeting_words, db, mentor, key, found.at)),
            _("Look at your match"), _MATCH, pressing=Pressing.MEETING,
        )  # fmt: skip


def _meeting_words(
    db: Db, mentor: Mentor, trajectory_id: UUID, at: datetime, **_more: object
) -> str:
    """With the first name as long as the mentor may be told about the young person."""
    names = {one.trajectory_id: one.name for one in pairs_of(db, mentor)}
    moment = format_datetime(at, "full")
    if name := names.get(trajectory_id):
        return _("You meet %(name)s: %(moment)s", name=name, moment=moment)
    return _("You meet the young person: %(moment)s", moment=moment)


def late_logs(db: Db, actor: UserActor) -> Iterator[Task]:
    """Of the matches that run; the page with the button names nobody."""
    if (mentor := _mentor(db, actor)) is None:
        return
    running = db.exec(trajectories.running_of(mentor)).all()
    facts = sessions.facts_of(db, running).values()
    late = [one.overdue_since for one in facts if one.overdue_since is not None]
    yield from counted(
        len(late),
        ngettext(
            "The log of %(num)s match is late",
            "The logs of %(num)s matches are late",
            len(late),
        ),
        _("Log a session"),
        _MATCH,
        more=_("We asked for it by %(day)s.", day=format_date(min(late), "full")) if late else "",
        pressing=Pressing.LATE,
    )


def own_answers(db: Db, actor: UserActor) -> Iterator[Task]:
    """How it is for the mentor, at every review."""
    if (mentor := _mentor(db, actor)) is None:
        return
    for trajectory, wave, _questions in asked_of_mentor(db, mentor, queries.today(db)):
        title = _("We ask you how it is for you as a mentor")
        yield Task(
            title,
            _("Answer the questions"),
            Place("check_ins.mine", {"trajectory_id": trajectory.id}),
            str(WAVES[wave]),
            in_mail=title,
        )


def _mentor(db: Db, actor: UserActor) -> Mentor | None:
    return db.exec(policy.own_of(actor)).one_or_none()
