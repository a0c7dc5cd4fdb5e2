"""Looks through the names that somebody may know, one event in the trail per kind of person."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.orm import load_only
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place
from mentorship.foundation import vault
from mentorship.foundation.access import Permission
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.spelling import is_found, words_of
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import policy as mentors
from mentorship.mentors.labels import status_words
from mentorship.mentors.models import Mentor
from mentorship.referrals import policy as referrals
from mentorship.referrals.labels import STATUSES as REFERRAL_STATUSES
from mentorship.referrals.mentees.labels import STAGES
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral
from mentorship.training import policy as training
from mentorship.training.models import CohortPlace, PlaceStatus

LEAST_LETTERS = 2
_NAME = ("first_name", "family_name")
Person = TypeVar("Person", Mentee, Mentor, Referral)


class Kind(StrEnum):
    YOUNG_PERSON = "young_person"
    REFERRED = "referred"
    MENTOR = "mentor"


@dataclass(frozen=True)
class Hit:
    """Somebody who was found, and where one reads on."""

    kind: Kind
    name: str
    house_code: str
    state: LazyText
    place: Place


def is_enough(typed: str) -> bool:
    return len("".join(words_of(typed))) >= LEAST_LETTERS


def search(db: Db, actor: UserActor, typed: str) -> list[Hit]:
    """By name; nobody for whoever may look for nobody."""
    asked = words_of(typed)
    found = [
        hit
        for permission, look in _LOOKS
        if permission in actor.permissions
        for hit in look(db, actor, asked)
    ]
    return sorted(found, key=lambda hit: (words_of(hit.name), hit.kind))


def _young_people(db: Db, actor: UserActor, asked: list[str]) -> Iterator[Hit]:
    found = referrals.mentees_visible_to(actor).options(_only(Mentee, "stage"))
    for row, name in _named(db, found, asked, Purpose.INTAKE):
        place = Place("mentees.one", {"mentee_id": row.id})
        yield Hit(Kind.YOUNG_PERSON, name, row.house_code, STAGES[row.stage], place)


def _referred(db: Db, actor: UserActor, asked: list[str]) -> Iterator[Hit]:
    """Whose file didn't become that of a young person in the programme."""
    known = select(Mentee.subject_id).where(col(Mentee.subject_id) == col(Referral.subject_id))
    found = (
        referrals.visible_to(actor)
        .where(~known.correlate(Referral).exists())
        .options(_only(Referral, "status"))
    )
    for row, name in _named(db, found, asked, Purpose.TRIAGE):
        place = Place("referrals.case", {"referral_id": row.id})
        yield Hit(Kind.REFERRED, name, row.house_code, REFERRAL_STATUSES[row.status], place)


def _mentors(db: Db, actor: UserActor, asked: list[str]) -> Iterator[Hit]:
    found = mentors.visible_to(actor).options(_only(Mentor, "status"))
    for row, name in _named(db, found, asked, Purpose.SCREENING):
        place = Place("mentors.board_one", {"mentor_id": row.id})
        status = status_words(row.status, screens=mentors.screens(actor, row))
        yield Hit(Kind.MENTOR, name, row.house_code, status, place)


def _trained(db: Db, actor: UserActor, asked: list[str]) -> Iterator[Hit]:
    """The mentors in a trainer's cohorts; whoever opens all mentors found them already."""
    if Permission.MENTOR_READ in actor.permissions:
        return
    held = training.places_held_by(actor).where(col(CohortPlace.status) != PlaceStatus.LEFT)
    places = dict(
        db.execute(
            held.with_only_columns(col(CohortPlace.mentor_id), col(CohortPlace.id)).order_by(
                col(CohortPlace.joined_at)
            )
        ).all()
    )
    ids = held.with_only_columns(col(CohortPlace.mentor_id))
    found = select(Mentor).where(col(Mentor.id).in_(ids)).options(_only(Mentor, "status"))
    for row, name in _named(db, found, asked, Purpose.TRAINING):
        place = Place("training.places_place", {"place_id": places[row.id]})
        status = status_words(row.status, screens=False)
        yield Hit(Kind.MENTOR, name, row.house_code, status, place)


def _named(
    db: Db, found: SelectOfScalar[Person], asked: list[str], purpose: Purpose
) -> Iterator[tuple[Person, str]]:
    """Reads every name that is to be looked through; who was erased has none."""
    rows = {row.id: row for row in db.exec(found)}
    for row_id, texts in vault.scan_fields(db, rows.values(), _NAME, purpose=purpose).items():
        name = " ".join(texts[part] for part in _NAME if part in texts)
        if is_found(asked, name):
            yield rows[row_id], name


def _only(kind: type[Person], *names: str) -> ExecutableOption:
    """What a line shows and nothing more: thousands of rows are read at once."""
    wanted = ("id", "subject_id", "house_code", *_NAME, *names)
    return load_only(*(getattr(kind, name) for name in wanted))


_LOOKS: tuple[tuple[Permission, Callable[[Db, UserActor, list[str]], Iterator[Hit]]], ...] = (
    (Permission.MENTEE_READ, _young_people),
    (Permission.REFERRAL_READ_CASE, _referred),
    (Permission.MENTOR_READ, _mentors),
    (Permission.TRAINING_HOLD, _trained),
)
