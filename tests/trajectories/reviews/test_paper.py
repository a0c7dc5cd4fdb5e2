"""The young person's own paper: tagged, with the graph in words, and nothing of the mentor's."""

from datetime import timedelta
from io import BytesIO

import pikepdf
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.foundation.trail.looking import looks_at
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.reviews import services
from mentorship.trajectories.reviews.check_ins import services as check_ins
from mentorship.trajectories.reviews.check_ins.models import AnsweredHow
from mentorship.trajectories.reviews.instruments import catalogue
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.reviews.paper_pages import written
from tests.accounts.people import make_person, sign_in_as
from tests.conftest_web import soup
from tests.factories import FixedNow
from tests.matching.at_the_desk import words
from tests.trajectories.pairs import started
from tests.trajectories.reviews.test_reviews import review, scaled


def test_the_paper_of_a_young_person(
    app: Flask, client: FlaskClient, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        trajectory = started(db, by, ago=timedelta(days=95))
        goal = scaled(db, trajectory, by, "School afmaken")
        told = review(db, levels={goal.id: 1})
        services.note_review(db, trajectory, Wave.MONTH_3, told, by=by.id)
        for wave, ladder in ((Wave.START, 4), (Wave.MONTH_3, 7)):
            check_in = check_ins.ask(db, trajectory, wave, by=by.id)
            sheets = {"cantril": {"ladder": ladder}, "own-mentee": {"safe": 9}}
            check_ins.answer(db, trajectory, check_in, sheets, AnsweredHow.PAPER)
        mentor = db.get_one(Mentor, trajectory.mentor_id)
        own = [one for one in catalogue.shipped() if one.code == catalogue.OWN_MENTOR]
        hidden = {"own-mentor": {"contact": 1, "useful": 1, "safe": 1}}
        check_ins.answer_as_mentor(db, trajectory, mentor, Wave.START, own, hidden)
        db.commit()
    sign_in_as(client, sqlite_database, by.user)
    page = f"/trajectories/{trajectory.id}/paper"
    answer = client.get(page)
    assert answer.data.startswith(b"%PDF")
    assert "Yara" not in answer.headers["Content-Disposition"]
    with sqlite_database.writing() as db:
        colleague = make_person(db, Role.MENTOR_CONSULTANT)
        stranger = started(db, colleague)
        subject = db.get_one(Mentee, trajectory.mentee_id).subject_id
        before = looks_at(db, subject)
        db.commit()
    assert [(one.role, one.days) for one in before] == [("mentor_consultant", 1)]
    for days, seen in ((2, trajectory), (1, stranger)):
        fixed_now.advance(days=days)
        sign_in_as(client, sqlite_database, colleague.user)
        assert client.get(f"/trajectories/{seen.id}").status_code == 200
    with app.test_request_context(), sqlite_database.reading() as db:
        read = words(soup(written(db, trajectory, "Over jou")).body)
    for shown in ("Yara, dit gaat over jou", "Je mentor: Jolanda", "Samen koken.", "Meer dan"):
        assert shown in read
    assert "Mentorconsultant 2 4 maart 2026" in read
    for unseen in ("Voel jij je veilig in het contact?", "Het gaat goed.", "Vis"):
        assert unseen not in read
    with pikepdf.open(BytesIO(answer.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
        assert "Yara" not in str(pdf.docinfo)
        alternatives = [str(one.Alt) for one in pdf.objects if _is_told(one)]
    assert any("Na 3 maanden: Cijfer 7" in one for one in alternatives)
    sign_in_as(client, sqlite_database, by.user)
    with pikepdf.open(BytesIO(client.get(f"{page}?language=en").data)) as pdf:
        assert str(pdf.Root.Lang) == "en"
    with sqlite_database.reading() as db:
        given = select(AuditEvent).where(AuditEvent.action == "paper.given")
        assert {row.actor_id for row in db.exec(given)} == {by.id}


def _is_told(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and "/Alt" in one
