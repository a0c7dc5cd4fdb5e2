"""What is wrong with files that people bring: where it stands, what it is and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

Text = str | LazyText
SHOWN = 100
LONGEST_VALUE = 60


class CellError(ValueError):
    """A value that can't be read; both texts are looked up when they are shown.

    `value` is the piece of the cell that is meant, where it isn't the whole cell.
    """

    def __init__(self, problem: Text, remedy: Text, value: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.value = value


class ListError(ValueError):
    """Several pieces of one cell that can't be read."""

    def __init__(self, errors: list[CellError]) -> None:
        super().__init__(f"{len(errors)} pieces")
        self.errors = errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to repair. Rows are counted as a spreadsheet does: the header is row 1."""

    file: str
    problem: Text
    remedy: Text
    row: int | None = None
    column: str | None = None
    setting: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        return f"{self._where()}: {self.problem} {self.remedy}".rstrip()

    def _where(self) -> str:
        parts = [self.file]
        if self.row is not None:
            parts.append(_("row %(row)d", row=self.row))
        if self.column is not None:
            parts.append(_("column %(column)s", column=printable(self.column)))
        if self.setting is not None:
            parts.append(_("setting %(setting)s", setting=printable(self.setting)))
        if self.value is not None:
            parts.append(_("“%(value)s”", value=printable(self.value)))
        return ", ".join(parts)


@dataclass(slots=True)
class Faults:
    """All faults counted, the first ones kept: a file of a hundred thousand wrong rows fits too."""

    count: int = 0
    shown: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.count += 1
        if len(self.shown) < SHOWN:
            self.shown.append(fault)

    def include(self, others: Faults) -> None:
        self.count += others.count
        self.shown.extend(others.shown[: SHOWN - len(self.shown)])

    def adder(self, file: str) -> Callable[..., None]:
        """Adds faults of one file."""
        return lambda **where: self.add(Fault(file=file, **where))

    def lines(self) -> Iterator[str]:
        yield from map(str, self.shown)
        if hidden := self.count - len(self.shown):
            yield _("… and %(count)d more.", count=hidden)


class BadInput(Exception):
    """Files that can't be used; nothing has been written."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(f"{faults.count} faults")
        self.faults = faults


def bad_input(file: str, problem: Text, remedy: Text, **where: object) -> BadInput:
    """One fault that makes reading on pointless."""
    faults = Faults()
    faults.adder(file)(problem=problem, remedy=remedy, **where)
    return BadInput(faults)


def cannot_open(file: str, error: OSError) -> BadInput:
    """Why a file can't be opened, in words."""
    why = {
        FileNotFoundError: _l("This file doesn't exist."),
        IsADirectoryError: _l("This is a folder, not a file."),
        PermissionError: _l("You may not read this file."),
    }.get(type(error), _l("This file can't be opened."))
    return bad_input(file, why, _l("Check the name of the file."))


def printable(text: str) -> str:
    """The text on one line, without signs that a terminal would obey, and not too long."""
    plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return plain if len(plain) <= LONGEST_VALUE else plain[: LONGEST_VALUE - 1] + "…"
