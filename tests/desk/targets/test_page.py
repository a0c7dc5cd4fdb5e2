"""The page of a year and the lines of the day, counted again by hand, on both engines."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from mentorship.accounts.roles import Role
from mentorship.desk.targets import queries, reaching, services
from mentorship.desk.targets.page import targets_page
from mentorship.desk.targets.rules import Progress
from mentorship.desk.targets.services import Terms
from mentorship.desk.tasks import targets as tasks
from mentorship.desk.tasks.task import Pressing
from mentorship.evaluation.guided import guidings, young_people
from mentorship.foundation.db import Database, Db
from mentorship.matching.models import Match, MatchStatus
from mentorship.mentors.queries import today
from mentorship.training.facts import MeetingFacts, Slot
from mentorship.training.meetings import plan_meeting
from mentorship.training.models import MeetingKind
from mentorship.trajectories import services as trajectories
from mentorship.trajectories.contacts import services as contacts
from mentorship.trajectories.contacts.models import ContactHow, ContactSide
from mentorship.trajectories.contacts.services import NewContact
from mentorship.trajectories.models import PauseReason, Trajectory
from tests.accounts.people import HOUSE, Person, make_person, sign_in_as
from tests.conftest_web import csrf
from tests.matching.at_the_desk import main_of, words
from tests.referrals.senders import acting
from tests.trajectories.pairs import at, started
from tests.trajectories.sessions.told import Pair, make_pair, met

OTHER = "NHN"


@dataclass
class Year:
    """A pair in each of two Houses, a target, money that ends in thirty days, noted minutes."""

    coordinator: Person
    pair: Pair
    other: Trajectory
    day: date


@pytest.fixture
def year(db: Db) -> Year:
    return make_year(db)


def make_year(db: Db) -> Year:
    coordinator, trainer = make_person(db, Role.COORDINATOR), make_person(db, Role.TRAINER)
    pair, day = make_pair(db, ago=timedelta(days=20)), today(db)
    elsewhere = make_person(db, Role.MENTOR_CONSULTANT, OTHER)
    other = started(db, elsewhere, OTHER, ago=timedelta(days=10))
    by = pair.consultant.id

    def contact(ago: int, *, is_reached: bool = True, minutes: int | None = None) -> NewContact:
        on = day - timedelta(days=ago)
        return NewContact(ContactSide.MENTOR, on, ContactHow.PHONE, is_reached, minutes=minutes)

    one = contacts.note_contact(db, pair.trajectory, contact(9, minutes=300), by=by)
    contacts.correct_contact(db, pair.trajectory, one, contact(9, minutes=60), by=by)
    contacts.note_contact(db, pair.trajectory, contact(8), by=by)
    contacts.note_contact(db, pair.trajectory, contact(8, is_reached=False), by=by)
    contacts.note_contact(db, pair.trajectory, contact(7, is_reached=False, minutes=5), by=by)
    pair.log(db, met(db, 3, expense_cents=450, kilometres=12))
    ago = day - timedelta(days=5)
    slot = Slot(at(ago, 18), at(ago, 21), "Zaal", trainer.id)
    plan_meeting(db, MeetingFacts(MeetingKind.PEER_SUPERVISION, slot, house_code=HOUSE))
    plan_meeting(db, MeetingFacts(MeetingKind.PEER_SUPERVISION, slot))
    services.set_target(
        db, day.year, HOUSE, 4, position=0, reason="", by=coordinator.id, key=uuid4()
    )
    services.note_funding(
        db, Terms("Gemeente", HOUSE, day - timedelta(days=15), day + timedelta(days=30), 9_000, 80),
        by=coordinator.id, key=uuid4(),
    )  # fmt: skip
    return Year(coordinator, pair, other, day)


def test_the_page_can_be_counted_again_by_hand(db: Db, year: Year) -> None:
    page = targets_page(db, year.day.year)
    lines = {line.house_code: line for line in page.houses}
    own = lines[HOUSE]
    assert (own.guided, own.target, own.progress) == (1, 4, Progress.ON_SCHEDULE)
    assert (lines[OTHER].guided, lines[OTHER].progress) == (1, Progress.NO_TARGET)
    assert (page.region.guided, page.region.target) == (2, 4)
    assert page.region.progress is Progress.NO_TARGET  # not every House has one

    # The first meeting without minutes, the corrected contact, one without minutes, five minutes
    # of trying; what was tried without minutes and what was corrected don't count.
    sums = own.cost.sums
    assert (sums.works, sums.timed, sums.minutes) == (4, 2, 65)
    assert (sums.meetings, sums.expense_cents, sums.kilometres) == (1, 450, 12)
    assert (sums.trajectories, sums.days) == (1, 21)
    assert own.cost.total_cents == 65 * 75 * 100 // 60 + 40_000 + 450 + 12 * 23
    assert page.region.cost.sums.meetings == 2

    [funding] = page.fundings
    assert (funding.days_left, funding.run_past) == (30, 1)
    assert funding.cost.sums.minutes == 65
    assert funding.cost.sums.works == 3  # the first meeting was before its first day
    money = {line.house: line for line in page.money}
    assert money["Kennemerland"].until == year.day + timedelta(days=30)
    assert money["Kennemerland"].run_past == 1
    assert all(line.until is None for name, line in money.items() if name != "Kennemerland")

    to_come = targets_page(db, year.day.year + 1)
    assert to_come.region.guided == to_come.region.cost.total_cents == 0
    before = targets_page(db, year.day.year - 1)
    assert before.region.guided == 0


def test_who_is_guided(db: Db, year: Year) -> None:
    one, day = year.pair.trajectory, year.day
    trajectories.pause(db, one, day, PauseReason.HOLIDAY, by=year.pair.consultant.id)
    first = date(day.year, 1, 1)
    assert young_people(guidings(db, first), first, day) == {one.mentee_id, year.other.mentee_id}
    # The same young person with a second mentor counts once.
    second = next(one for one in guidings(db, first) if one.trajectory_id == year.other.id)
    assert len(young_people([second, second], first, day)) == 1
    # A match that ended without anybody closing the trajectory is no guiding any more.
    match = db.get_one(Match, year.other.match_id)
    match.status, match.closed_at = MatchStatus.ENDED, at(day - timedelta(days=4))
    db.flush()
    since = day - timedelta(days=3)
    assert young_people(guidings(db, since), since, day) == {one.mentee_id}
    assert len(young_people(guidings(db, first), first, day)) == 2


def test_who_sets_targets_and_who_guides_are_told(db: Db, year: Year) -> None:
    coordinator = acting(db, year.coordinator)
    lines = list(tasks.managing(db, coordinator))
    assert [line.pressing for line in lines] == [Pressing.TO_DO, Pressing.TO_DO]
    assert "Kennemerland" not in lines[0].more
    assert "Kennemerland" in lines[1].more
    assert "1 traject" in lines[1].more

    own, stranger = acting(db, year.pair.consultant), make_person(db, Role.MENTOR_CONSULTANT, OTHER)
    [line] = tasks.past_funding(db, own)
    assert line.place.endpoint == "targets.past_funding"
    assert [one.trajectory_id for one in reaching.own_past_funding(db, own)] == [
        year.pair.trajectory.id
    ]
    # The other House has no money noted at all: nothing to run past.
    assert not list(tasks.past_funding(db, acting(db, stranger)))
    [funding] = queries.fundings(db)
    services.note_funding(
        db, Terms("Vervolg", None, funding.last_day + timedelta(days=1),
                  year.day + timedelta(days=900), 50_000, None),
        by=year.coordinator.id, key=uuid4(),
    )  # fmt: skip
    assert not list(tasks.past_funding(db, own))
    assert len(list(tasks.managing(db, coordinator))) == 1


def test_as_many_statements_with_more_of_everything(sqlite_database: Database) -> None:
    def statements() -> int:
        seen: list[object] = []
        with sqlite_database.reading() as db:
            listen = lambda *_: seen.append(1)  # noqa: E731
            event.listen(sqlite_database.readers, "before_cursor_execute", listen)
            targets_page(db, today(db).year)
            event.remove(sqlite_database.readers, "before_cursor_execute", listen)
        return len(seen)

    with sqlite_database.writing() as db:
        made = make_year(db)
        db.commit()
    before = statements()
    with sqlite_database.writing() as db:
        for _ in range(2):
            started(db, made.pair.consultant, ago=timedelta(days=5))
        terms = Terms("Extra", OTHER, made.day, made.day, 1, None)
        services.note_funding(db, terms, by=made.coordinator.id, key=uuid4())
        db.commit()
    assert statements() == before


def test_a_coordinator_sets_changes_and_reads(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        made = make_year(db)
        db.commit()
    sign_in_as(client, sqlite_database, made.coordinator.user)
    number = made.day.year
    said = words(main_of(client.get("/today")))
    assert f"Nog geen doel voor {number}" in said
    assert "De financiering eindigt op" in said
    page = main_of(client.get("/targets"))
    assert "65 min ÷ 60 × € 75" in words(page)
    assert page.select_one(f'a[href="/targets/{number - 1}"]') is not None

    form = f"/targets/{number}/{HOUSE}"
    sent = {"csrf_token": csrf(client, form), "guided": "6", "version": "1"}
    refused = client.post(form, data=sent)
    assert refused.status_code == 422
    assert "Schrijf op waarom het een ander getal wordt." in refused.text
    old = client.post(form, data=sent | {"version": "0", "reason": "Meer geld."})
    assert old.status_code == 409
    changed = sent | {"reason": "Meer geld.", "submission": str(uuid4())}
    for _twice in range(2):
        assert client.post(form, data=changed).status_code == 303
    elsewhere = f"/targets/{number}/{OTHER}"
    first = {"csrf_token": csrf(client, elsewhere), "guided": "3", "version": "0"}
    for _twice in range(2):
        sent_once = first | {"submission": str(made.pair.consultant.id)}
        assert client.post(elsewhere, data=sent_once).status_code == 303
    assert words(main_of(client.get(form))).count("Meer geld.") == 1
    assert "Meer geld." in words(main_of(client.get(form)))

    new = "/targets/funding/new"
    sent = {
        "csrf_token": csrf(client, new), "name": "Versterkingsgelden", "house": "region",
        "first_day": "01-01-2026", "last_day": "31-12-2025", "euros": "60000",
    }  # fmt: skip
    assert client.post(new, data=sent | {"house": ""}).status_code == 422
    wrong = client.post(new, data=sent)
    assert wrong.status_code == 422
    assert "Versterkingsgelden" in wrong.text
    for far in ({"last_day": "31-12-2199"}, {"first_day": "01-01-1900"}):
        for_ever = client.post(new, data=sent | {"last_day": "31-12-2026"} | far)
        assert for_ever.status_code == 422
        assert "Kies een dag van 01-01-2020 tot en met 31-12-2100." in for_ever.text
    for never in ({"last_day": "31-12-9999"}, {"first_day": "01-01-0001"}):  # "for ever"
        assert client.post(new, data=sent | {"last_day": "31-12-2026"} | never).status_code == 422
    assert client.post(new, data=sent | {"last_day": "31-12-2026"}).status_code == 303
    with sqlite_database.reading() as db:
        row = next(one for one in queries.fundings(db) if one.house_code is None)
    at_it = f"/targets/funding/{row.id}"
    assert "60000" in client.get(at_it).text
    more = sent | {"last_day": "31-12-2026", "reason": "Meer.", "csrf_token": csrf(client, at_it)}
    assert client.post(at_it, data=more | {"euros": "70000"}).status_code == 303
    late = client.post(at_it, data=more | {"name": "Anders genoemd"})  # a colleague's old page
    assert (late.status_code, "Anders genoemd" in late.text) == (409, True)
    with sqlite_database.reading() as db:
        row = next(one for one in queries.fundings(db) if one.house_code is None)
    at_it = f"/targets/funding/{row.id}"
    assert f'action="{at_it}"' in late.text
    again = sent | {"last_day": "31-12-2026", "reason": "Dubbel.", "is_mistake": "y"}
    again["csrf_token"] = csrf(client, at_it)
    assert client.post(at_it, data=again).status_code == 303
    assert client.get(at_it).status_code == 404
    assert "Versterkingsgelden" not in words(main_of(client.get("/targets")))
    assert client.get("/targets/1999").status_code == 404
    assert client.get(f"/targets/{number}/XXX").status_code == 404
