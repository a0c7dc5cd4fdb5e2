"""A reference that is late is told to the consultants of the House, once for each asking."""

from datetime import timedelta

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.mentors import services
from mentorship.mentors.jobs import late_references
from mentorship.mentors.queries import today
from tests.accounts.people import make_person
from tests.factories import FixedNow
from tests.mentors.applicants import ask, make_mentor


def test_a_late_reference(db: Db, fixed_now: FixedNow) -> None:
    here = [make_person(db, Role.MENTOR_CONSULTANT) for _ in range(2)]
    make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    mentor = make_mentor(db)
    reference = ask(db, mentor)

    def found() -> set[tuple[object, object, object]]:
        due = late_references(db, today(db))
        return {(one.user_id, one.about_id, one.due_on) for one in due}

    first = reference.due_on
    fixed_now.advance(days=(first - today(db)).days)
    assert found() == set()
    fixed_now.advance(days=1)
    assert found() == {(one.id, reference.id, first) for one in here}
    services.ask_again(db, mentor, reference, "kees@voorbeeld.example")
    assert found() == set()
    fixed_now.advance(days=(reference.due_on - today(db)).days + 1)
    assert {due_on for _who, _about, due_on in found()} == {reference.due_on}
    assert reference.due_on > first + timedelta(days=1)
    mentor.user_id = here[0].id  # nobody is reminded of what is said about themselves
    db.flush()
    assert {who for who, _about, _due_on in found()} == {here[1].id}
