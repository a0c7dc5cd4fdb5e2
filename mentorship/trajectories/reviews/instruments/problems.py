"""Collects what is wrong in a definition file while it is read: where, what, and the way out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from mentorship.foundation.i18n import gettext as _
from mentorship.trajectories.reviews.instruments.places import Path, line_of

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
Table = Mapping[str, Any]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right, with the line where it stands or where it is missing."""

    line: int
    field: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.line}: {self.field}: {self.what} {self.remedy}"


@dataclass
class Reader:
    """Takes values out of tables; what can't be used is noted, and None is given for it."""

    lines: dict[Path, int]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, path: Path, what: str, remedy: str) -> None:
        self.problems.append(Problem(line_of(self.lines, path), _name_of(path), what, remedy))

    def only(self, table: Table, path: Path, known: Iterable[str]) -> None:
        """A misspelt name would leave something out without a word."""
        names = list(known)
        for name in table:
            if name not in names:
                near = get_close_matches(str(name), names, n=1)
                remedy = (
                    _("Did you mean %(name)s?", name=near[0])
                    if near
                    else _("Known here: %(names)s.", names=", ".join(names))
                )
                self.refuse((*path, str(name)), _("This is not known here."), remedy)

    def text(self, table: Table, path: Path, *, longest: int) -> str | None:
        value = self._value(table, path)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.refuse(path, _("This is no text."), _("Write words between quotation marks."))
        elif len(value) > longest:
            self.refuse(
                path, _("This text is too long."),
                _("Write at most %(most)s characters.", most=longest),
            )  # fmt: skip
        else:
            return value.strip()
        return None

    def code(self, table: Table, path: Path) -> str | None:
        value = self.text(table, path, longest=40)
        if value is not None and not CODE.fullmatch(value):
            self.refuse(
                path, _("This is no code."),
                _("Use small letters, digits, - and _, at most 40."),
            )  # fmt: skip
            return None
        return value

    def number(self, table: Table, path: Path, *, is_whole: bool) -> float | None:
        value = self._value(table, path)
        if value is None:
            return None
        kinds = int if is_whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            what = _("This is no whole number.") if is_whole else _("This is no number.")
            self.refuse(path, what, _("Write it without quotation marks."))
            return None
        return float(value)

    def one_of(self, table: Table, path: Path, known: Iterable[str]) -> str | None:
        names = list(known)
        value = self.text(table, path, longest=40)
        if value is not None and value not in names:
            self.refuse(
                path, _("“%(value)s” can't be chosen.", value=value),
                _("Choose from: %(names)s.", names=", ".join(names)),
            )  # fmt: skip
            return None
        return value

    def table(self, table: Table, path: Path) -> Table | None:
        value = self._value(table, path)
        if value is not None and not isinstance(value, Mapping):
            self.refuse(path, _("This is no table."), _("Begin it with [%(name)s].", name=path[-1]))
            return None
        return value

    def tables(self, table: Table, path: Path, *, is_needed: bool = False) -> list[Table]:
        value = table.get(str(path[-1]), [])
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            what = _("This is no list of tables.")
        elif is_needed and not value:
            what = _("There is none.")
        else:
            return value
        name = ".".join(map(str, path))
        self.refuse(path, what, _("Begin each with [[%(name)s]].", name=name))
        return []

    def texts(self, table: Table, path: Path) -> list[str] | None:
        value = self._value(table, path)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.refuse(path, _("This is no list of texts."), _('Write it like ["one", "two"].'))
            return None
        return value

    def _value(self, table: Table, path: Path) -> Any:
        """What stands there; nothing at all is a problem of its own."""
        if path[-1] not in table:
            self.refuse(path, _("This is missing."), _("Fill it in."))
            return None
        return table[str(path[-1])]


def _name_of(path: Path) -> str:
    """items[2].nl, with people's counting."""
    name = ""
    for part in path:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return name.removeprefix(".")
