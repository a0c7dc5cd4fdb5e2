"""The course of a young person: talks, decisions, consents, goals, moves, the letter, the end."""

from collections.abc import Iterator
from itertools import groupby

from sqlmodel import col, select

from mentorship.desk.people.happenings import Happening, Reading
from mentorship.desk.tasks.task import Place
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.mentees.intake_models import Consent, IntakeDecision, IntakeTalk
from mentorship.referrals.mentees.labels import (
    GIVEN_BY,
    HOW,
    OUTCOMES,
    PRIORITIES,
    PURPOSES,
    STOPPED_BY,
    TALK_WITH,
)
from mentorship.referrals.mentees.models import (
    Goal,
    HouseTransfer,
    Mentee,
    MenteeStop,
    NoticeLetter,
    PriorityChange,
)

_REASON, _NOTES = _l("Reason"), _l("Notes")


def told(db: Db, mentee: Mentee, house_names: dict[str, str]) -> Iterator[Happening]:
    reading = Reading(db, Purpose.INTAKE)
    yield Happening(mentee.accepted_at, _("Taken into the programme"))
    yield from _talks(reading, mentee)
    yield from _decisions(reading, mentee)
    yield from _consents(db, mentee)
    yield from _goals(reading, mentee)
    yield from _changes(reading, mentee, house_names)
    yield from _letters(db, mentee)
    yield from _stops(reading, mentee)


def _talks(reading: Reading, mentee: Mentee) -> Iterator[Happening]:
    for row in reading.db.exec(select(IntakeTalk).where(col(IntakeTalk.mentee_id) == mentee.id)):
        yield Happening(
            row.noted_at,
            _("Talk with: %(people)s", people=TALK_WITH[row.talked_with]),
            row.held_on,
            row.noted_by,
            reading.words(row, notes=_NOTES),
        )


def _decisions(reading: Reading, mentee: Mentee) -> Iterator[Happening]:
    found = select(IntakeDecision).where(col(IntakeDecision.mentee_id) == mentee.id)
    for row in reading.db.exec(found):
        yield Happening(
            row.decided_at,
            _("Intake decided: %(outcome)s", outcome=OUTCOMES[row.outcome]),
            by=row.decided_by,
            words=reading.words(row, reason=_REASON),
        )


def _consents(db: Db, mentee: Mentee) -> Iterator[Happening]:
    """What one person answered at one moment is one happening; so is every withdrawal."""
    found = select(Consent).where(col(Consent.mentee_id) == mentee.id)
    rows = db.exec(found.order_by(col(Consent.given_at), col(Consent.given_by))).all()
    place = Place("mentees.consent_overview", {"mentee_id": mentee.id})
    for (given_at, who, how), answers in groupby(
        rows, key=lambda row: (row.given_at, row.given_by, row.how)
    ):
        given = list(answers)
        yield Happening(
            given_at,
            _("%(who)s answered about consent, %(how)s", who=GIVEN_BY[who], how=HOW[how]),
            by=given[0].noted_by,
            words=tuple(
                (PURPOSES[row.purpose], _("Yes") if row.is_agreed else _("No")) for row in given
            ),
            place=place,
        )
    answered = {(row.purpose, row.given_by, row.given_at) for row in rows}
    for row in rows:
        is_replaced = (row.purpose, row.given_by, row.ended_at) in answered
        # What lapsed when the course opened again was withdrawn by nobody.
        has_lapsed = row.ended_at and row.given_at < mentee.accepted_at <= row.ended_at
        if row.is_agreed and row.ended_at and row.ended_how and not (is_replaced or has_lapsed):
            yield Happening(
                row.ended_at,
                _(
                    "%(who)s withdrew consent: %(purpose)s",
                    who=GIVEN_BY[row.given_by],
                    purpose=PURPOSES[row.purpose],
                ),
                place=place,
            )


def _goals(reading: Reading, mentee: Mentee) -> Iterator[Happening]:
    for row in reading.db.exec(select(Goal).where(col(Goal.mentee_id) == mentee.id)):
        yield Happening(
            row.added_at,
            _("A goal was written down"),
            words=reading.words(row, text=_l("Goal") if row.is_active else _l("Put aside since")),
            place=Place("mentees.goals", {"mentee_id": mentee.id}),
        )


def _changes(reading: Reading, mentee: Mentee, house_names: dict[str, str]) -> Iterator[Happening]:
    found = select(PriorityChange).where(col(PriorityChange.mentee_id) == mentee.id)
    for row in reading.db.exec(found):
        yield Happening(
            row.changed_at,
            _("Priority became %(class)s", **{"class": PRIORITIES[row.to_class]}),
            by=row.changed_by,
            words=reading.words(row, reason=_REASON),
        )
    moves = select(HouseTransfer).where(col(HouseTransfer.mentee_id) == mentee.id)
    for move in reading.db.exec(moves):
        yield Happening(
            move.moved_at,
            _(
                "Moved from %(before)s to %(after)s",
                before=house_names[move.from_house],
                after=house_names[move.to_house],
            ),
            by=move.moved_by,
            words=reading.words(move, reason=_REASON),
        )


def _letters(db: Db, mentee: Mentee) -> Iterator[Happening]:
    for row in db.exec(select(NoticeLetter).where(col(NoticeLetter.mentee_id) == mentee.id)):
        yield Happening(row.noted_at, _("The letter was sent"), row.sent_on, row.noted_by)


def _stops(reading: Reading, mentee: Mentee) -> Iterator[Happening]:
    for row in reading.db.exec(select(MenteeStop).where(col(MenteeStop.mentee_id) == mentee.id)):
        yield Happening(
            row.stopped_at,
            _("Stopped, as wanted by: %(who)s", who=STOPPED_BY[row.wanted_by]),
            by=row.noted_by,
            words=reading.words(row, reason=_REASON),
        )
