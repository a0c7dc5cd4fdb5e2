"""Reads a definition file, and says all at once what is wrong with it."""

import tomllib
from math import isclose
from typing import Any

from mentorship.foundation.i18n import gettext as _
from mentorship.trajectories.reviews.instruments.definitions import (
    Definition,
    Item,
    Method,
    Published,
    Respondent,
    Said,
    Subscale,
)
from mentorship.trajectories.reviews.instruments.places import Path, lines_of
from mentorship.trajectories.reviews.instruments.problems import Problem, Reader, Table
from mentorship.trajectories.reviews.models import Wave

FORMAT = 1
LONGEST_FILE = 100_000
LONGEST_ITEM = 500
LONGEST_TEXT = 4_000
MOST_ITEMS, MOST_CHOICES = 60, 11
_KNOWN = (
    "format", "code", "version", "respondent", "waves", "licence", "title", "introduction",
    "scale", "scoring", "items", "subscales", "published",
)  # fmt: skip
_SAID = ("nl", "en")


class DefinitionInvalid(ValueError):
    """Every problem of the file, by line; nothing of it was used."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def read_definition(text: str) -> Definition:
    """Raises DefinitionInvalid."""
    if len(text) > LONGEST_FILE:
        remedy = _("Write at most %(most)s characters.", most=LONGEST_FILE)
        raise DefinitionInvalid([Problem(1, "file", _("This file is too long."), remedy)])
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise DefinitionInvalid([_broken(str(broken))]) from None
    reader = Reader(lines_of(text))
    found = _definition(reader, told)
    if reader.problems or found is None:
        raise DefinitionInvalid(sorted(set(reader.problems)))
    return found


def _broken(reason: str) -> Problem:
    """The reader of TOML stops at the first sign that it can't place."""
    _before, _at, place = reason.rpartition("(at line ")
    number = place.partition(",")[0]
    line = int(number) if number.isdecimal() else 1
    what = _("This is no TOML: %(why)s.", why=reason)
    return Problem(
        line, "file", what, _("Put this line right first; the rest can't be read before.")
    )


def _definition(reader: Reader, told: Table) -> Definition | None:
    reader.only(told, (), _KNOWN)
    if reader.number(told, ("format",), is_whole=True) not in (None, FORMAT):
        reader.refuse(("format",), _("This format isn't known."), _("Write format = 1."))
    code, version = reader.code(told, ("code",)), reader.code(told, ("version",))
    respondent = reader.one_of(told, ("respondent",), list(Respondent))
    licence = reader.text(told, ("licence",), longest=LONGEST_TEXT)
    title = _said(reader, told, ("title",), LONGEST_ITEM)
    introduction = None
    if "introduction" in told:
        introduction = _said(reader, told, ("introduction",), LONGEST_TEXT)
    waves = _waves(reader, told)
    scale = _scale(reader, told)
    items = _items(reader, told)
    scoring = _scoring(reader, told)
    subscales = _subscales(reader, told, [item.code for item in items])
    published = _published(reader, told)
    if None in (code, version, respondent, licence, title, scale, scoring) or reader.problems:
        return None
    found = Definition(
        code=str(code), version=str(version), title=title, introduction=introduction,  # type: ignore[arg-type]
        respondent=Respondent(str(respondent)), waves=tuple(waves), licence=str(licence),
        lowest=scale[0], highest=scale[1], labels=scale[2], items=tuple(items),  # type: ignore[index]
        method=scoring[0], multiply=scoring[1], subscales=tuple(subscales), published=published,  # type: ignore[index]
    )  # fmt: skip
    _check_range(reader, told, found)
    return found


def _said(reader: Reader, told: Table, path: Path, longest: int) -> Said | None:
    table = reader.table(told, path)
    return None if table is None else _both(reader, table, path, longest)


def _both(reader: Reader, table: Table, path: Path, longest: int, *more: str) -> Said | None:
    """The two languages of a table that may hold other names as well."""
    reader.only(table, path, (*_SAID, *more))
    nl, en = (reader.text(table, (*path, name), longest=longest) for name in _SAID)
    return Said(nl, en) if nl is not None and en is not None else None


def _waves(reader: Reader, told: Table) -> list[Wave]:
    names = reader.texts(told, ("waves",))
    if names is None:
        return []
    if not names:
        reader.refuse(("waves",), _("There is none."), _("Name at least one moment."))
    for name in names:
        if name not in set(Wave):
            reader.refuse(
                ("waves",), _("“%(value)s” can't be chosen.", value=name),
                _("Choose from: %(names)s.", names=", ".join(Wave)),
            )  # fmt: skip
    return [wave for wave in Wave if wave.value in names]


def _scale(reader: Reader, told: Table) -> tuple[int, int, dict[int, Said]] | None:
    table = reader.table(told, ("scale",))
    if table is None:
        return None
    reader.only(table, ("scale",), ("lowest", "highest", "labels"))
    lowest = reader.number(table, ("scale", "lowest"), is_whole=True)
    highest = reader.number(table, ("scale", "highest"), is_whole=True)
    labels = _labels(reader, table)
    if lowest is None or highest is None:
        return None
    if not 1 <= highest - lowest < MOST_CHOICES:
        reader.refuse(
            ("scale", "highest"), _("The scale has no or too many choices."),
            _("Let highest be 1 to %(most)s more than lowest.", most=MOST_CHOICES - 1),
        )  # fmt: skip
    for number, label in enumerate(labels):
        if not lowest <= label[0] <= highest:
            reader.refuse(
                ("scale", "labels", number, "value"), _("This value isn't on the scale."),
                _("Use %(low)s to %(high)s.", low=int(lowest), high=int(highest)),
            )  # fmt: skip
    return int(lowest), int(highest), dict(labels)


def _labels(reader: Reader, scale: Table) -> list[tuple[int, Said]]:
    found = []
    for number, table in enumerate(reader.tables(scale, ("scale", "labels"))):
        path: Path = ("scale", "labels", number)
        value = reader.number(table, (*path, "value"), is_whole=True)
        said = _both(reader, table, path, LONGEST_ITEM, "value")
        if value is not None and said is not None:
            found.append((int(value), said))
    return found


def _items(reader: Reader, told: Table) -> list[Item]:
    tables = reader.tables(told, ("items",), is_needed=True)
    if len(tables) > MOST_ITEMS:
        reader.refuse(
            ("items",), _("There are too many."), _("Use at most %(most)s.", most=MOST_ITEMS)
        )
    found = []
    for number, table in enumerate(tables):
        path: Path = ("items", number)
        code = reader.code(table, (*path, "code"))
        said = _both(reader, table, path, LONGEST_ITEM, "code", "reversed")
        is_reversed = table.get("reversed", False)
        if not isinstance(is_reversed, bool):
            reader.refuse(
                (*path, "reversed"), _("This is neither yes nor no."), _("Write true or false.")
            )
        if code is not None and said is not None:
            found.append(Item(code, said, is_reversed is True))
    _refuse_twice(reader, "items", [str(table.get("code")) for table in tables])
    return found


def _refuse_twice(reader: Reader, name: str, codes: list[str]) -> None:
    for number, code in enumerate(codes):
        if code in codes[:number]:
            reader.refuse(
                (name, number, "code"), _("“%(value)s” stands here twice.", value=code),
                _("Give each a code of its own."),
            )  # fmt: skip


def _scoring(reader: Reader, told: Table) -> tuple[Method, float] | None:
    table = reader.table(told, ("scoring",))
    if table is None:
        return None
    reader.only(table, ("scoring",), ("method", "multiply", "range"))
    method = reader.one_of(table, ("scoring", "method"), list(Method))
    multiply: float | None = 1.0
    if "multiply" in table:
        multiply = reader.number(table, ("scoring", "multiply"), is_whole=False)
    if multiply is not None and multiply <= 0:
        reader.refuse(("scoring", "multiply"), _("This must be more than 0."), _("Fill it in."))
    return (Method(method), multiply) if method is not None and multiply is not None else None


def _check_range(reader: Reader, told: Table, found: Definition) -> None:
    """The file says the range as well, so that a forgotten factor or item is noticed."""
    said = told["scoring"].get("range")
    low, high = found.score_range
    is_pair = isinstance(said, list) and len(said) == len((low, high))
    if not (is_pair and all(isinstance(one, int | float) for one in said)):
        what = _("This is missing or no pair of numbers.")
    elif not (isclose(said[0], low) and isclose(said[1], high)):
        what = _("The answers can't make this range.")
    else:
        return
    remedy = _(
        "Items, scale, method and multiply make [%(low)s, %(high)s].", low=f"{low:g}",
        high=f"{high:g}",
    )  # fmt: skip
    reader.refuse(("scoring", "range"), what, remedy)


def _subscales(reader: Reader, told: Table, codes: list[str]) -> list[Subscale]:
    tables = reader.tables(told, ("subscales",))
    found = []
    for number, table in enumerate(tables):
        path: Path = ("subscales", number)
        code = reader.code(table, (*path, "code"))
        said = _both(reader, table, path, LONGEST_ITEM, "code", "items")
        items = reader.texts(table, (*path, "items")) or []
        for item in items:
            if item not in codes:
                reader.refuse(
                    (*path, "items"), _("There is no item “%(value)s”.", value=item),
                    _("Use codes of items."),
                )  # fmt: skip
        if code is not None and said is not None:
            found.append(Subscale(code, said, tuple(items)))
    _refuse_twice(reader, "subscales", [str(table.get("code")) for table in tables])
    return found


def _published(reader: Reader, told: dict[str, Any] | Table) -> Published | None:
    """Without r, SD and their source nothing is ever said about reliable change."""
    if "published" not in told:
        return None
    table = reader.table(told, ("published",))
    if table is None:
        return None
    reader.only(table, ("published",), ("reliability", "sd", "source"))
    r = reader.number(table, ("published", "reliability"), is_whole=False)
    sd = reader.number(table, ("published", "sd"), is_whole=False)
    source = reader.text(table, ("published", "source"), longest=LONGEST_TEXT)
    if r is not None and not 0 < r < 1:
        reader.refuse(
            ("published", "reliability"), _("A reliability lies between 0 and 1."),
            _("Write it like 0.86."),
        )  # fmt: skip
    if sd is not None and sd <= 0:
        reader.refuse(("published", "sd"), _("This must be more than 0."), _("Fill it in."))
    return Published(r, sd, source) if r and sd and source else None
