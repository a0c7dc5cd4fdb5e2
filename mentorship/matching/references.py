"""Knows which people of one file name people of the other, and tells who isn't there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.cells import identifier, identifiers
from mentorship.matching.faults import CellError, Fault, Faults, printable
from mentorship.matching.headers import Header


@dataclass(frozen=True, slots=True)
class Reference:
    """An id of the other file, and the cell it stands in."""

    row: int
    column: str
    id: str


@dataclass(frozen=True, slots=True)
class References:
    """All references of one file, those in rows with other faults included."""

    file: str
    header: Header
    found: list[Reference] = field(default_factory=list)

    def check(self, known: Mapping[str, int], faults: Faults, warnings: Faults) -> None:
        """A pin must point at somebody. An exclusion may outlive the person, so it only warns."""
        for reference in self.found:
            if reference.id not in known:
                told = faults if reference.column == "pinned" else warnings
                told.add(self._absent(reference, known))

    def _absent(self, reference: Reference, known: Mapping[str, int]) -> Fault:
        return Fault(
            file=self.file,
            row=reference.row,
            column=self.header.called(reference.column),
            value=reference.id,
            problem=_l("The other file has nobody with this id."),
            remedy=_nearest_id(reference.id, known),
        )


def references_in(row: int, filled: Mapping[str, str]) -> Iterator[Reference]:
    for column in ("excluded", "refused", "standing", "pinned"):
        if column in filled:
            for id_ in sorted(_ids(column, filled[column])):
                yield Reference(row, column, id_)


def _ids(column: str, text: str) -> frozenset[str]:
    if column in ("excluded", "refused"):
        return identifiers(text)
    try:
        return frozenset({identifier(text)})
    except CellError:  # told with its cell
        return frozenset()


def _nearest_id(id_: str, known: Mapping[str, int]) -> LazyText:
    def look() -> str:
        near = get_close_matches(id_, known, n=2, cutoff=0.7)
        if near:
            return str(_l("Did you mean %(names)s?", names=" / ".join(map(printable, near))))
        return str(_l("Check the id, or leave it out."))

    return LazyText(look)
