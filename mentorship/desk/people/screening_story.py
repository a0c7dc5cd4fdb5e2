"""A mentor on the way to ready: talks, references, VOG, agreement, training, pauses, the end."""

from collections.abc import Iterator

from mentorship.desk.people.happenings import Happening, Reading
from mentorship.desk.tasks.task import Place
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries
from mentorship.mentors.labels import JUDGEMENTS, STATUSES, TALKS
from mentorship.mentors.models import Mentor, MentorReference

_REASON, _NOTES = _l("Reason"), _l("Notes")
_ANSWERS = {
    "known_for": _l("Knows the mentor for"),
    "strengths": _l("Strengths"),
    "worries": _l("Worries"),
}


def told(db: Db, mentor: Mentor) -> Iterator[Happening]:
    reading = Reading(db, Purpose.SCREENING)
    yield Happening(
        mentor.applied_at, _("Applied"), words=reading.words(mentor, motivation=_l("Motivation"))
    )
    for talk in queries.interviews_of(db, mentor):
        yield Happening(
            talk.recorded_at,
            _("Talk: %(outcome)s", outcome=TALKS[talk.outcome]),
            talk.held_on,
            talk.interviewer_id,
            reading.words(talk, notes=_NOTES),
        )
    for reference in queries.references_of(db, mentor):
        yield from _reference(reading, mentor, reference)
    yield from _papers(db, mentor)
    yield from _pauses(reading, mentor)
    if mentor.ended_at is not None:
        yield Happening(
            mentor.ended_at,
            str(STATUSES[mentor.status]),
            words=reading.words(mentor, ending_reason=_REASON),
        )


def _reference(reading: Reading, mentor: Mentor, reference: MentorReference) -> Iterator[Happening]:
    name = reading.text(reference, "name")
    place = Place("mentors.references_one", {"mentor_id": mentor.id, "reference_id": reference.id})
    yield Happening(reference.asked_at, _("Reference asked of %(name)s", name=name), place=place)
    if reference.answered_at is not None:
        yield Happening(
            reference.answered_at,
            _("%(name)s answered about the mentor", name=name),
            by=reference.noted_by,
            words=reading.words(reference, **_ANSWERS),
            place=place,
        )
    if reference.judged_at is not None and reference.outcome is not None:
        yield Happening(
            reference.judged_at,
            _("Does the reference of %(name)s count?", name=name)
            + f" {JUDGEMENTS[reference.outcome]}",
            by=reference.judged_by,
            words=reading.words(reference, judgement=_REASON),
            place=place,
        )


def _papers(db: Db, mentor: Mentor) -> Iterator[Happening]:
    midnight = mentor.applied_at  # of a paper only its day is known
    for vog in queries.vogs_of(db, mentor):
        issued = format_date(vog.issued_on, "long")
        title = _("VOG of %(day)s seen", day=issued)
        yield Happening(midnight, title, vog.seen_on, vog.seen_by)
    for signed in queries.agreements_of(db, mentor):
        until = format_date(signed.ends_on, "long")
        yield Happening(
            signed.recorded_at,
            _("Agreement signed, until and including %(day)s", day=until),
            signed.signed_on,
            signed.recorded_by,
        )
    for record in queries.trainings_of(db, mentor):
        yield Happening(
            record.recorded_at,
            _("Training before the first match completed"),
            record.completed_on,
            record.recorded_by,
        )


def _pauses(reading: Reading, mentor: Mentor) -> Iterator[Happening]:
    for pause in queries.pauses_of(reading.db, mentor):
        last = format_date(pause.ended_on or pause.last_day, "long")
        title = (
            _("A pause, ended earlier on %(day)s", day=last)
            if pause.ended_on
            else _("A pause, until and including %(day)s", day=last)
        )
        yield Happening(
            mentor.applied_at, title, pause.first_day, words=reading.words(pause, reason=_REASON)
        )
