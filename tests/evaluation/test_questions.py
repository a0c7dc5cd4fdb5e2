"""A recipient asks about their bundle, the coordinator answers, nobody else sees either."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.evaluation import policy, questions, rules, services
from mentorship.evaluation.models import (
    EvaluationBundle,
)
from mentorship.evaluation.question_models import LONGEST_QUESTION, BundleAnswer, BundleQuestion
from mentorship.foundation import vault
from mentorship.foundation.db import ChangedMeanwhile, Database, Db
from mentorship.foundation.erasure import named_by_others
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import Person, person
from tests.conftest_web import soup
from tests.desk.test_many import counted
from tests.evaluation.test_views import browser, post, words
from tests.evaluation.world import Office, WithBundle, programme, released, released_programme
from tests.factories import FixedNow
from tests.referrals.senders import acting

QUESTION, ANSWER = "Tellen weken van een pauze mee?", "Nee, een pauze telt niet mee."
AFTER_EXPIRY = datetime(2026, 10, 1, 9, tzinfo=UTC)


@pytest.fixture
def around(sqlite_database: Database, fixed_now: FixedNow) -> WithBundle:
    return released_programme(sqlite_database, fixed_now)


def send(client: FlaskClient, path: str, to: str = "", **values: str) -> str:
    """As a browser does, with what the page carries; answers with its key."""
    page = soup(client.get(path).text)
    carried = {
        str(one["name"]): str(one.get("value", ""))
        for one in page.select('main input[type="hidden"]')
        if one["name"] != "csrf_token"
    }
    assert post(client, path + to, **carried, **values).status_code == 303
    return carried["submission"]


def reply(client: FlaskClient, question_id: UUID, text: str) -> str:
    return send(client, f"/bundles/questions/{question_id}", "/answer", answer=text, is_clean="y")


def asked(database: Database) -> list[BundleQuestion]:
    with database.reading() as db:
        return list(db.exec(select(BundleQuestion)).all())


def told(database: Database, kind: type[BundleQuestion | BundleAnswer], name: str) -> list[str]:
    """What is kept, unsealed, the first one first."""
    with database.reading() as db:
        rows = db.exec(select(kind)).all()
        rows = sorted(rows, key=lambda one: getattr(one, f"{name}_at"))
        field = "question" if kind is BundleQuestion else "answer"
        texts = vault.scan(db, rows, field, purpose=Purpose.EVALUATION)
    return [texts[row.id] for row in rows]


def answered(database: Database) -> list[str]:
    return told(database, BundleAnswer, "answered")


def events(database: Database) -> list[AuditEvent]:
    with database.reading() as db:
        return list(db.exec(select(AuditEvent).order_by(col(AuditEvent.seq))))


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.MUNICIPAL_EXPERT])
def test_a_question_is_found_on_the_desk_and_its_answer_by_who_asked(
    app: Flask, sqlite_database: Database, fixed_now: FixedNow, role: Role
) -> None:
    office = programme(sqlite_database, fixed_now)
    around = Office(office.coordinator, office.officer, person(sqlite_database, role))
    mine = f"/evaluation/{released(sqlite_database, around)}"
    recipient = browser(app, sqlite_database, around.evaluator)
    assert f"{mine}/questions" in recipient.get(mine).text
    assert "geen naam" in words(recipient.get(f"{mine}/questions").text)
    send(recipient, f"{mine}/questions", question=QUESTION)

    coordinator = browser(app, sqlite_database, around.coordinator)
    (row,) = asked(sqlite_database)
    path = f"/bundles/questions/{row.id}"
    today = coordinator.get("/today").text
    assert "1 vraag over een bundel wacht op antwoord" in words(today)
    assert path in today
    assert QUESTION in coordinator.get("/bundles/questions").text
    reply(coordinator, row.id, ANSWER)
    assert "wacht op antwoord" not in coordinator.get("/today").text
    fixed_now.moment += timedelta(minutes=5)
    reply(coordinator, row.id, "Zie ook het codeboek.")
    page = recipient.get(f"{mine}/questions").text
    assert "Fenna Roodenburg" not in page  # nobody's name
    read = words(page)
    assert read.index(QUESTION) < read.index(ANSWER) < read.index("Zie ook het codeboek.")


def test_the_letter_has_a_link_and_no_word_of_it_and_the_trail_has_the_acts(
    app: Flask, sqlite_database: Database, around: WithBundle
) -> None:
    bundle_id = around.bundle_id
    evaluator = browser(app, sqlite_database, around.evaluator)
    send(evaluator, f"/evaluation/{bundle_id}/questions", question=QUESTION)
    coordinator = browser(app, sqlite_database, around.coordinator)
    reply(coordinator, asked(sqlite_database)[0].id, ANSWER)
    with sqlite_database.writing(actor=None) as db:
        found = select(OutboxMail).where(OutboxMail.letter == "evaluation.answered")
        letter = db.exec(found).one()
        assert letter.subject_id == around.evaluator.user.subject_id
        body = vault.read(db, letter, "body", purpose=Purpose.MESSAGING) or ""
        title = vault.read(db, letter, "title", purpose=Purpose.MESSAGING) or ""
    assert f"/evaluation/{bundle_id}/questions" in body
    for said in (QUESTION, ANSWER):
        assert said not in title + body
        assert all(said not in event.details for event in events(sqlite_database))
    acts = [
        one.action for one in events(sqlite_database) if one.action.startswith("bundle_question")
    ]
    assert acts == ["bundle_question.asked", "bundle_question.answered"]


def test_a_stranger_and_a_bundle_that_was_not_released_are_not_found(
    app: Flask, sqlite_database: Database, around: WithBundle
) -> None:
    path = f"/evaluation/{around.bundle_id}/questions"
    for role in (Role.EVALUATOR, Role.MUNICIPAL_EXPERT):
        stranger = browser(app, sqlite_database, person(sqlite_database, role))
        assert stranger.get(path).status_code == 404
        assert post(stranger, path, question=QUESTION).status_code == 404
        assert stranger.get("/bundles/questions").status_code == 403
    assert asked(sqlite_database) == []
    coordinator = browser(app, sqlite_database, around.coordinator)
    assert coordinator.get(path).status_code == 403
    assert coordinator.get(f"/bundles/questions/{uuid4()}").status_code == 404


def test_after_its_last_day_it_can_be_asked_until_the_copies_are_gone(
    app: Flask, sqlite_database: Database, around: WithBundle, fixed_now: FixedNow
) -> None:
    mine = f"/evaluation/{around.bundle_id}"
    evaluator = browser(app, sqlite_database, around.evaluator)
    assert post(evaluator, f"{mine}/download").status_code == 200
    fixed_now.moment = AFTER_EXPIRY
    evaluator = browser(app, sqlite_database, around.evaluator)
    assert f"{mine}/questions" in evaluator.get(mine).text
    send(evaluator, f"{mine}/questions", question=QUESTION)
    assert post(evaluator, f"{mine}/destroyed").status_code == 303
    assert f"{mine}/questions" not in evaluator.get(mine).text
    assert evaluator.get(f"{mine}/questions").status_code == 404
    assert post(evaluator, f"{mine}/questions", question="Nog een").status_code == 404
    assert len(asked(sqlite_database)) == 1

    # Nobody can read an answer to it, so nobody is asked for one.
    coordinator = browser(app, sqlite_database, around.coordinator)
    path = f"/bundles/questions/{asked(sqlite_database)[0].id}"
    assert "wacht op antwoord" not in coordinator.get("/today").text
    assert "Voorbij zonder antwoord" in words(coordinator.get("/bundles/questions").text)
    page = coordinator.get(path).text
    assert QUESTION in page
    assert soup(page).select_one("textarea") is None
    assert post(coordinator, f"{path}/answer", answer=ANSWER, is_clean="y").status_code == 303
    assert answered(sqlite_database) == []


def test_an_answer_needs_the_tick_that_it_tells_no_more_than_the_bundle(
    app: Flask, sqlite_database: Database, around: WithBundle
) -> None:
    mine = f"/evaluation/{around.bundle_id}/questions"
    send(browser(app, sqlite_database, around.evaluator), mine, question=QUESTION)
    coordinator = browser(app, sqlite_database, around.coordinator)
    path = f"/bundles/questions/{asked(sqlite_database)[0].id}"
    refused = post(coordinator, f"{path}/answer", answer=ANSWER, seen="0")
    assert refused.status_code == 422
    assert "Lees je antwoord nog eens" in words(refused.text)
    assert ANSWER in refused.text
    assert answered(sqlite_database) == []
    reply(coordinator, asked(sqlite_database)[0].id, ANSWER)
    assert answered(sqlite_database) == [ANSWER]


def test_of_two_who_answer_at_once_the_second_sees_the_first_answer_and_keeps_the_text(
    app: Flask, sqlite_database: Database, around: WithBundle
) -> None:
    mine = f"/evaluation/{around.bundle_id}/questions"
    send(browser(app, sqlite_database, around.evaluator), mine, question=QUESTION)
    path = f"/bundles/questions/{asked(sqlite_database)[0].id}/answer"
    first = browser(app, sqlite_database, around.coordinator)
    second = browser(app, sqlite_database, person(sqlite_database, Role.COORDINATOR))
    sent = {"seen": "0", "is_clean": "y"}
    assert post(first, path, answer=ANSWER, **sent).status_code == 303
    late = post(second, path, answer="Nee, dat doen ze niet.", **sent)
    assert late.status_code == 409
    assert ANSWER in late.text
    assert "Nee, dat doen ze niet." in late.text
    assert answered(sqlite_database) == [ANSWER]
    page = soup(late.text)
    seen = page.select_one('input[name="seen"]')
    assert seen is not None
    again = post(second, path, answer="Zie bladzijde 3.", seen=seen["value"], is_clean="y")
    assert again.status_code == 303
    assert answered(sqlite_database) == [ANSWER, "Zie bladzijde 3."]


def test_the_privacy_officer_reads_what_was_answered_and_answers_nothing(
    app: Flask, sqlite_database: Database, around: WithBundle
) -> None:
    mine = f"/evaluation/{around.bundle_id}/questions"
    send(browser(app, sqlite_database, around.evaluator), mine, question=QUESTION)
    officer = browser(app, sqlite_database, around.officer)
    (row,) = asked(sqlite_database)
    path = f"/bundles/questions/{row.id}"
    page = officer.get(path).text
    assert QUESTION in page
    assert soup(page).select_one("textarea") is None
    assert post(officer, f"{path}/answer", answer=ANSWER, is_clean="y").status_code == 403
    read = [one for one in events(sqlite_database) if one.purpose == "evaluation"]
    assert read, "that it was read is in the trail"
    assert read[-1].actor_id == around.officer.id
    assert "bundle_question.question" in read[-1].details


def test_nothing_and_too_much_are_refused(
    app: Flask, sqlite_database: Database, around: WithBundle
) -> None:
    path = f"/evaluation/{around.bundle_id}/questions"
    evaluator = browser(app, sqlite_database, around.evaluator)
    for question in ("", "   ", "x" * (LONGEST_QUESTION + 1)):
        assert post(evaluator, path, question=question).status_code == 422
    assert asked(sqlite_database) == []
    assert post(evaluator, path, question="x" * LONGEST_QUESTION).status_code == 303


def test_words_that_name_somebody_are_taken_out_for_everybody(
    app: Flask, sqlite_database: Database, around: WithBundle
) -> None:
    mine = f"/evaluation/{around.bundle_id}/questions"
    evaluator = browser(app, sqlite_database, around.evaluator)
    send(evaluator, mine, question="Is dat die jongen van Bakkerij Smit?")
    coordinator = browser(app, sqlite_database, around.coordinator)
    (row,) = asked(sqlite_database)
    reply(coordinator, row.id, ANSWER)
    path = f"/bundles/questions/{row.id}"
    officer = browser(app, sqlite_database, around.officer)
    assert f"{path}/words" in officer.get(path).text
    assert post(officer, f"{path}/words").status_code == 422
    assert post(officer, f"{path}/words", which=str(uuid4())).status_code == 422
    assert evaluator.get(f"{path}/words").status_code == 403
    send(officer, f"{path}/words", which=str(row.id))
    for reader, page in ((evaluator, mine), (coordinator, path), (officer, "/bundles/questions")):
        text = reader.get(page).text
        assert "Smit" not in text
        assert "De woorden zijn weggehaald." in words(text)
    assert ANSWER in evaluator.get(mine).text
    with sqlite_database.reading() as db:
        kept = db.get_one(BundleQuestion, row.id)
        assert vault.read(db, kept, "question", purpose=Purpose.EVALUATION) == ""
    acts = [one.action for one in events(sqlite_database) if one.object_id == row.id]
    assert acts.count("bundle_question.taken_out") == 1


def test_sent_twice_it_is_asked_and_answered_once(database: Database, fixed_now: FixedNow) -> None:
    around = programme(database, fixed_now)
    bundle_id, other_id = (released(database, around, [one]) for one in ("2025-1", "2025-2"))
    key, answer_key, by = uuid4(), uuid4(), around.coordinator.id
    for _ in range(2):
        with database.writing(actor=None) as db:
            bundle = db.get_one(EvaluationBundle, bundle_id)
            row = questions.ask(db, bundle, QUESTION, around.evaluator.user, key)
            questions.answer(db, row, ANSWER, by, answer_key, seen=0)
            db.commit()
    with database.writing(actor=None) as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        with pytest.raises(rules.SentWithOtherWords):
            questions.ask(db, bundle, "Iets anders", around.evaluator.user, key)
        with pytest.raises(rules.SentWithOtherWords):
            questions.answer(db, row, "Iets anders", by, answer_key, seen=1)
        db.rollback()
    with database.writing(actor=None) as db:
        # The same key for another bundle is another question.
        other = db.get_one(EvaluationBundle, other_id)
        questions.ask(db, other, QUESTION, around.evaluator.user, key)
        db.commit()
    assert sorted(one.bundle_id for one in asked(database)) == sorted((bundle_id, other_id))
    assert told(database, BundleQuestion, "asked") == [QUESTION, QUESTION]
    assert answered(database) == [ANSWER]
    with database.reading() as db:
        letters = list(db.exec(select(OutboxMail.letter)))
        assert letters.count("evaluation.answered") == 1
        assert len(questions.unanswered(db, by)) == 1
        assert questions.unanswered(db, around.evaluator.id) == []  # nobody answers the own one


def test_two_answers_at_the_same_moment_are_one(database: Database, fixed_now: FixedNow) -> None:
    """In threads of their own: whoever comes second is told that there is one."""
    around = released_programme(database, fixed_now)
    bundle_id = around.bundle_id
    with database.writing(actor=None) as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        question_id = questions.ask(db, bundle, QUESTION, around.evaluator.user, uuid4()).id
        db.commit()
    start, outcomes = threading.Barrier(2), list[str]()

    def answer(by: UUID) -> None:
        start.wait()
        with database.writing(actor=None) as db:
            row = questions.lock(db, question_id)
            assert row is not None
            try:
                questions.answer(db, row, ANSWER, by, uuid4(), seen=0)
                db.commit()
                outcomes.append("sent")
            except ChangedMeanwhile:
                db.rollback()
                outcomes.append("late")

    people = [around.coordinator.id, person(database, Role.COORDINATOR).id]
    threads = [threading.Thread(target=answer, args=(by,)) for by in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["late", "sent"]
    assert answered(database) == [ANSWER]


def test_who_may_ask_and_read_and_until_when(database: Database, fixed_now: FixedNow) -> None:
    around = released_programme(database, fixed_now)
    bundle_id = around.bundle_id
    stranger = person(database, Role.EVALUATOR)
    last_day = date(2026, 12, 31)

    def at_hand(one: Person, day: date) -> bool:
        with database.writing(actor=None) as db:
            return bool(db.exec(policy.at_hand_of(acting(db, one), day)).all())

    def do(act: Callable[[Db, EvaluationBundle], object]) -> None:
        with database.writing(actor=None) as db:
            act(db, db.get_one(EvaluationBundle, bundle_id))
            db.commit()

    today = fixed_now.moment.date()
    assert at_hand(around.evaluator, today)
    assert not at_hand(stranger, today)
    assert not at_hand(around.coordinator, today)
    assert not at_hand(around.evaluator, last_day), "over, and no copy was taken"
    do(lambda db, bundle: services.download(db, bundle, around.evaluator.id))
    assert at_hand(around.evaluator, last_day)
    assert not at_hand(around.evaluator, last_day + timedelta(days=1))
    do(services.confirm_destruction)
    assert at_hand(around.evaluator, today), "it can be downloaded anew"
    assert not at_hand(around.evaluator, last_day)
    do(lambda db, bundle: services.withdraw(db, bundle, "Fout in een tabel", around.officer.id))
    assert not at_hand(around.evaluator, today)


def test_a_question_of_a_closed_account_waits_for_nobody(
    database: Database, fixed_now: FixedNow
) -> None:
    around = released_programme(database, fixed_now)
    bundle_id = around.bundle_id
    with database.writing(actor=None) as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        row = questions.ask(db, bundle, QUESTION, around.evaluator.user, uuid4())
        questions.answer(db, row, ANSWER, around.coordinator.id, uuid4(), seen=0)
        later = questions.ask(db, bundle, "En nu?", around.evaluator.user, uuid4())
        assert list(questions.unanswered(db, around.coordinator.id)) == [later.id]
        db.get_one(User, around.evaluator.id).disabled_at = fixed_now.moment
        db.flush()
        assert list(questions.unanswered(db, around.coordinator.id)) == []
        # Who asked can be erased as soon as the bundle is gone: the words are their own.
        in_the_way = named_by_others(db, around.evaluator.user.subject_id)
        assert in_the_way == ["evaluation_bundle.recipient_id"]
        db.rollback()


def test_many_questions_go_over_pages_and_cost_no_more(
    app: Flask, sqlite_database: Database, around: WithBundle
) -> None:
    bundle_id = around.bundle_id
    evaluator = browser(app, sqlite_database, around.evaluator)
    coordinator = browser(app, sqlite_database, around.coordinator)
    paths = ((evaluator, f"/evaluation/{bundle_id}/questions"), (coordinator, "/bundles/questions"))
    taken = []
    for number in (2, 60):
        with sqlite_database.writing(actor=None) as db:
            bundle = db.get_one(EvaluationBundle, bundle_id)
            for _ in range(number):
                questions.ask(db, bundle, QUESTION, around.evaluator.user, uuid4())
            db.commit()
        for client, path in paths:
            client.get(path)
            taken.append(counted(sqlite_database, partial(client.get, path)))
    assert taken[:2] == taken[2:]
    for client, path in paths:
        page = client.get(path)
        assert page.text.count(QUESTION) == questions.PAGE
        assert soup(page.text).select("main a[rel=next]")
        assert client.get(f"{path}?page=2").text.count(QUESTION) == 62 - questions.PAGE
