"""Recommendations: kept by the coordinator, followed by their owner, read by the researcher."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.evaluation.recommendations import policy, queries, rules, services
from mentorship.evaluation.recommendations.models import (
    Recommendation,
    RecommendationStatus,
    RecommendationStep,
)
from mentorship.evaluation.recommendations.queries import Shelf
from mentorship.evaluation.recommendations.services import Agreed, Origin
from mentorship.foundation.db import ChangedMeanwhile, Database
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import Person, person
from tests.conftest_web import soup
from tests.desk.test_many import counted
from tests.evaluation.test_questions import send
from tests.evaluation.test_views import around, browser, post, words
from tests.evaluation.world import Office, WithBundle, asked, programme, released_programme
from tests.factories import FixedNow
from tests.referrals.senders import acting

__all__ = ["around"]  # the fixture of the pages
ADVICE = "Plan het eerste steuncontact al voor de kennismaking."
REASON = "Er is dit jaar geen tijd voor; volgend jaar opnieuw bekijken."
STUDY = Origin(study="Procesevaluatie 2024", studied_on=date(2025, 2, 1))
TAKEN_UP, PUT_ASIDE = RecommendationStatus.TAKEN_UP, RecommendationStatus.PUT_ASIDE


@pytest.fixture
def told(sqlite_database: Database, fixed_now: FixedNow) -> WithBundle:
    return released_programme(sqlite_database, fixed_now)


def agreed(owner: Person, **changed: Any) -> Agreed:
    told = {"recommendation": ADVICE, "owner_id": owner.id, "act_by": date(2026, 6, 1)}
    return Agreed(**{**told, **changed})


def noted(database: Database, by: Person, owner: Person, origin: Origin = STUDY) -> UUID:
    with database.writing(actor=None) as db:
        row = services.note(db, origin, agreed(owner), by.id, uuid4())
        db.commit()
        return row.id


def move(
    database: Database, row_id: UUID, status: RecommendationStatus, said: str, by: Person,
    seen: int = 1, key: UUID | None = None,
) -> None:  # fmt: skip
    with database.writing(actor=None) as db:
        row = queries.lock(db, select(Recommendation), row_id)
        assert row is not None
        services.move(db, row, status, said, by.id, key or uuid4(), seen=seen)
        db.commit()


def steps(database: Database, row_id: UUID) -> list[tuple[str, str | None]]:
    """The first one first."""
    with database.reading() as db:
        found = queries.steps_of(db, db.get_one(Recommendation, row_id))
    return [(one.status.value, one.said) for one in reversed(found)]


def consultant_at(app: Flask, database: Database) -> tuple[Person, FlaskClient]:
    who = person(database, Role.MENTOR_CONSULTANT)
    return who, browser(app, database, who)


def only(database: Database) -> Recommendation:
    with database.reading() as db:
        return db.exec(select(Recommendation)).one()


def test_from_a_study_to_what_its_maker_reads_about_it_without_a_name(
    app: Flask, sqlite_database: Database, told: WithBundle
) -> None:
    around, bundle_id = told, told.bundle_id
    owner, client = consultant_at(app, sqlite_database)
    coordinator = browser(app, sqlite_database, around.coordinator)
    told = {"recommendation": ADVICE, "owner": str(owner.id), "act_by": "01-06-2026"}
    send(coordinator, "/recommendations/new", bundle=str(bundle_id), **told)
    path = f"/recommendations/{only(sqlite_database).id}"
    today = client.get("/today").text
    assert "1 aanbeveling wacht tot jij haar oppakt" in words(today)
    assert path in today
    assert ADVICE in client.get(path).text
    send(client, f"{path}/status", stands="taken_up", said="Het staat in het draaiboek.")
    assert "aanbeveling" not in words(client.get("/today").text).replace("Aanbevelingen", "")

    evaluator = browser(app, sqlite_database, around.evaluator)
    mine = f"/evaluation/{bundle_id}/recommendations"
    assert mine in evaluator.get(f"/evaluation/{bundle_id}").text
    page = evaluator.get(mine).text
    read = words(page)
    assert f"{ADVICE} Opgepakt Het staat in het draaiboek." in read
    assert "Fenna Roodenburg" not in page  # what everybody is called here
    history = words(coordinator.get(path).text)
    assert "Fenna Roodenburg" in history
    assert history.index("Het staat in het draaiboek.") < history.index("Nog niet opgepakt")


def letters(database: Database) -> list[bytes]:
    """To whom a recommendation was given by e-mail, sealed as they are."""
    with database.reading() as db:
        found = select(OutboxMail).where(
            col(OutboxMail.letter) == "evaluation.recommendation_yours"
        )
        return [one.subject_id.bytes for one in db.exec(found)]


def test_who_is_given_one_hears_of_it_and_who_keeps_it_doesnt(
    database: Database, fixed_now: FixedNow
) -> None:
    around = programme(database, fixed_now)
    first, second = (person(database, Role.MENTOR_CONSULTANT) for _ in range(2))
    row_id = noted(database, around.coordinator, first)
    noted(database, around.coordinator, around.coordinator)
    assert letters(database) == [subject_of(database, first)]
    for number, owner in enumerate((first, second, around.coordinator), 1):
        with database.writing(actor=None) as db:
            row = queries.lock(db, select(Recommendation), row_id)
            assert row is not None
            words_now = agreed(owner, recommendation=f"{ADVICE} {number}")
            services.change(db, row, words_now, around.coordinator.id, uuid4(), seen=number)
            db.commit()
    assert sorted(letters(database)) == sorted(subject_of(database, one) for one in (first, second))


def subject_of(database: Database, who: Person) -> bytes:
    with database.reading() as db:
        return db.get_one(User, who.id).subject_id.bytes


def test_put_aside_needs_a_reason_that_the_maker_of_the_study_reads(
    app: Flask, sqlite_database: Database, told: WithBundle
) -> None:
    around, bundle_id = told, told.bundle_id
    row_id = noted(
        sqlite_database, around.coordinator, around.coordinator, Origin(bundle_id=bundle_id)
    )
    coordinator = browser(app, sqlite_database, around.coordinator)
    path = f"/recommendations/{row_id}/status"
    refused = post(coordinator, path, stands="put_aside", said=" ", seen="1")
    assert refused.status_code == 422
    assert "Vul in waarom de aanbeveling niet wordt opgevolgd." in words(refused.text)
    same = post(coordinator, path, stands="open", said="", seen="1")
    assert same.status_code == 422
    send(coordinator, path, stands="put_aside", said=REASON)
    assert steps(sqlite_database, row_id) == [("open", None), ("put_aside", REASON)]
    evaluator = browser(app, sqlite_database, around.evaluator)
    assert REASON in evaluator.get(f"/evaluation/{bundle_id}/recommendations").text
    assert coordinator.get(f"/recommendations/{row_id}").text.count("/change") == 0
    with sqlite_database.writing(actor=None) as db:
        row = db.get_one(Recommendation, row_id)
        with pytest.raises(rules.RecommendationClosed):
            services.change(
                db, row, agreed(around.coordinator), around.coordinator.id, uuid4(), seen=2
            )


def test_words_that_name_somebody_are_taken_out_and_the_step_stays(
    app: Flask, sqlite_database: Database, told: WithBundle
) -> None:
    around, bundle_id = told, told.bundle_id
    owner, client = consultant_at(app, sqlite_database)
    row_id = noted(sqlite_database, around.coordinator, owner, Origin(bundle_id=bundle_id))
    path = f"/recommendations/{row_id}"
    coordinator = browser(app, sqlite_database, around.coordinator)
    assert "Er zijn geen woorden om weg te halen." in words(coordinator.get(f"{path}/words").text)
    send(client, f"{path}/status", stands="put_aside", said="Dat ging over Jolanda Vis.")
    assert client.get(f"{path}/words").status_code == 403
    with sqlite_database.reading() as db:
        step = queries.steps_of(db, db.get_one(Recommendation, row_id))[0]
    send(coordinator, f"{path}/words", which=str(step.id))
    evaluator = browser(app, sqlite_database, around.evaluator)
    for reader, page in ((evaluator, f"/evaluation/{bundle_id}/recommendations"), (client, path)):
        assert "Jolanda" not in reader.get(page).text
    assert steps(sqlite_database, row_id) == [("open", None), ("put_aside", "")]
    assert "De woorden zijn weggehaald." in words(client.get(path).text)


def test_only_its_owner_and_the_coordinator_say_what_came_of_it(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    owner, mine = consultant_at(app, sqlite_database)
    _, colleague = consultant_at(app, sqlite_database)
    path = f"/recommendations/{noted(sqlite_database, around.coordinator, owner)}"
    officer = browser(app, sqlite_database, around.officer)
    for reader in (colleague, officer):
        assert ADVICE in reader.get(path).text
        assert f"{path}/status" not in reader.get(path).text
        for answer in (reader.get(f"{path}/status"), post(reader, f"{path}/status", stands="done")):
            assert answer.status_code == 404
        assert reader.get(f"{path}/change").status_code == 403
        assert reader.get("/recommendations/new").status_code == 403
    assert mine.get(f"{path}/change").status_code == 403
    assert f"{path}/status" in mine.get(path).text
    send(mine, f"{path}/status", stands="done", said="Zo doen we het nu.")
    for role in (Role.MENTOR, Role.TRAINER, Role.REFERRER, Role.EVALUATOR, Role.CONFIDANT):
        stranger = browser(app, sqlite_database, person(sqlite_database, role))
        assert stranger.get(path).status_code == 403


def test_a_recipient_reads_what_came_of_their_own_bundle_only_and_of_no_study_without_one(
    app: Flask, sqlite_database: Database, told: WithBundle, fixed_now: FixedNow
) -> None:
    around, bundle_id = told, told.bundle_id
    noted(sqlite_database, around.coordinator, around.coordinator, STUDY)
    mine = f"/evaluation/{bundle_id}/recommendations"
    evaluator = browser(app, sqlite_database, around.evaluator)
    assert ADVICE not in evaluator.get(mine).text
    noted(sqlite_database, around.coordinator, around.coordinator, Origin(bundle_id=bundle_id))
    for role in (Role.EVALUATOR, Role.MUNICIPAL_EXPERT):
        stranger = browser(app, sqlite_database, person(sqlite_database, role))
        assert stranger.get(mine).status_code == 404
    assert evaluator.get(f"/evaluation/{uuid4()}/recommendations").status_code == 404
    # The figures end on their last day; what came of the study goes on.
    fixed_now.moment += timedelta(days=400)
    later = browser(app, sqlite_database, around.evaluator)
    assert mine in later.get(f"/evaluation/{bundle_id}").text
    assert ADVICE in later.get(mine).text


def test_what_cannot_be_noted_is_said_at_its_field(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    waits = asked(sqlite_database, around)
    coordinator = browser(app, sqlite_database, around.coordinator)
    owner = str(around.coordinator.id)
    told = {"bundle": "", "recommendation": ADVICE, "owner": owner, "act_by": "01-06-2026"}
    study = {"study": "Procesevaluatie", "studied_on": "01-02-2026"}
    for wrong, said in (
        ({}, "Kies een bundel, of vul de titel van het onderzoek in."),
        ({"study": "Procesevaluatie"}, "Vul de datum van het onderzoek in."),
        ({**study, "studied_on": "01-02-2027"}, "Het onderzoek moet al klaar zijn."),
        ({**study, "act_by": "01-02-2026"}, "Kies een dag die nog moet komen."),
        ({**study, "recommendation": ""}, "Vul de aanbeveling in."),
        ({**study, "recommendation": "x" * 501}, "Deze tekst is te lang"),
        ({**study, "owner": str(around.evaluator.id)}, "Kies een van de antwoorden uit de lijst."),
        ({**study, "bundle": str(waits)}, "Kies een van de antwoorden uit de lijst."),
    ):
        answer = post(coordinator, "/recommendations/new", **{**told, **wrong})
        assert answer.status_code == 422, said
        assert said in words(answer.text)
    with sqlite_database.writing(actor=None) as db:
        for origin, who, error in (
            (Origin(bundle_id=waits), around.coordinator, rules.NotReleased),
            (STUDY, around.evaluator, rules.NotAnOwner),
        ):
            with pytest.raises(error):
                services.note(db, origin, agreed(who), around.coordinator.id, uuid4())
        assert db.exec(select(Recommendation)).all() == []


def test_a_double_click_notes_one_and_fails_nobody(database: Database, fixed_now: FixedNow) -> None:
    by, key = programme(database, fixed_now).coordinator, uuid4()
    takes_turns = database.engine.dialect.name == "sqlite"  # who writes has the others wait
    start = threading.Barrier(1 if takes_turns else 2)

    def click(_: int) -> UUID:
        with database.writing(actor=None) as db:
            start.wait()
            row = services.note(db, STUDY, agreed(by), by.id, key)
            db.commit()
            return row.id

    with ThreadPoolExecutor(2) as two:
        assert list(two.map(click, range(2))) == [key, key]


def test_another_owner_finds_it_and_the_old_one_stays_in_what_happened(
    app: Flask, sqlite_database: Database, around: Office, fixed_now: FixedNow
) -> None:
    first, before = consultant_at(app, sqlite_database)
    second, after = consultant_at(app, sqlite_database)
    row_id = noted(sqlite_database, around.coordinator, first)
    path = f"/recommendations/{row_id}"
    coordinator = browser(app, sqlite_database, around.coordinator)
    told = {"recommendation": "Kort gezegd.", "owner": str(second.id), "act_by": "01-07-2026"}
    send(coordinator, f"{path}/change", **told)
    assert path in after.get("/today").text
    assert path not in before.get("/today").text
    assert ADVICE not in coordinator.get(path).text  # a name in it would be gone
    with sqlite_database.reading() as db:
        found = queries.steps_of(db, db.get_one(Recommendation, row_id))
        assert [one.owner_id for one in found] == [second.id, first.id]
        assert [one.act_by for one in found] == [date(2026, 7, 1), date(2026, 6, 1)]
        actions = db.exec(select(col(AuditEvent.action)).order_by(col(AuditEvent.seq))).all()
    assert [one for one in actions if one.startswith("recommendation")] == [
        "recommendation.noted", "recommendation.changed",
    ]  # fmt: skip

    # Late, and its owner left: the coordinator is asked for another.
    fixed_now.moment += timedelta(days=200)
    assert "1 aanbeveling had al opgevolgd moeten zijn" in words(
        browser(app, sqlite_database, second).get("/today").text
    )
    with sqlite_database.writing(actor=None) as db:
        db.get_one(User, second.id).disabled_at = fixed_now.moment
        db.commit()
    coordinator = browser(app, sqlite_database, around.coordinator)
    today = coordinator.get("/today").text
    assert "1 aanbeveling heeft geen eigenaar meer" in words(today)
    assert path in coordinator.get("/recommendations?list=without-owner").text


def test_who_changes_what_somebody_else_changed_meanwhile_keeps_the_text(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    row_id = noted(sqlite_database, around.coordinator, around.coordinator)
    move(sqlite_database, row_id, TAKEN_UP, "", around.coordinator)
    coordinator = browser(app, sqlite_database, around.coordinator)
    path = f"/recommendations/{row_id}"
    late = post(coordinator, f"{path}/status", stands="put_aside", said=REASON, seen="1")
    assert late.status_code == 422
    assert "heeft deze aanbeveling intussen veranderd" in words(late.text)
    assert REASON in late.text
    told = {"recommendation": "Anders.", "owner": str(around.coordinator.id)}
    late = post(coordinator, f"{path}/change", **told, act_by="01-06-2026", seen="1")
    assert late.status_code == 422
    assert steps(sqlite_database, row_id) == [("open", None), ("taken_up", None)]


def test_sent_twice_it_is_noted_and_moved_once(database: Database, fixed_now: FixedNow) -> None:
    around = programme(database, fixed_now)
    by, key, step_key = around.coordinator, uuid4(), uuid4()
    for _ in range(2):
        with database.writing(actor=None) as db:
            row = services.note(db, STUDY, agreed(by), by.id, key)
            db.commit()
            row_id = row.id
    for _ in range(2):
        move(database, row_id, TAKEN_UP, "Begonnen.", by, key=step_key)
    assert only(database).status is TAKEN_UP
    assert steps(database, row_id) == [("open", None), ("taken_up", "Begonnen.")]


def test_of_two_who_say_what_came_of_it_at_once_one_is_told(
    database: Database, fixed_now: FixedNow
) -> None:
    around = programme(database, fixed_now)
    row_id = noted(database, around.coordinator, around.coordinator)
    start, outcomes = threading.Barrier(2), list[str]()

    def say(status: RecommendationStatus) -> None:
        start.wait()
        try:
            move(database, row_id, status, REASON, around.coordinator)
            outcomes.append("noted")
        except ChangedMeanwhile:
            outcomes.append("late")

    threads = [threading.Thread(target=say, args=(one,)) for one in (TAKEN_UP, PUT_ASIDE)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["late", "noted"]
    assert len(steps(database, row_id)) == 2


def test_the_database_itself_holds_the_rules(database: Database, fixed_now: FixedNow) -> None:
    around = released_programme(database, fixed_now)
    bundle_id = around.bundle_id
    row_id = noted(database, around.coordinator, around.coordinator)
    facts: dict[str, Any] = {
        "recommendation": ADVICE, "owner_id": around.coordinator.id, "act_by": date(2026, 6, 1),
        "status": TAKEN_UP, "made_by": around.coordinator.id, "made_at": fixed_now.moment,
    }  # fmt: skip
    step = {
        "recommendation_id": row_id, "owner_id": around.coordinator.id, "act_by": date(2026, 6, 1),
        "noted_by": around.coordinator.id, "noted_at": fixed_now.moment,
    }  # fmt: skip
    both = {"bundle_id": bundle_id, "study": "Ook", "studied_on": date(2025, 1, 1)}
    for wrong in (
        Recommendation(**facts),
        Recommendation(**facts, **both),
        Recommendation(**facts, study="Zonder datum"),
        RecommendationStep(**step, number=1, status=TAKEN_UP),
        RecommendationStep(**step, number=2, status=PUT_ASIDE),
    ):
        with database.writing(actor=None) as db:
            db.add(wrong)
            with pytest.raises(IntegrityError):
                db.flush()
            db.rollback()


def test_on_the_desk_stands_what_is_new_late_or_soon(
    database: Database, fixed_now: FixedNow
) -> None:
    around = programme(database, fixed_now)
    owner, day = person(database, Role.MENTOR_CONSULTANT), fixed_now.moment.date()
    with database.writing(actor=None) as db:

        def note(days: int, status: RecommendationStatus | None = None) -> UUID:
            told = agreed(owner, act_by=day + timedelta(days=days))
            row = services.note(db, STUDY, told, around.coordinator.id, uuid4())
            if status is not None:
                services.move(db, row, status, REASON, owner.id, uuid4(), seen=1)
            return row.id

        new, soon = note(90), note(14, TAKEN_UP)
        note(15, TAKEN_UP)
        note(0, RecommendationStatus.DONE)
        due = note(0)
        mine = policy.owned_by(acting(db, owner))
        assert set(queries.ids_of(db, mine.where(queries.is_to_take_up(day)))) == {new, due}
        assert queries.ids_of(db, mine.where(queries.is_soon(day))) == [soon]
        assert queries.ids_of(db, mine.where(queries.is_late(day))) == []
        tomorrow = day + timedelta(days=1)
        assert queries.ids_of(db, mine.where(queries.is_late(tomorrow))) == [due]
        assert queries.ids_of(db, policy.owned_by(acting(db, around.coordinator))) == []
        assert len(queries.ids_of(db, queries.shelf(db, acting(db, owner), Shelf.CLOSED))) == 1


def test_many_go_over_pages_and_cost_no_more(
    app: Flask, sqlite_database: Database, told: WithBundle
) -> None:
    around, bundle_id = told, told.bundle_id
    evaluator = browser(app, sqlite_database, around.evaluator)
    coordinator = browser(app, sqlite_database, around.coordinator)
    paths = (
        (evaluator, f"/evaluation/{bundle_id}/recommendations"),
        (coordinator, "/recommendations"),
    )
    taken = []
    for number in (2, 60):
        for _ in range(number):
            noted(sqlite_database, around.coordinator, around.coordinator, Origin(bundle_id))
        for client, path in paths:
            client.get(path)
            taken.append(counted(sqlite_database, partial(client.get, path)))
    assert taken[:2] == taken[2:]
    for client, path in paths:
        page = client.get(path)
        assert page.text.count(ADVICE) == queries.PAGE
        assert soup(page.text).select("main a[rel=next]")
        assert client.get(f"{path}?page=2").text.count(ADVICE) == 62 - queries.PAGE
