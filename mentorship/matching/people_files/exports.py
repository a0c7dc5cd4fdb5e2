"""Everybody of some Houses as the two files of a round, in the words of the current language."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from mentorship.foundation import audit
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import current_language
from mentorship.foundation.subjects import Purpose
from mentorship.matching.assignment.model import DAYS, PARTS, Mentee, Mentor, Wish
from mentorship.matching.cells import DUTCH_DAYS, DUTCH_PARTS, METRES
from mentorship.matching.headers import MENTEES, MENTORS
from mentorship.matching.outcomes import safe
from mentorship.matching.rounds.gathering import gather
from mentorship.matching.rounds.people import RoundPeople
from mentorship.matching.rounds.telling import names_of_mentees, names_of_mentors
from mentorship.mentors.queries import today
from mentorship.profiles.profile import Profile
from mentorship.profiles.vocabulary import TagList, shipped_vocabulary

_DUTCH = {
    "woman": "vrouw", "man": "man", "other": "anders", "yes": "ja", "no": "nee",
    **dict(zip(DAYS, DUTCH_DAYS, strict=True)), **dict(zip(PARTS, DUTCH_PARTS, strict=True)),
}  # fmt: skip


# Whose case it is stays here: in a file it would only be somebody's number.
NOT_WRITTEN = frozenset({"consultant"})


def mentors_file(db: Db, houses: frozenset[str]) -> bytes:
    """Every open mentor with a whole profile, ready or not."""
    people = gather(db, today(db), houses)
    names = names_of_mentors(db, [one.id for one in people.mentors])
    _record(db, "mentors", houses)
    return _file(MENTORS, _mentors(people, names, today(db)))


def mentees_file(db: Db, houses: frozenset[str]) -> bytes:
    """Everybody who waits; whoever has a match or is asked doesn't."""
    people = gather(db, today(db), houses)
    names = names_of_mentees(db, [one.id for one in people.mentees])
    _record(db, "mentees", houses)
    columns = {name: dutch for name, dutch in MENTEES.items() if name not in NOT_WRITTEN}
    return _file(columns, _mentees(people, names, today(db)))


def _mentors(
    people: RoundPeople, names: Mapping[UUID, str], day: date
) -> Iterator[dict[str, object]]:
    profiles = {people.mentor_ids[one.id]: one for one in people.mentors}
    for mentor in people.as_round_of_today(day).mentors:
        known = profiles[mentor.id]
        yield _person(mentor, known.profile, names.get(known.id, "")) | {
            "themes": _tags(mentor.themes, shipped_vocabulary().themes),
            "refused_themes": _tags(mentor.refused_themes, shipped_vocabulary().themes),
            "capacity": mentor.seats,
            "free_seats": mentor.free_seats,
            "ready": _word("yes" if mentor.is_ready else "no"),
        }


def _mentees(
    people: RoundPeople, names: Mapping[UUID, str], day: date
) -> Iterator[dict[str, object]]:
    profiles = {people.mentee_ids[one.id]: one for one in people.mentees}
    for mentee in people.as_round_of_today(day).mentees:
        known = profiles[mentee.id]
        yield _person(mentee, known.profile, names.get(known.id, "")) | {
            "themes": _tags(mentee.themes, shipped_vocabulary().themes),
            "waiting_since": mentee.waiting_since.isoformat(),
            "priority": mentee.priority,
            "wish_gender": _wish(mentee.wish_gender),
            "wish_age_min": _wish(mentee.wish_age_min),
            "wish_age_max": _wish(mentee.wish_age_max),
            "excluded": "|".join(sorted(mentee.excluded)),
            "refused": "|".join(sorted(mentee.refused)),
            "pinned": mentee.pinned or "",
        }


def _person(one: Mentor | Mentee, profile: Profile, name: str) -> dict[str, object]:
    return {
        "id": one.id,
        "name": name,
        "place": profile.place,
        "latitude": "" if profile.latitude is None else repr(profile.latitude),
        "longitude": "" if profile.longitude is None else repr(profile.longitude),
        "house": one.house,
        "max_travel_km": _kilometres(one.max_travel_m),
        "gender": _word(profile.gender or ""),
        "birth_year": profile.birth_year or "",
        "languages": "|".join(sorted(one.languages)),
        "slots": "|".join(_slot(slot) for slot in sorted(one.slots)),
        "interests": _tags(one.interests, shipped_vocabulary().interests),
        "dislikes": _tags(one.dislikes, shipped_vocabulary().interests),
    }


def _kilometres(metres: int) -> str:
    return f"{metres // METRES}.{metres % METRES:03d}".rstrip("0").rstrip(".")


def _wish(wish: Wish[str] | Wish[int] | None) -> str:
    if wish is None:
        return ""
    return _word(str(wish.value)) + ("!" if wish.is_condition else "")


def _slot(slot: str) -> str:
    return "-".join(map(_word, slot.split("-")))


def _word(code: str) -> str:
    return _DUTCH.get(code, code) if current_language() == "nl" else code


def _tags(ids: Iterable[str], known: TagList) -> str:
    return "|".join(sorted(known.label(tag) for tag in ids))


def _file(columns: Mapping[str, str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """As a spreadsheet of this language opens it; no cell can run as a formula."""
    is_dutch = current_language() == "nl"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if is_dutch else ",", lineterminator="\r\n")
    writer.writerow(columns.values() if is_dutch else columns)
    writer.writerows([safe(row.get(name, "")) for name in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _record(db: Db, what: str, houses: frozenset[str]) -> None:
    audit.record(
        db, "people.exported", purpose=Purpose.MATCHING, what=what,
        houses="+".join(sorted(houses)),
    )  # fmt: skip
