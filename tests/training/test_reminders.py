"""Who is expected at a meeting hears of it the day before."""

from datetime import timedelta

from mentorship.accounts.reminders.kinds import Due
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.training import services
from mentorship.training.jobs import meetings_tomorrow
from mentorship.training.queries import meetings_of, today
from tests.accounts.people import make_person
from tests.factories import FixedNow
from tests.training.cohorts import make_cohort, make_mentor, make_place


def test_a_meeting_tomorrow(db: Db, fixed_now: FixedNow) -> None:
    trainer, person = make_person(db, Role.TRAINER), make_person(db, Role.MENTOR)
    cohort = make_cohort(db, trainer)
    for mentor in (make_mentor(db, person=person), make_mentor(db, "Zonder account")):
        make_place(db, cohort, mentor)
    first, second, *_more = meetings_of(db, cohort.id)
    day = first.starts_at.astimezone(TIME_ZONE).date()

    def found() -> list[Due]:
        return list(meetings_tomorrow(db, today(db)))

    fixed_now.moment = first.starts_at - timedelta(days=2)
    assert found() == []
    fixed_now.advance(days=1)
    assert found() == [Due(person.id, first.id, day, last_day=day)]
    fixed_now.moment = first.starts_at - timedelta(minutes=1)
    assert len(found()) == 1
    fixed_now.advance(minutes=1)
    assert found() == []
    fixed_now.moment = second.starts_at - timedelta(days=1)
    assert [one.about_id for one in found()] == [second.id]
    services.cancel_meeting(db, second.id)
    assert found() == []
