"""Invitations to a talk while something else happens: sent twice, decided, withdrawn, left."""

import threading
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import select

from mentorship.accounts.grants import end_role
from mentorship.accounts.queries import effective_grants
from mentorship.evaluation.interviews import passing, policy, queries, rules, services
from mentorship.evaluation.interviews.models import InterviewAsking, InterviewInvitation, Outcome
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Database, Db
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.referrals.mentees.consents import withdraw_consent
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Mentee
from tests.conftest_web import csrf, soup
from tests.evaluation.inviting import (
    LAST_DAY,
    approve,
    approved,
    bundle,
    consultant,
    people_around,
    written,
    young_person,
)
from tests.evaluation.test_interview_pages import FILLED, askings, only, with_people
from tests.evaluation.test_questions import send
from tests.evaluation.test_views import browser, post, words
from tests.evaluation.world import Office
from tests.factories import FixedNow
from tests.referrals.senders import acting

OTHER_WORDS = "Heel andere woorden over het gesprek."


@pytest.fixture
def around(sqlite_database: Database) -> Office:
    return people_around(sqlite_database)


def carried(text: str) -> dict[str, str]:
    hidden = soup(text).select('main input[type="hidden"]')
    return {str(one["name"]): str(one.get("value", "")) for one in hidden}


def end_roles_of_writer(db: Db, around: Office) -> None:
    for grant in effective_grants(db, around.evaluator.id):
        end_role(db, grant, around.officer.id)
    db.flush()


def disable_writer(db: Db, around: Office) -> None:
    user = db.get_one(type(around.evaluator.user), around.evaluator.id)
    user.disabled_at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    db.flush()


def asking_yusra(app: Flask, database: Database, around: Office) -> tuple[FlaskClient, str]:
    """Her consultant, and the page on which they say what came of an approved invitation."""
    invitation_id = approved(database, around)
    by, (mentee_id,) = with_people(database, "Yusra")
    return browser(app, database, by), f"/interviews/{invitation_id}/people/{mentee_id}"


@pytest.mark.parametrize("leaves", [end_roles_of_writer, disable_writer])
def test_it_ends_for_everybody_when_its_writer_is_no_evaluator_any_more(
    database: Database, leaves: object
) -> None:
    """What the coordinator reads is what consultants find."""
    around = people_around(database)
    running = approved(database, around)
    waits = written(database, bundle(database, around), around.evaluator)
    with database.writing() as db:
        by = consultant(db)
        young_person(db, by)
        rows = [db.get_one(InterviewInvitation, one) for one in (running, waits)]
        assert queries.waiting(db, acting(db, around.coordinator)) == [waits]
        assert callable(leaves)
        leaves(db, around)
        found = policy.passed_on_by(acting(db, by), today(db))
        assert queries.find(db, found, running) is None
        assert queries.left_to_ask(db, acting(db, by)) == {}
        told = queries.standings(db, rows)
        assert {one.state for one in told.values()} == {rules.State.CLOSED}
        assert queries.waiting(db, acting(db, around.coordinator)) == []
        with pytest.raises(rules.NotWaiting):
            services.approve(db, rows[1], around.coordinator.id, seen=rows[1].version)


def test_the_coordinator_reads_why_nobody_passes_it_on(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    invitation_id = approved(sqlite_database, around)
    with sqlite_database.writing() as db:
        end_roles_of_writer(db, around)
        db.commit()
    coordinator = browser(app, sqlite_database, around.coordinator)
    page = words(coordinator.get(f"/bundles/interviews/{invitation_id}").text)
    assert "Wordt doorgegeven" not in page
    assert "gesloten, omdat de bundel voorbij is of de onderzoeker die niet meer heeft" in page
    assert "Uitnodiging sluiten" not in page


@pytest.mark.parametrize("changed", [{"open_until": "15-06-2026"}, {"cohorts": ["2025-2"]}])
def test_back_and_another_choice_is_not_lost(
    app: Flask, sqlite_database: Database, around: Office, changed: dict[str, object]
) -> None:
    bundle_id = bundle(sqlite_database, around)
    evaluator = browser(app, sqlite_database, around.evaluator)
    address = f"/evaluation/{bundle_id}/interviews/new"
    page = carried(evaluator.get(address).text)
    for _ in range(2):
        assert evaluator.post(address, data={**page, **FILLED}).status_code == 303
    again = evaluator.post(address, data={**page, **FILLED, **changed})
    assert again.status_code == 422
    assert "U hebt deze pagina al eerder verstuurd" in words(again.text)
    row = only(sqlite_database)
    assert (row.open_until, row.cohorts) == (LAST_DAY, ["2025-1"])
    anew = carried(again.text)
    assert anew["submission"] != page["submission"]
    assert evaluator.post(address, data={**anew, **FILLED, **changed}).status_code == 303


def test_no_consent_sent_twice_is_noted_once(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    desk, address = asking_yusra(app, sqlite_database, around)
    sent = carried(desk.get(address).text) | {"outcome": "no_consent", "happened_on": "vandaag"}
    for _ in range(2):
        answer = desk.post(address, data=sent, follow_redirects=True)
        assert "Het is genoteerd." in words(answer.text)
    assert askings(sqlite_database) == [Outcome.NO_CONSENT]
    with sqlite_database.reading() as db:
        acts = [one.action for one in db.exec(select(AuditEvent))]
    assert acts.count("consent.withdrawn") == acts.count("interview.not_passed_on") == 1


def test_who_withdrew_while_the_page_was_open_is_not_asked(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    invitation_id = approved(sqlite_database, around)
    by, (mentee_id,) = with_people(sqlite_database, "Yusra")
    desk = browser(app, sqlite_database, by)
    address = f"/interviews/{invitation_id}/people/{mentee_id}"
    sent = carried(desk.get(address).text) | {"outcome": "passed_on", "happened_on": "vandaag"}
    with sqlite_database.writing() as db:
        withdraw(db, mentee_id)
        db.commit()
    answer = desk.post(address, data=sent, follow_redirects=True)
    assert answer.status_code == 200
    assert "Deze jongere mag niet meer gevraagd worden." in words(answer.text)
    assert askings(sqlite_database) == []
    assert desk.get(address).status_code == 404


def withdraw(db: Db, mentee_id: UUID) -> None:
    mentee = db.get_one(Mentee, mentee_id, with_for_update=True)
    withdraw_consent(db, mentee, ConsentPurpose.INTERVIEWS, GivenBy.YOUNG_PERSON)


def test_who_withdraws_while_a_consultant_waits_for_the_row_is_not_asked(
    database: Database,
) -> None:
    around = people_around(database)
    invitation_id = approved(database, around)
    with database.writing() as db:
        by = consultant(db)
        mentee_id = young_person(db, by).id
        db.commit()
    holds, outcomes = threading.Event(), list[str]()

    def pass_on() -> None:
        holds.wait()
        with database.writing(actor=None) as db:
            actor = acting(db, by)
            both = passing.lock(db, actor, invitation_id, mentee_id)
            assert both is not None
            row, mentee = both
            try:
                passing.note(db, row, mentee, Outcome.PASSED_ON, today(db), actor, UUID(int=1))
                db.commit()
                outcomes.append("noted")
            except rules.NotToBeAsked:
                outcomes.append("not to be asked")

    other = threading.Thread(target=pass_on)
    other.start()
    with database.writing() as db:
        withdraw(db, mentee_id)
        holds.set()
        other.join(timeout=0.5)  # by now it waits for this row, or on SQLite for all writers
        assert outcomes == []
        db.commit()
    other.join()
    assert outcomes == ["not to be asked"]
    with database.reading() as db:
        assert db.exec(select(InterviewAsking)).all() == []


def test_on_its_last_day_it_is_still_approved(
    app: Flask, sqlite_database: Database, around: Office, fixed_now: FixedNow
) -> None:
    invitation_id = written(sqlite_database, bundle(sqlite_database, around), around.evaluator)
    fixed_now.moment = datetime(2026, 6, 1, 12, tzinfo=UTC)
    coordinator = browser(app, sqlite_database, around.coordinator)
    assert "wacht op goedkeuring" in words(coordinator.get("/today").text)
    address = f"/bundles/interviews/{invitation_id}"
    send(coordinator, address, decision="approve", because="")
    assert "Wordt doorgegeven" in words(coordinator.get(address).text)


def test_the_day_after_its_last_one_nothing_is_offered(
    app: Flask, sqlite_database: Database, around: Office, fixed_now: FixedNow
) -> None:
    bundle_id = bundle(sqlite_database, around)
    invitation_id = written(sqlite_database, bundle_id, around.evaluator)
    fixed_now.moment = datetime(2026, 6, 2, 12, tzinfo=UTC)
    coordinator = browser(app, sqlite_database, around.coordinator)
    assert "wacht op goedkeuring" not in words(coordinator.get("/today").text)
    page = soup(coordinator.get(f"/bundles/interviews/{invitation_id}").text)
    assert page.select("input[name=decision]") == []
    evaluator = browser(app, sqlite_database, around.evaluator)
    address = f"/evaluation/{bundle_id}/interviews/{invitation_id}/change"
    later = {**FILLED, "open_until": "15-06-2026"}
    assert post(evaluator, address, **later, seen="1").status_code == 422
    assert only(sqlite_database).open_until == date(2026, 6, 1)


def test_words_typed_while_it_was_approved_are_still_there(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    bundle_id = bundle(sqlite_database, around)
    invitation_id = written(sqlite_database, bundle_id, around.evaluator)
    evaluator = browser(app, sqlite_database, around.evaluator)
    address = f"/evaluation/{bundle_id}/interviews/{invitation_id}/change"
    page = carried(evaluator.get(address).text)
    approve(sqlite_database, invitation_id, around.coordinator)
    answer = evaluator.post(address, data={**page, **FILLED, "about": OTHER_WORDS})
    assert answer.status_code == 422
    assert "De uitnodiging is intussen goedgekeurd of gesloten" in words(answer.text)
    assert OTHER_WORDS in answer.text
    assert OTHER_WORDS not in evaluator.get(address, follow_redirects=True).text


def test_words_typed_while_it_was_sent_back_can_be_sent_after_a_look(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    bundle_id = bundle(sqlite_database, around)
    invitation_id = written(sqlite_database, bundle_id, around.evaluator)
    evaluator = browser(app, sqlite_database, around.evaluator)
    address = f"/evaluation/{bundle_id}/interviews/{invitation_id}/change"
    page = carried(evaluator.get(address).text)
    coordinator = browser(app, sqlite_database, around.coordinator)
    judged = f"/bundles/interviews/{invitation_id}"
    send(coordinator, judged, decision="send_back", because="Korter.")
    sent = {**FILLED, "about": OTHER_WORDS}
    answer = evaluator.post(address, data={**page, **sent})
    assert answer.status_code == 422
    assert "intussen gewijzigd of teruggestuurd" in words(answer.text)
    assert OTHER_WORDS in answer.text
    assert evaluator.post(address, data={**carried(answer.text), **sent}).status_code == 303
    assert OTHER_WORDS in coordinator.get(judged).text


def test_what_was_sent_back_is_closed_by_the_coordinator_too(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    invitation_id = written(sqlite_database, bundle(sqlite_database, around), around.evaluator)
    coordinator = browser(app, sqlite_database, around.coordinator)
    judged = f"/bundles/interviews/{invitation_id}"
    send(coordinator, judged, decision="send_back", because="Korter.")
    page = soup(coordinator.get(judged).text)
    (fold,) = [one for one in page.select("details") if "Uitnodiging sluiten" in one.text]
    form = fold.select_one("form")
    assert form is not None
    assert post(coordinator, str(form["action"])).status_code == 303
    assert "gesloten op" in words(coordinator.get(judged).text)


def test_back_and_another_outcome_is_not_said_to_be_noted(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    """Else who doesn't want to be asked any more would be asked with the next invitation."""
    desk, address = asking_yusra(app, sqlite_database, around)
    page = carried(desk.get(address).text) | {"happened_on": "vandaag"}
    first = desk.post(address, data={**page, "outcome": "passed_on"}, follow_redirects=True)
    assert "Het is genoteerd." in words(first.text)
    again = desk.post(address, data={**page, "outcome": "no_consent"})
    assert again.status_code == 422
    assert "Het is genoteerd." not in words(again.text)
    assert "Hierover is al iets anders genoteerd" in words(again.text)
    assert askings(sqlite_database) == [Outcome.PASSED_ON]
    asking = carried(again.text)["asking"]
    post(desk, f"{address}/take-back", asking=asking)
    send(desk, address, outcome="no_consent", happened_on="vandaag")
    assert askings(sqlite_database) == [Outcome.NO_CONSENT]
    assert desk.get(address).status_code == 404


def test_who_withdraws_while_the_list_is_read_is_not_in_it(database: Database) -> None:
    """Between the question who may be asked and the one in which language they agreed."""
    around = people_around(database)
    invitation_id = approved(database, around)
    with database.writing() as db:
        by = consultant(db)
        ids = [young_person(db, by, name=name).id for name in ("Yusra", "Noor")]
        db.commit()

    def meanwhile(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT consent.mentee_id") and not gone:
            gone.append(ids[0])
            with database.writing() as other:
                withdraw(other, ids[0])
                other.commit()

    gone = list[UUID]()
    with database.reading() as db:
        row = db.get_one(InterviewInvitation, invitation_id)
        actor = acting(db, by)
        event.listen(database.readers, "before_cursor_execute", meanwhile)
        try:
            found = queries.people(db, actor, row, 1)
        finally:
            event.remove(database.readers, "before_cursor_execute", meanwhile)
    assert gone
    assert "Noor" in [one.name for one in found.rows]


def test_only_what_the_page_showed_is_taken_back(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    """Not what a colleague noted in its place: this person would be asked twice."""
    desk, address = asking_yusra(app, sqlite_database, around)
    send(desk, address, outcome="not_reached", happened_on="vandaag")
    old = carried(desk.get(address).text)["asking"]
    assert post(desk, f"{address}/take-back", asking=old).status_code == 303
    send(desk, address, outcome="passed_on", happened_on="vandaag")
    for stale in (old, "", "nonsense"):
        answer = desk.post(
            f"{address}/take-back", data={"csrf_token": csrf(desk), "asking": stale},
            follow_redirects=True,
        )  # fmt: skip
        assert "Een collega heeft hier intussen iets over genoteerd." in words(answer.text)
        assert askings(sqlite_database) == [Outcome.PASSED_ON]
