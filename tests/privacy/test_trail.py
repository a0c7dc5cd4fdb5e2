"""Finding events: by day, user, role, act and person, page by page; every code has words."""

import ast
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from sqlmodel import select

import mentorship
from mentorship.foundation import audit, jobs
from mentorship.foundation.db import AuditActor, Database
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.outbox import MailStatus
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.trail.chain import AuditEventSubject
from mentorship.matching.models import RuleKind
from mentorship.matching.rounds.models import RoundStatus
from mentorship.privacy import checking, queries
from mentorship.privacy import jobs as privacy_jobs
from mentorship.privacy.acts import ACTS
from mentorship.privacy.filters import FilterUnreadable, TrailFilter, read
from mentorship.privacy.words import Only
from mentorship.trajectories.concerns.models import ActKind
from tests.factories import FixedNow
from tests.privacy.trails import BOTH_ROLES, CONSULTANT, DEPUTY, act, edit

SOMEBODY = UUID(int=31)


def found(database: Database, **asked: object) -> list[int]:
    with database.reading() as db:
        return [one.seq for one in queries.page_of_events(db, TrailFilter(**asked)).rows]


def test_what_is_asked_narrows_the_trail_down(database: Database, fixed_now: FixedNow) -> None:
    first_day = fixed_now().astimezone(TIME_ZONE).date()
    act(database, about=SOMEBODY)  # 1
    act(database, "role.granted", BOTH_ROLES)  # 2
    fixed_now.advance(days=3)
    act(database, "mail.sent", None, about=SOMEBODY)  # 3
    act(database, "mentee.stopped", DEPUTY, cover_for=str(CONSULTANT.id))  # 4
    last_day = first_day + timedelta(days=3)
    with database.reading() as db:
        person = db.exec(select(AuditEventSubject.pseudonym)).first()

    assert found(database) == [4, 3, 2, 1]
    assert found(database, since=last_day) == [4, 3]
    assert found(database, until=last_day - timedelta(days=1)) == [2, 1]
    assert found(database, since=first_day, until=first_day) == [2, 1]
    assert found(database, since=last_day + timedelta(days=1)) == []
    assert found(database, who=CONSULTANT.id) == [1]
    assert found(database, role="privacy_officer") == [2]
    assert found(database, role="mentor") == []  # not the consultant, whose role begins like it
    assert found(database, role="program") == [3]
    assert found(database, action="mail.sent") == [3]
    assert found(database, person=person) == [3, 1]
    assert found(database, only=Only.COVER) == [4]
    assert found(database, only=Only.BREAK_GLASS) == [4]
    assert found(database, person=person, since=last_day, role="program") == [3]


def test_pages_hold_every_event_once_in_both_directions(database: Database) -> None:
    act(database, times=2 * queries.PAGE + 7)
    act(database, "mail.sent", None)  # fits nothing of what is asked
    wanted = TrailFilter(action="mentee.accepted")
    seen: list[int] = []
    with database.reading() as db:
        page = queries.page_of_events(db, wanted)
        assert page.newer is None
        while True:
            seen += [one.seq for one in page.rows]
            if page.older is None:
                break
            page = queries.page_of_events(db, wanted, before=page.older)
        assert seen == list(range(2 * queries.PAGE + 7, 0, -1))
        back = queries.page_of_events(db, wanted, after=page.newer)
        assert [one.seq for one in back.rows] == list(range(queries.PAGE + 7, 7, -1))
        assert (back.newer, back.older) == (queries.PAGE + 7, 8)
        newest = queries.page_of_events(db, wanted, after=back.newer)
        assert [one.seq for one in newest.rows] == seen[: queries.PAGE]
        parts = list(queries.batches_of_events(db, wanted, 12))
        assert [one.seq for part in parts for one in part] == list(range(12, 0, -1))


def test_what_is_in_no_index_is_searched_step_by_step(database: Database) -> None:
    """A rare act among a million events: each page answers, and says where to go on."""
    act(database, "role.granted")
    act(database, times=10)
    step = partial(queries.page_of_events, wanted=TrailFilter(action="role.granted"), at_most=4)
    seen, pages = list[int](), 1
    with database.reading() as db:
        page = step(db)
        while page.older is not None:
            seen += [one.seq for one in page.rows]
            page, pages = step(db, before=page.older), pages + 1
        seen += [one.seq for one in page.rows]
        assert (seen, pages) == ([1], 3)
        assert page.newer is not None
        back = step(db, after=page.newer)
        assert (list(back.rows), back.newer) == ([], page.newer + 4)
        assert len(queries.page_of_events(db, TrailFilter(who=CONSULTANT.id)).rows) == 11


def test_of_a_long_list_only_the_number_is_shown(database: Database) -> None:
    people = frozenset(UUID(int=number) for number in range(1, queries.PEOPLE_SHOWN + 2))
    with database.writing(CONSULTANT) as db:
        audit.note_list(db, audit.Purpose.MATCHING, people, "mentee.first_name")
        db.commit()
    with database.reading() as db:
        assert queries.people_of(db, [1])[1] == queries.People(len(people), ())
        assert len(queries.people_of(db, [1], most=None)[1].pseudonyms) == len(people)


@pytest.mark.parametrize(
    "values",
    [{"since": "03-11-2026"}, {"who": "7"}, {"role": "boss"}, {"person": "Noa"}, {"only": "me"},
     {"action": "DROP TABLE"}, {"since": "0001-01-01"}, {"until": "9999-12-31"}],
)  # fmt: skip
def test_an_address_of_somebody_elses_making_shows_nothing(values: dict[str, str]) -> None:
    with pytest.raises(FilterUnreadable):
        read(values)


def test_an_address_says_what_was_asked() -> None:
    wanted = TrailFilter(date(2026, 11, 3), None, SOMEBODY, "program", "read", "a" * 64, Only.COVER)
    assert read(wanted.values) == wanted


def test_every_act_has_words() -> None:
    """Whatever the code records by name, and what it puts together from the state of something."""
    told = {f"concern.{kind}" for kind in ActKind} | {f"pair.{kind}" for kind in RuleKind}
    told |= {f"mail.{status}" for status in MailStatus if status is not MailStatus.WAITING}
    told |= {f"round.{status}" for status in RoundStatus if not status.is_open}
    assert (told | set(_recorded())) - set(ACTS) == set()


_RECORDERS = {"record", "_record", "_record_own", "_record_role", "_remove"}


def _recorded() -> Iterator[str]:
    for path in Path(mentorship.__file__).parent.rglob("*.py"):
        source = path.read_text()
        if any(f"{name}(" in source for name in _RECORDERS):
            yield from _recorded_in(ast.parse(source))


def _recorded_in(source: ast.AST) -> Iterator[str]:
    for call in ast.walk(source):
        if isinstance(call, ast.Call) and _name_of(call.func) in _RECORDERS:
            for part in (one for given in call.args for one in ast.walk(given)):
                text = part.value if isinstance(part, ast.Constant) else None
                if isinstance(text, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", text):
                    yield text


def _name_of(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def check(database: Database, by: UUID | None = None) -> checking.Check | None:
    """As the worker runs it."""
    with database.writing(AuditActor(by) if by else None) as db:
        job = checking.ask_check(db, by) if by else jobs.enqueue(db, checking.CHECK)
        assert checking.ask_check(db, UUID(int=1)).id == job.id  # one at a time
        db.commit()
    run_job(database, Event(), job.id)
    with database.reading() as db:
        return checking.standing(db).last


def test_a_check_says_when_by_whom_and_how_far(database: Database, fixed_now: FixedNow) -> None:
    assert privacy_jobs.check_trail  # is loaded, as the worker loads it
    with database.reading() as db:
        assert checking.standing(db).is_pressing  # never checked
    act(database, times=1010)  # more than it reads at once
    audit.make_checkpoint(database)
    act(database, times=3)
    sound = check(database, SOMEBODY)
    assert sound is not None
    assert (sound.is_sound, sound.asked_by, sound.at) == (True, SOMEBODY, fixed_now())
    assert (sound.events, sound.unsigned) == (1014, 4)  # the asking is an event too
    assert not sound.is_unsigned_too_long
    with database.reading() as db:
        assert not checking.standing(db).is_pressing
    fixed_now.advance(days=2)
    with database.reading() as db:
        standing = checking.standing(db)
    assert (standing.days, standing.is_old, standing.is_pressing) == (2, True, True)
    again = check(database)
    assert again is not None
    assert (again.asked_by, again.is_unsigned_too_long) == (None, True)
    with database.reading() as db:
        standing = checking.standing(db)
    assert (standing.is_old, standing.is_pressing) == (False, True)


def test_an_edited_event_is_told_with_its_number(database: Database) -> None:
    act(database, times=5)
    edit(database, 3)
    broken = check(database)
    assert broken is not None
    assert (broken.is_sound, broken.problems, broken.first_broken) == (False, 1, 3)
    with database.reading() as db:
        assert checking.standing(db).is_pressing
