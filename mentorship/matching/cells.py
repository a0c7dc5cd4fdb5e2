"""Reads one cell: what a person types in English or Dutch becomes the value the round knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, lru_cache

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.assignment.model import DAYS, PARTS, Wish
from mentorship.matching.faults import CellError, ListError
from mentorship.profiles.languages import language_codes
from mentorship.profiles.vocabulary import TagList
from mentorship.region.places import Place, UnknownPlace, find_place, municipality_rows

LONGEST_ID = 100
LONGEST_TRIP_KM = 40_000
OLDEST = 1920
OLDEST_AGE = 120
MOST_SEATS = 10
METRES = 1000
DUTCH_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
DUTCH_PARTS = ("ochtend", "middag", "avond", "laat")
GENDERS = {"woman": "woman", "man": "man", "other": "other", "vrouw": "woman", "anders": "other"}
YES_NO = {"yes": True, "no": False, "ja": True, "nee": False}
DUTCH_DATE = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
# Longer than any spreadsheet writes its coordinates.
NUMBER = re.compile(r"[+-]?\d{1,12}([.,]\d{1,30})?", re.ASCII)
# `|` separates ids in a list. The others begin a new cell in some spreadsheet that opens the
# outcome, and what follows them could then run as a formula.
SEPARATORS = ("|", ";", ",", '"')


def identifier(text: str) -> str:
    """An id as it came, without the spaces around it."""
    if len(text) > LONGEST_ID or not text.isprintable():
        raise CellError(
            _l("An id is one line of at most %(most)d signs.", most=LONGEST_ID),
            _SHORT_NUMBER,
        )
    if any(sign in text for sign in SEPARATORS):
        raise CellError(
            _l("An id can't hold %(signs)s.", signs=" ".join(SEPARATORS)), _SHORT_NUMBER
        )
    return text


_SHORT_NUMBER = _l("Give this person a short number, such as “M12”.")


def identifiers(text: str) -> frozenset[str]:
    return frozenset(_parts(text))


@lru_cache(maxsize=20_000)
def place(text: str) -> Place:
    try:
        return find_place(text)
    except UnknownPlace as unknown:
        near = unknown  # the name above is gone when the suggestions are looked up
        raise CellError(
            _l("This place is unknown."),
            LazyText(lambda: str(did_you_mean(near.suggestions, _PLACE_REMEDY))),
        ) from unknown


_PLACE_REMEDY = _l("Fill in a town or village, or its latitude and longitude.")


def latitude(text: str) -> float:
    return float(_number(text, low=-90, high=90))


def longitude(text: str) -> float:
    return float(_number(text, low=-180, high=180))


def house(text: str) -> str:
    code = text.upper()
    if code not in house_codes():
        raise CellError(_l("This House is unknown."), _one_of(house_codes()))
    return code


@cache
def house_codes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["care_safety_house_code"] for row in municipality_rows()))


def metres(text: str) -> int:
    """Kilometres as whole metres; more than 0."""
    km = _number(text, low=0, high=LONGEST_TRIP_KM)
    if (distance := int(km * METRES)) <= 0:
        raise CellError(
            _l("This distance must be more than 0."),
            _l("Fill in kilometres, such as 15 or 7,5. Empty means 15."),
        )
    return distance


def seats(text: str) -> int:
    return _whole(text, low=0, high=MOST_SEATS)


def birth_year(text: str, today: date) -> int:
    return _whole(text, low=OLDEST, high=today.year)


def priority(text: str) -> int:
    return _whole(text, low=1, high=3)


def gender(text: str) -> str:
    return _choice(text, GENDERS)


def wish_gender(text: str) -> Wish[str]:
    asked, is_condition = _condition(text)
    return Wish(_choice(asked, {k: v for k, v in GENDERS.items() if v != "other"}), is_condition)


def wish_age(text: str) -> Wish[int]:
    asked, is_condition = _condition(text)
    return Wish(_whole(asked, low=0, high=OLDEST_AGE), is_condition)


def yes_or_no(text: str) -> bool:
    value = YES_NO.get(text.casefold())
    if value is None:
        raise _not_one_of(YES_NO)
    return value


@lru_cache(maxsize=20_000)
def languages(text: str) -> frozenset[str]:
    return _some(text, _language)


def _language(code: str) -> str:
    if code.casefold() not in language_codes():
        raise CellError(
            _l("This language is unknown."),
            _l("Use codes of two letters (ISO 639-1), such as nl, en or ar, with | between."),
            code,
        )
    return code.casefold()


@lru_cache(maxsize=20_000)
def slots(text: str) -> frozenset[str]:
    return _some(text, _slot)


def _slot(text: str) -> str:
    slot = slot_spellings().get(re.sub(r"[\s\-–_]+", "-", text.casefold()))
    if slot is None:
        remedy = _l("Write a day and a part of it, such as ma-ochtend or wed-evening.")
        near = get_close_matches(text.casefold(), slot_spellings(), n=2, cutoff=0.7)
        raise CellError(_l("This part of the week is unknown."), did_you_mean(near, remedy), text)
    return slot


@cache
def slot_spellings() -> dict[str, str]:
    """`wed-evening` and `wo-avond` alike, and a mixture too."""
    days = [*zip(DAYS, DAYS, strict=True), *zip(DUTCH_DAYS, DAYS, strict=True)]
    parts = [*zip(PARTS, PARTS, strict=True), *zip(DUTCH_PARTS, PARTS, strict=True)]
    return {f"{d}-{p}": f"{day}-{part}" for d, day in days for p, part in parts}


def tags(text: str, known: TagList) -> frozenset[str]:
    return _each(text, lambda piece: _tag(piece, known))


def _tag(text: str, known: TagList) -> str:
    tag = known.find(text)
    if tag is None:
        remedy = _l("`mentorship match --vocabulary` shows the whole list.")
        raise CellError(
            _l("This word isn't in the vocabulary."),
            LazyText(lambda: str(did_you_mean(known.nearest(text), remedy))),
            text,
        )
    return tag.id


def day(text: str) -> date:
    """`2026-01-31` or `31-01-2026`."""
    try:
        if match := ISO_DATE.fullmatch(text):
            return date(*map(int, match.groups()))
        if match := DUTCH_DATE.fullmatch(text):
            return date(*map(int, reversed(match.groups())))
    except ValueError as error:
        raise _no_date(_l("This day isn't in the calendar.")) from error
    raise _no_date(_l("This is no date."))


def waiting_since(text: str, today: date) -> date:
    since = day(text)
    if since > today:
        raise CellError(
            _l("This is after the reference date of the round."),
            _l("Leave out who doesn't wait yet, or choose a later date with --date."),
        )
    return since


def did_you_mean(near: Iterable[str], otherwise: LazyText) -> LazyText:
    """The nearest spellings as a question; without any, what to do instead."""
    names = " / ".join(near)
    return _l("Did you mean %(names)s?", names=names) if names else otherwise


def _some(text: str, read: Callable[[str], str]) -> frozenset[str]:
    """Every piece read, of a list that can't be empty: a lone `|` is no answer."""
    if not _parts(text):
        raise CellError(_l("There is nothing between the signs |."), _l("Fill in at least one."))
    return _each(text, read)


def _each(text: str, read: Callable[[str], str]) -> frozenset[str]:
    """Every piece read; all that can't be read are told together."""
    values: set[str] = set()
    wrong: list[CellError] = []
    for piece in _parts(text):
        try:
            values.add(read(piece))
        except CellError as error:
            wrong.append(error)
    if wrong:
        raise ListError(wrong)
    return frozenset(values)


def _parts(text: str) -> list[str]:
    """A list inside a cell; empty pieces, as in `a||b`, say nothing."""
    return [part for piece in text.split("|") if (part := piece.strip())]


def _condition(text: str) -> tuple[str, bool]:
    return text.removesuffix("!").rstrip(), text.endswith("!")


def _choice(text: str, meanings: dict[str, str]) -> str:
    value = meanings.get(text.casefold())
    if value is None:
        raise _not_one_of(meanings)
    return value


def _not_one_of(words: Iterable[str]) -> CellError:
    return CellError(_l("This value is unknown."), _one_of(words))


def _one_of(words: Iterable[str]) -> LazyText:
    return _l("Use one of: %(words)s.", words=", ".join(words))


def _no_date(problem: LazyText) -> CellError:
    return CellError(problem, _l("Write it as 2026-01-31 or 31-01-2026."))


def _number(text: str, *, low: int, high: int) -> Decimal:
    if not NUMBER.fullmatch(text):
        raise CellError(_l("This is no number."), _between(low, high))
    number = Decimal(text.replace(",", "."))
    if not low <= number <= high:
        raise CellError(_l("This number is out of range."), _between(low, high))
    return number


def _whole(text: str, *, low: int, high: int) -> int:
    number = _number(text, low=low, high=high)
    if number != int(number):
        raise CellError(_l("This isn't a whole number."), _between(low, high))
    return int(number)


def _between(low: int, high: int) -> LazyText:
    return _l("Fill in a number from %(low)d to %(high)d.", low=low, high=high)
