"""What a mentor did in training: cohorts, meetings, assessments, certificates."""

from collections.abc import Iterator

from sqlmodel import col, select

from mentorship.accounts.access import UserActor
from mentorship.desk.people.happenings import Happening, Reading
from mentorship.desk.tasks.task import Place
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.models import Mentor
from mentorship.training import policy
from mentorship.training.labels import OUTCOMES, PRESENCES, heading_of
from mentorship.training.models import (
    Assessment,
    Attendance,
    Certificate,
    Cohort,
    CohortPlace,
    TrainingMeeting,
    TrainingModule,
)


def told(db: Db, actor: UserActor, mentor: Mentor) -> Iterator[Happening]:
    visible = policy.places_visible_to(actor).where(col(CohortPlace.mentor_id) == mentor.id)
    for place in db.exec(visible):
        yield from _place(db, place)
    yield from _meetings(db, mentor)
    yield from _assessments(db, mentor)
    found = select(Certificate).where(col(Certificate.mentor_id) == mentor.id)
    for paper in db.exec(found):
        yield Happening(mentor.applied_at, _("Certificate given"), paper.issued_on)


def _place(db: Db, place: CohortPlace) -> Iterator[Happening]:
    name = db.get_one(Cohort, place.cohort_id).name
    link = Place("training.places_place", {"place_id": place.id})
    yield Happening(place.joined_at, _("Joined cohort %(name)s", name=name), place=link)
    if place.left_at is not None:
        yield Happening(place.left_at, _("Left cohort %(name)s", name=name), place=link)


def _meetings(db: Db, mentor: Mentor) -> Iterator[Happening]:
    found = (
        select(Attendance, TrainingMeeting, TrainingModule)
        .join(TrainingMeeting, col(TrainingMeeting.id) == col(Attendance.meeting_id))
        .join(
            TrainingModule,
            col(TrainingModule.code) == col(TrainingMeeting.module_code),
            isouter=True,
        )
        .where(col(Attendance.mentor_id) == mentor.id)
    )
    for noted, meeting, module in db.exec(found):
        heading, presence = heading_of(meeting, module), PRESENCES[noted.presence]
        yield Happening(
            meeting.starts_at,
            f"{heading}: {presence}",
            by=noted.recorded_by,
            place=Place("training.meetings_meeting", {"meeting_id": meeting.id}),
        )


def _assessments(db: Db, mentor: Mentor) -> Iterator[Happening]:
    reading = Reading(db, Purpose.TRAINING)
    for row in db.exec(select(Assessment).where(col(Assessment.mentor_id) == mentor.id)):
        yield Happening(
            row.assessed_at,
            _("Assessed: %(outcome)s", outcome=OUTCOMES[row.outcome]),
            by=row.assessed_by,
            words=reading.words(row, note=_l("Note")),
        )
