"""From a mentor's worry to its end, on both engines: who wins, who may what, who is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.queries import today
from mentorship.trajectories.concerns import queries, rules, services
from mentorship.trajectories.concerns.models import ActKind, Concern, ConcernStatus
from mentorship.trajectories.concerns.protocols import ProtocolKind
from tests.accounts.people import make_person
from tests.trajectories.concerns.worried import committed, house, locked, worry


def letters_to(db: Db, user: User) -> list[str]:
    found = select(OutboxMail).where(col(OutboxMail.subject_id) == user.subject_id)
    mails = db.exec(found.order_by(col(OutboxMail.created_at))).all()
    return [mail.letter for mail in mails if mail.letter.startswith("concerns.")]


def test_from_a_worry_to_its_end(db: Db) -> None:
    there = house(db)
    holder, second = there.follows.id, there.colleague
    concern = worry(db, there)
    assert letters_to(db, there.follows.user) == ["concerns.raised"]
    with pytest.raises(rules.NotTakenOn):
        services.choose_protocol(db, concern, ProtocolKind.UNEASE, holder)

    services.take_on(db, concern, holder)
    assert letters_to(db, there.mentor.user) == ["concerns.seen"]
    with pytest.raises(rules.ProtocolMissing):
        services.close(db, concern, "Besproken.", holder)
    services.choose_protocol(db, concern, ProtocolKind.MELDCODE, holder)
    key = uuid4()
    for _twice in range(2):
        services.log_step(db, concern, "signals", today(db), "Gebeld.", by=holder, key=key)
    assert len(queries.steps_of(db, concern)) == 1
    for step, day in (("ask", today(db)), ("talk", today(db) + timedelta(days=1))):
        with pytest.raises((rules.StepUnknown, rules.DayImpossible)):
            services.log_step(db, concern, step, day, "", by=holder, key=uuid4())

    with pytest.raises(rules.SecondMissing):
        services.close(db, concern, "Besproken.", holder)
    services.ask_second(db, concern, second.user, holder)
    assert letters_to(db, second.user) == ["concerns.second"]
    with pytest.raises(rules.NotAsked):
        services.look(db, concern, "Ik ook.", by=holder, key=uuid4())
    services.look(db, concern, "Eens.", by=second.id, key=uuid4())
    with pytest.raises(rules.ReasonMissing):  # one of five steps is noted
        services.close(db, concern, "Besproken.", holder, left_out=" ")
    services.close(db, concern, "Besproken.", holder, left_out="Niet nodig.")
    assert vault.read(db, concern, "left_out", purpose=Purpose.GUIDANCE) == "Niet nodig."
    with pytest.raises(rules.AlreadyClosed):
        services.take_on(db, concern, second.id)
    assert [act.kind for act in queries.acts_of(db, concern)] == [
        ActKind.RAISED, ActKind.TAKEN_ON, ActKind.PROTOCOL_CHOSEN, ActKind.SECOND_ASKED,
        ActKind.SECOND_LOOKED, ActKind.CLOSED,
    ]  # fmt: skip


def test_whoever_takes_it_over_is_no_second_pair_of_eyes(db: Db) -> None:
    there = house(db)
    concern = worry(db, there)
    services.take_on(db, concern, there.follows.id)
    services.choose_protocol(db, concern, ProtocolKind.UNEASE, there.follows.id)
    services.ask_second(db, concern, there.colleague.user, there.follows.id)
    services.hand_over(db, concern, there.colleague.user, there.follows.id)
    assert (concern.holder_id, concern.second_id) == (there.colleague.id, None)
    assert letters_to(db, there.colleague.user) == ["concerns.second", "concerns.handed_over"]
    with pytest.raises(rules.NotHolder):
        services.close(db, concern, "Klaar.", there.follows.id)
    stranger = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    for refused in (there.mentor.user, stranger.user):
        with pytest.raises(rules.NoColleague):
            services.hand_over(db, concern, refused, there.colleague.id)


def test_who_works_alone_asks_another_house(db: Db) -> None:
    there = house(db)
    concern = worry(db, there)
    services.take_on(db, concern, there.follows.id)
    elsewhere = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    with pytest.raises(rules.NoColleague):
        services.ask_second(db, concern, elsewhere.user, there.follows.id)
    there.colleague.user.disabled_at = concern.raised_at
    db.flush()
    services.ask_second(db, concern, elsewhere.user, there.follows.id)
    assert concern.second_id == elsewhere.id


@pytest.mark.parametrize("second", ["holder", "mentor"])
def test_the_database_wants_two_different_people(db: Db, second: str) -> None:
    there = house(db)
    concern = worry(db, there)
    services.take_on(db, concern, there.follows.id)
    who = there.follows.id if second == "holder" else there.mentor.id
    with pytest.raises(IntegrityError):
        db.execute(update(Concern).where(col(Concern.id) == concern.id).values(second_id=who))


def test_a_double_click_raises_one_concern_and_one_letter(db: Db) -> None:
    there = house(db)
    first = worry(db, there)
    again = services.raise_concern(
        db, there.trajectory, "x", is_now=True, by=there.mentor.id, key=first.id
    )
    assert again is first
    assert letters_to(db, there.follows.user) == ["concerns.raised"]


def _takes_on(database: Database, concern: Concern, who: UUID, start: Barrier) -> str:
    start.wait()
    with database.writing() as db:
        try:
            services.take_on(db, locked(db, concern), who)
        except rules.TakenOn:
            return "late"
        db.commit()
    return "first"


def test_when_every_step_is_noted_no_reason_is_kept(db: Db) -> None:
    there = house(db)
    concern, by = worry(db, there), there.follows.id
    services.take_on(db, concern, by)
    services.choose_protocol(db, concern, ProtocolKind.UNEASE, by)
    for step in ("call_mentor", "weigh", "agree", "after"):
        services.log_step(db, concern, step, today(db), "", by=by, key=uuid4())
    services.close(db, concern, "Klaar.", by, left_out="Van een oude pagina.")
    assert concern.left_out is None


def test_of_two_who_click_at_once_one_has_it(database: Database) -> None:
    there, concern = committed(database)
    for _round in range(8):
        start, here = Barrier(2), (there.follows.id, there.colleague.id)
        with ThreadPoolExecutor(2) as both:
            told = both.map(_takes_on, [database] * 2, [concern] * 2, here, [start] * 2)
        assert sorted(told) == ["first", "late"]
        with database.writing() as db:
            row = locked(db, concern)
            assert row.holder_id in (there.follows.id, there.colleague.id)
            row.holder_id = row.acknowledged_at = None
            row.status = ConcernStatus.RAISED
            db.commit()
    with database.reading() as db:
        assert len(letters_to(db, there.mentor.user)) == 8
