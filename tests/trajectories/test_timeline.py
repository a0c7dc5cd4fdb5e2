"""A trajectory as a picture and as a list, with what other rooms add."""

from datetime import timedelta

from flask import Flask

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.mentors.queries import today
from mentorship.trajectories.contacts import services as contacts
from mentorship.trajectories.contacts.models import ContactHow, ContactSide
from mentorship.trajectories.contacts.services import NewContact
from mentorship.trajectories.reviews import services as reviews
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.timeline import Happening, Kind, timeline_of
from tests.accounts.people import make_person
from tests.conftest_web import soup
from tests.matching.at_the_desk import words
from tests.trajectories.pairs import started
from tests.trajectories.reviews.test_reviews import review


def test_picture_and_list_tell_the_same(app: Flask, sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        trajectory = started(db, by, ago=timedelta(days=95))
        day = today(db)
        for ago, side in ((90, ContactSide.MENTOR), (80, ContactSide.MENTEE)):
            held = day - timedelta(days=ago)
            told = NewContact(side, held, ContactHow.PHONE, is_reached=side is ContactSide.MENTOR)
            contacts.note_contact(db, trajectory, told, by=by.id)
        reviews.note_review(db, trajectory, Wave.MONTH_3, review(db, levels={}), by=by.id)
        more = [Happening(day - timedelta(days=50), Kind.SESSION, "Samen gekookt")]
        timeline = timeline_of(db, trajectory, more)
        db.commit()
    told_of = [one for one in timeline.happenings if one.kind is not Kind.PHASE]
    assert [(one.kind, one.words) for one in told_of] == [
        (Kind.REVIEW, "Evaluatie: Na 3 maanden. Doorgaan zoals het gaat."),
        (Kind.SESSION, "Samen gekookt"),
        (Kind.CONTACT_MENTEE, "Geprobeerd te bereiken: Jongere. Telefonisch."),
        (Kind.CONTACT_MENTOR, "Contact met: Mentor. Telefonisch."),
    ]
    assert "Sessies: 1" in timeline.svg
    assert "Wennen aan elkaar" in timeline.svg
    with app.test_request_context():
        section = app.jinja_env.get_template("trajectories/timeline.html").module
        page = soup(section.timeline_section(timeline))  # type: ignore[attr-defined]
    assert len(page.select("li")) == len(timeline.happenings)
    assert page.select_one("svg[role=img]") is not None
    assert "Samen gekookt" in words(page.select_one("ol"))
