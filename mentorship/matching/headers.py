"""Knows the columns of both files, in English and in Dutch, and finds them in a header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.faults import Fault, Faults

SHARED = {
    "id": "nummer",
    "name": "naam",
    "place": "plaats",
    "latitude": "breedtegraad",
    "longitude": "lengtegraad",
    "house": "huis",
    "max_travel_km": "max_reisafstand_km",
    "gender": "geslacht",
    "birth_year": "geboortejaar",
    "languages": "talen",
    "slots": "beschikbaar",
    "interests": "interesses",
    "dislikes": "geen_interesse",
    "themes": "themas",
    "excluded": "uitgesloten",
    "refused": "geweigerd",
}
MENTORS: Mapping[str, str] = MappingProxyType(
    {
        **SHARED,
        "capacity": "capaciteit",
        "free_seats": "vrije_plekken",
        "refused_themes": "geweigerde_themas",
        "ready": "inzetbaar",
        "standing": "staand_voorstel",
    }
)
MENTEES: Mapping[str, str] = MappingProxyType(
    {
        **SHARED,
        "waiting_since": "wacht_sinds",
        "priority": "prioriteit",
        "wish_gender": "wens_geslacht",
        "wish_age_min": "wens_leeftijd_min",
        "wish_age_max": "wens_leeftijd_max",
        "pinned": "vastgezet",
        "consultant": "consultant",
    }
)
COORDINATES = frozenset({"latitude", "longitude"})


@dataclass(frozen=True, slots=True)
class Header:
    """Where each column stands, and how this file calls it."""

    position: Mapping[str, int]
    title: Mapping[str, str]
    width: int
    nameless: tuple[int, ...] = ()

    def called(self, column: str) -> str:
        return self.title.get(column, column)


def column_letters(at: int) -> str:
    """What a spreadsheet calls the column at this place: 0 is A, 26 is AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def canonical(name: str) -> str:
    """Case and outer spaces are ignored, an inner space reads as `_`."""
    return "_".join(name.casefold().split())


@cache
def known_headers() -> frozenset[str]:
    pairs = [*MENTORS.items(), *MENTEES.items()]
    return frozenset(name for pair in pairs for name in pair)


def find_columns(
    names: Sequence[str],
    columns: Mapping[str, str],
    required: Sequence[str],
    file: str,
    faults: Faults,
    warnings: Faults,
) -> Header:
    """The columns of this file; whatever is missing, double or unknown is told."""
    meaning = {spelling: name for name, dutch in columns.items() for spelling in (name, dutch)}
    position: dict[str, int] = {}
    for at, written in enumerate(names):
        column = meaning.get(canonical(written))
        if column is None:
            _tell_unknown(written, meaning, file, warnings)
        elif column in position:
            faults.add(_double(written, names[position[column]], file))
        else:
            position[column] = at
    titles = {column: names[at].strip() for column, at in position.items()}
    nameless = tuple(at for at, name in enumerate(names) if not name.strip())
    header = Header(position, titles, len(names), nameless)
    for column in required:
        if column not in position and not (column == "place" and position.keys() >= COORDINATES):
            faults.add(_missing(column, columns, file))
    return header


def _tell_unknown(written: str, meaning: Mapping[str, str], file: str, warnings: Faults) -> None:
    if not written.strip():
        return
    near = get_close_matches(canonical(written), meaning, n=1, cutoff=0.7)
    remedy: str | LazyText = _l("Did you mean “%(name)s”?", name=near[0]) if near else ""
    warnings.add(
        Fault(
            file=file,
            row=1,
            column=written.strip(),
            problem=_l("This column is unknown and isn't used."),
            remedy=remedy,
        )
    )


def _double(written: str, other: str, file: str) -> Fault:
    return Fault(
        file=file,
        row=1,
        column=written.strip(),
        problem=_l("This column occurs twice: as “%(other)s” too.", other=other.strip()),
        remedy=_l("Keep one of the two."),
    )


def _missing(column: str, columns: Mapping[str, str], file: str) -> Fault:
    return Fault(
        file=file,
        row=1,
        column=column,
        problem=_l("This required column is missing."),
        remedy=_place_remedy() if column == "place" else _column_remedy(column, columns[column]),
    )


def _column_remedy(name: str, dutch: str) -> LazyText:
    return _l(
        "Add a column “%(name)s” or “%(dutch)s”. Is this the right file?", name=name, dutch=dutch
    )


def _place_remedy() -> LazyText:
    return _l(
        "Add a column “place” or “plaats”, or both “latitude” (“breedtegraad”) and “longitude” "
        "(“lengtegraad”)."
    )
