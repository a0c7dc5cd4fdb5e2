"""Reads a file row by row: each becomes a person, or its faults are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mentorship.foundation.i18n import LazyText, ngettext
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.assignment.model import Wish
from mentorship.matching.cells import wish_age
from mentorship.matching.faults import CellError, Faults, ListError
from mentorship.matching.files import PersonRow, Setting
from mentorship.matching.headers import COORDINATES, Header, column_letters
from mentorship.matching.references import References, references_in
from mentorship.matching.sheets import Cell


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


RowType = TypeVar("RowType", bound=PersonRow)
Person = TypeVar("Person", bound=_HasId)


@dataclass(frozen=True, slots=True)
class Kind(Generic[RowType, Person]):
    """What sets the two files apart."""

    columns: Mapping[str, str]
    required: Sequence[str]
    row: type[RowType]
    person: Callable[[RowType], Person]
    reads_names: bool = False


class RowReader(Generic[RowType, Person]):
    """Takes one row after another."""

    def __init__(
        self,
        file: str,
        header: Header,
        kind: Kind[RowType, Person],
        setting: Setting,
        faults: Faults,
        warnings: Faults,
    ) -> None:
        self.people: list[Person] = []
        self.row_of: dict[str, int] = {}
        self.references = References(file, header)
        self.builds_people = True  # not where a column is missing: then rows are only checked
        self._header, self._kind, self._setting = header, kind, setting
        self._columns = [
            (c, at) for c, at in header.position.items() if c != "name" or kind.reads_names
        ]
        self._tell, self._note = faults.adder(file), warnings.adder(file)
        self._faults = faults
        self._unplaced: list[int] = []
        self._nameless = set(header.nameless)

    def take(self, number: int, cells: Sequence[Cell]) -> None:
        known = self._faults.count
        filled, unreadable = self._filled(number, cells)
        self.references.found.extend(references_in(number, filled))
        self._check_place(number, filled.keys() | unreadable)
        self._check_wished_ages(number, filled)
        self._check_id(number, filled)
        try:
            row = self._kind.row.model_validate(filled, context=self._setting)
        except ValidationError as error:
            for detail in error.errors(include_url=False, include_input=False):
                if detail["loc"][0] not in unreadable:
                    self._tell_error(number, detail, filled)
            return
        if self.builds_people and self._faults.count == known:
            self.people.append(self._kind.person(row))

    def tell_unplaced(self) -> None:
        """Once for the whole file: on an island, coordinates alone leave the ferry out."""
        if not self._unplaced:
            return
        self._note(
            row=self._unplaced[0],
            problem=LazyText(
                lambda: ngettext(
                    "%(num)d row has coordinates without a place.",
                    "%(num)d rows have coordinates without a place; this is the first.",
                    len(self._unplaced),
                )
            ),
            remedy=_l(
                "No ferry is counted for them, and no House unless the column house is filled. "
                "Fill in the place as well."
            ),
        )

    def _filled(self, number: int, cells: Sequence[Cell]) -> tuple[dict[str, str], set[str]]:
        """The used cells that hold something, and the columns of those that can't be read."""
        if any(cells[self._header.width :]):
            self._tell(
                row=number,
                problem=_l("This row has more cells than the header."),
                remedy=_l("Put quotation marks around a cell that holds a comma or semicolon."),
            )
        self._tell_nameless(number, cells)
        filled, unreadable = dict[str, str](), set[str]()
        for column, at in self._columns:
            cell = cells[at] if at < len(cells) else ""
            if isinstance(cell, CellError):
                unreadable.add(column)
                self._tell_cell(number, self._header.called(column), cell, None)
            elif text := cell.strip():
                filled[column] = text
        return filled, unreadable

    def _tell_nameless(self, number: int, cells: Sequence[Cell]) -> None:
        """A column without a name may be a wish that somebody forgot to name: told once."""
        filled = {at for at in self._nameless if at < len(cells) and cells[at] != ""}
        for at in sorted(filled):
            self._note(
                row=number,
                column=column_letters(at),
                problem=_l("This column has no name, so what it holds isn't used."),
                remedy=_l("Write its name in the first row, or empty the column."),
            )
        self._nameless -= filled

    def _check_place(self, number: int, present: Set[str]) -> None:
        given = COORDINATES & present
        if len(given) == 1 or (not given and "place" not in present and self._asks("place")):
            self._tell(
                row=number,
                column=self._header.called("place"),
                problem=_l("It isn't clear where this person lives."),
                remedy=_l("Fill in the place, or both latitude and longitude."),
            )
        elif given and "place" not in present:
            self._unplaced.append(number)

    def _check_wished_ages(self, number: int, filled: Mapping[str, str]) -> None:
        """Two conditions that contradict each other are an error; wishes only deserve a note."""
        low, high = _age(filled.get("wish_age_min")), _age(filled.get("wish_age_max"))
        if low is None or high is None or low.value <= high.value:
            return
        tell = self._tell if low.is_condition and high.is_condition else self._note
        tell(
            row=number,
            column=self._header.called("wish_age_min"),
            value=filled["wish_age_min"],
            problem=_l(
                "It is above “%(other)s” (%(age)d), so nobody can meet both.",
                other=self._header.called("wish_age_max"),
                age=high.value,
            ),
            remedy=_l("Swap the two, or leave one out."),
        )

    def _asks(self, column: str) -> bool:
        """Whether an empty cell is the row's fault: a column that isn't there was told once."""
        here = self._header.position.keys()
        return column in here or (column == "place" and here >= COORDINATES)

    def _check_id(self, number: int, filled: Mapping[str, str]) -> None:
        id_ = filled.get("id")
        if id_ is None:
            return
        first = self.row_of.setdefault(id_, number)
        if first != number:
            self._tell(
                row=number,
                column=self._header.called("id"),
                value=id_,
                problem=_l("This id stands in row %(row)d too.", row=first),
                remedy=_l("Give everybody an id of their own, or remove the double row."),
            )

    def _tell_error(self, number: int, detail: ErrorDetails, filled: Mapping[str, str]) -> None:
        column = str(detail["loc"][0])
        title = self._header.called(column)
        if detail["type"] == "missing":
            if self._asks(column):
                problem, remedy = _l("This cell is empty."), _l("Fill it in: it is required.")
                self._tell(row=number, column=title, problem=problem, remedy=remedy)
            return
        error = detail["ctx"]["error"]
        pieces = error.errors if isinstance(error, ListError) else [cast(CellError, error)]
        for piece in pieces:
            self._tell_cell(number, title, piece, filled[column])

    def _tell_cell(
        self, number: int, title: str | None, error: CellError, text: str | None
    ) -> None:
        value = error.value or text
        self._tell(
            row=number, column=title, value=value, problem=error.problem, remedy=error.remedy
        )


def _age(text: str | None) -> Wish[int] | None:
    """What can't be read is told with its cell."""
    try:
        return wish_age(text) if text else None
    except CellError:
        return None
