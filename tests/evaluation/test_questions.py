"""A recipient asks about their bundle, the coordinator answers, nobody else sees either."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.evaluation import policy, questions, services
from mentorship.evaluation.models import (
    LONGEST_QUESTION,
    BundleAnswer,
    BundleQuestion,
    EvaluationBundle,
)
from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import Person, person
from tests.conftest_web import soup
from tests.evaluation.test_views import around, browser, post, words
from tests.evaluation.world import Office, programme, released
from tests.factories import FixedNow
from tests.referrals.senders import acting

__all__ = ["around"]  # the fixture of the pages
QUESTION, ANSWER = "Tellen weken van een pauze mee?", "Nee, een pauze telt niet mee."
AFTER_EXPIRY = datetime(2026, 10, 1, 9, tzinfo=UTC)


def send(client: FlaskClient, path: str, **values: str) -> str:
    """As a browser does, with the key of the page; answers with that key."""
    page = soup(client.get(path).text)
    key = page.select_one('input[name="submission"]')
    assert key is not None
    assert post(client, path, submission=key["value"], **values).status_code == 303
    return str(key["value"])


def asked(database: Database) -> list[BundleQuestion]:
    with database.reading() as db:
        return list(db.exec(select(BundleQuestion)).all())


def answered(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.exec(select(col(BundleAnswer.answer))).all())


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.MUNICIPAL_EXPERT])
def test_a_question_is_found_on_the_desk_and_its_answer_by_who_asked(
    app: Flask, sqlite_database: Database, fixed_now: FixedNow, role: Role
) -> None:
    office = programme(sqlite_database, fixed_now)
    around = Office(office.coordinator, office.officer, person(sqlite_database, role))
    mine = f"/evaluation/{released(sqlite_database, around)}"
    recipient = browser(app, sqlite_database, around.evaluator)
    assert f"{mine}/questions" in recipient.get(mine).text
    assert "niets over één persoon" in words(recipient.get(f"{mine}/questions").text)
    send(recipient, f"{mine}/questions", question=QUESTION)

    coordinator = browser(app, sqlite_database, around.coordinator)
    (row,) = asked(sqlite_database)
    path = f"/bundles/questions/{row.id}"
    today = coordinator.get("/today").text
    assert "1 vraag over een bundel wacht op antwoord" in words(today)
    assert path in today
    assert QUESTION in coordinator.get("/bundles/questions").text
    send(coordinator, path, answer=ANSWER)
    assert "wacht op antwoord" not in coordinator.get("/today").text
    fixed_now.moment += timedelta(minutes=5)
    send(coordinator, path, answer="Zie ook het codeboek.")
    read = words(recipient.get(f"{mine}/questions").text)
    assert read.index(QUESTION) < read.index(ANSWER) < read.index("Zie ook het codeboek.")


def test_the_letter_has_a_link_and_no_word_of_it_and_the_trail_has_the_acts(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    bundle_id = released(sqlite_database, around)
    evaluator = browser(app, sqlite_database, around.evaluator)
    send(evaluator, f"/evaluation/{bundle_id}/questions", question=QUESTION)
    coordinator = browser(app, sqlite_database, around.coordinator)
    send(coordinator, f"/bundles/questions/{asked(sqlite_database)[0].id}", answer=ANSWER)
    with sqlite_database.writing(actor=None) as db:
        found = select(OutboxMail).where(OutboxMail.letter == "evaluation.answered")
        letter = db.exec(found).one()
        assert letter.subject_id == around.evaluator.user.subject_id
        body = vault.read(db, letter, "body", purpose=Purpose.MESSAGING) or ""
        title = vault.read(db, letter, "title", purpose=Purpose.MESSAGING) or ""
        events = db.exec(select(AuditEvent).order_by(col(AuditEvent.seq))).all()
    assert f"/evaluation/{bundle_id}/questions" in body
    for said in (QUESTION, ANSWER):
        assert said not in title + body
        assert all(said not in event.details for event in events)
    acts = [one.action for one in events if one.action.startswith("bundle_question")]
    assert acts == ["bundle_question.asked", "bundle_question.answered"]


def test_a_stranger_and_a_bundle_that_was_not_released_are_not_found(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    path = f"/evaluation/{released(sqlite_database, around)}/questions"
    for role in (Role.EVALUATOR, Role.MUNICIPAL_EXPERT):
        stranger = browser(app, sqlite_database, person(sqlite_database, role))
        assert stranger.get(path).status_code == 404
        assert post(stranger, path, question=QUESTION).status_code == 404
        assert stranger.get("/bundles/questions").status_code == 403
    assert asked(sqlite_database) == []
    coordinator = browser(app, sqlite_database, around.coordinator)
    assert coordinator.get(path).status_code == 403
    assert coordinator.get(f"/bundles/questions/{uuid4()}").status_code == 404


def test_over_it_can_be_asked_until_the_copies_are_gone_and_read_after_that(
    app: Flask, sqlite_database: Database, around: Office, fixed_now: FixedNow
) -> None:
    bundle_id = released(sqlite_database, around)
    mine = f"/evaluation/{bundle_id}"
    evaluator = browser(app, sqlite_database, around.evaluator)
    assert post(evaluator, f"{mine}/download").status_code == 200
    fixed_now.moment = AFTER_EXPIRY
    evaluator = browser(app, sqlite_database, around.evaluator)
    assert f"{mine}/questions" in evaluator.get(mine).text
    send(evaluator, f"{mine}/questions", question=QUESTION)
    assert post(evaluator, f"{mine}/destroyed").status_code == 303
    page = evaluator.get(f"{mine}/questions").text
    assert QUESTION in page
    assert soup(page).select_one("textarea") is None
    assert post(evaluator, f"{mine}/questions", question="Nog een").status_code == 404
    assert len(asked(sqlite_database)) == 1


def test_nothing_and_too_much_are_refused(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    path = f"/evaluation/{released(sqlite_database, around)}/questions"
    evaluator = browser(app, sqlite_database, around.evaluator)
    for question in ("", "   ", "x" * (LONGEST_QUESTION + 1)):
        assert post(evaluator, path, question=question).status_code == 422
    assert asked(sqlite_database) == []
    assert post(evaluator, path, question="x" * LONGEST_QUESTION).status_code == 303


def test_sent_twice_it_is_asked_and_answered_once(database: Database, fixed_now: FixedNow) -> None:
    around = programme(database, fixed_now)
    bundle_id, other_id = (released(database, around, [one]) for one in ("2025-1", "2025-2"))
    key, answer_key = uuid4(), uuid4()
    for text in (QUESTION, "Iets anders"):
        with database.writing(actor=None) as db:
            bundle = db.get_one(EvaluationBundle, bundle_id)
            row = questions.ask(db, bundle, text, around.evaluator.id, key)
            questions.answer(db, row, ANSWER, around.coordinator.id, answer_key)
            db.commit()
    with database.writing(actor=None) as db:
        # The same key for another bundle is another question.
        other = db.get_one(EvaluationBundle, other_id)
        questions.ask(db, other, QUESTION, around.evaluator.id, key)
        db.commit()
    assert sorted(one.bundle_id for one in asked(database)) == sorted((bundle_id, other_id))
    assert [one.question for one in asked(database)] == [QUESTION, QUESTION]
    assert answered(database) == [ANSWER]
    with database.reading() as db:
        letters = list(db.exec(select(OutboxMail.letter)))
        assert letters.count("evaluation.answered") == 1
        assert len(questions.unanswered(db)) == 1


def test_who_may_ask_and_read(database: Database, fixed_now: FixedNow) -> None:
    around = programme(database, fixed_now)
    bundle_id = released(database, around)
    stranger = person(database, Role.EVALUATOR)
    with database.writing(actor=None) as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)

        def seen_by(one: Person) -> list[UUID]:
            return [found.id for found in db.exec(policy.had_by(acting(db, one)))]

        assert seen_by(around.evaluator) == [bundle_id]
        assert seen_by(stranger) == seen_by(around.coordinator) == []
        actor, today = acting(db, around.evaluator), fixed_now.moment.date()
        assert policy.can_ask(actor, bundle, today)
        services.confirm_destruction(db, bundle)
        assert policy.can_ask(actor, bundle, today)  # it can be downloaded anew
        services.withdraw(db, bundle, "Fout in een tabel", around.officer.id)
        assert not policy.can_ask(actor, bundle, today)
        assert seen_by(around.evaluator) == [bundle_id]
