"""Work that is done outside a request: solving a round, closing what nobody answered, reminders."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from mentorship.accounts.reminders.kinds import Due, reminds
from mentorship.accounts.roles import Role
from mentorship.foundation.audit import AuditActor
from mentorship.foundation.clock import daily
from mentorship.foundation.db import Database, Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.jobs import JobCancelled, JobFailed, JobInterrupted, job, running_job
from mentorship.foundation.queues.child_processes import ChildDied, ChildTooSlow, in_child
from mentorship.matching import counts, services, settings_history
from mentorship.matching.matches.closing import LOOK_AGAIN
from mentorship.matching.matches.letters import ANSWER_SOON, CALL_SOON
from mentorship.matching.matches.readers import readers_of_many
from mentorship.matching.models import LookedFor
from mentorship.matching.rounds import queries, second_looks
from mentorship.matching.rounds import services as rounds
from mentorship.matching.rounds.computing import solved
from mentorship.matching.rounds.gathering import gather
from mentorship.matching.rounds.keeping import sealed_answer
from mentorship.matching.rounds.looking import looked
from mentorship.matching.rounds.models import MatchRound

_LONGEST = timedelta(minutes=10)
_TIMES_OVERTAKEN = 3
_BEFORE_THE_LAST_DAY = timedelta(days=2)


@job(rounds.SOLVE, attempts=3)
def solve(database: Database, *, round_id: UUID) -> None:
    """Reads, solves in a process that can be stopped, then keeps everything at once."""
    row = _begin(database, round_id)
    if row is None:
        return
    actor = AuditActor(row.started_by, Role.MENTOR_CONSULTANT.value)
    houses = None if row.house_code is None else frozenset({row.house_code})
    with database.reading(actor) as db:
        people = gather(db, row.day, houses)
        settings = settings_history.settings_in(settings_history.find(db, row.settings_number))
    round_ = people.as_round(row.day, settings.policy, row.seed, settings.objective)
    running_job().progress(30)
    try:
        answer = in_child(solved, round_, time_limit=_LONGEST)
    except (JobInterrupted, JobCancelled):
        raise
    except (ChildDied, ChildTooSlow) as stopped:
        _fail(database, round_id)
        raise JobFailed(type(stopped).__name__.lower()) from stopped
    running_job().progress(80)
    with database.reading(actor) as db:
        ready = sealed_answer(db, row, people, round_, answer)
    with database.writing(actor) as db:
        locked = queries.lock(db, round_id)
        if locked.status.is_open:
            rounds.keep(db, locked, ready)
            db.commit()


def _begin(database: Database, round_id: UUID) -> MatchRound | None:
    with database.writing() as db:
        row = queries.lock(db, round_id)
        if not rounds.begin(db, row):
            return None
        db.commit()
    running_job().progress(10)
    return row


def _fail(database: Database, round_id: UUID) -> None:
    with database.writing() as db:
        row = queries.lock(db, round_id)
        rounds.fail(db, row)
        db.commit()


@daily("03:15")
@job("matching.close_unanswered")
def close_unanswered(database: Database) -> None:
    """The term is over, or consent was withdrawn: the seat and the mentee are free again."""
    with database.reading() as db:
        due = services.due_for_closing(db)
    for match_id in due:
        with database.writing() as db:
            services.close_if_due(db, match_id)
            db.commit()


class Overtaken(Exception):
    """Others took what was found, each time anew; the queue tries it again later."""


@job(LOOK_AGAIN)
def look_again(database: Database, *, match_id: UUID) -> None:
    """Whom the young person may have now, and who may have the seat; nothing is decided."""
    for looked_for in LookedFor:
        _look(database, match_id, looked_for)


def _look(database: Database, match_id: UUID, looked_for: LookedFor) -> None:
    for _attempt in range(_TIMES_OVERTAKEN):
        with database.reading() as db:
            asked = second_looks.question(db, match_id, looked_for)
        if asked is None:
            return
        found = None
        if isinstance(asked, second_looks.Question):
            found = in_child(looked, asked.look, time_limit=_LONGEST)
        with database.writing() as db:
            if second_looks.keep(db, match_id, looked_for, asked, found):
                db.commit()
                return
    raise Overtaken


@reminds(ANSWER_SOON, "/matching/mine")
def unanswered_questions(db: Db, day: date) -> Iterator[Due]:
    """For the mentor, near the last day for an answer; not on the day of the question itself."""
    for match, user_id in counts.unanswered_until(db, day, day + _BEFORE_THE_LAST_DAY):
        if match.decided_at.astimezone(TIME_ZONE).date() < day:
            yield Due(user_id, match.id, match.answer_due, last_day=match.answer_due)


@reminds(CALL_SOON, "/matching")
def answers_to_call_about(db: Db, day: date) -> Iterator[Due]:
    """For who follows the young person: nobody else reminds those who have to answer."""
    found = counts.to_call_about(db, day, day + _BEFORE_THE_LAST_DAY)
    readers = readers_of_many(db, found)
    for match in found:
        for user in readers[match.id]:
            yield Due(user.id, match.id, match.answer_due, last_day=match.answer_due)
