"""The shape of an entry: the fields of the publication standard, in its groups and order."""

from dataclasses import dataclass
from typing import Literal

# Of the publication standard of the Algoritmeregister, whose names the fields have.
STANDARD = "1.0.0"
LONGEST = {
    "name": 100,
    "description_short": 350,
    "organization": 100,
    "contact_email": 500,
    "goal": 2_500,
    "proportionality": 2_500,
    "human_intervention": 2_500,
    "risks": 2_500,
    "lawful_basis": 2_500,
    "impacttoetsen": 2_500,
    "source_data": 2_500,
    "methods_and_models": 5_000,
    "provider": 200,
    "tags": 2_500,
}


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[str, ...]
    kind: Literal["items"] = "items"


@dataclass(frozen=True)
class Grid:
    """A table; the first cell of a row names it."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    kind: Literal["grid"] = "grid"


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    words: str
    kind: Literal["words"] = "words"


Part = Words | Items | Grid


@dataclass(frozen=True)
class Field:
    """One field; `to_add`: what the program can't know and the organisation fills in or checks."""

    key: str
    title: str
    parts: tuple[Part, ...] = ()
    to_add: str = ""

    @property
    def text(self) -> str:
        """As one copies it into a form that takes no tables."""
        return "\n".join(line for part in self.parts for line in _lines(part))


@dataclass(frozen=True)
class Group:
    """A tab of the standard."""

    key: str
    title: str
    fields: tuple[Field, ...]


def _lines(part: Part) -> list[str]:
    if isinstance(part, Words):
        return [part.words]
    if isinstance(part, Items):
        return [f"- {item}" for item in part.items]
    return [": ".join(cell for cell in row if cell) for row in part.rows]
