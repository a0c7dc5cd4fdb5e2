"""Who is in the rows, as somebody would list them who knows everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# What others may know of a person; everything else is secret.
AGE, GENDER, HOUSE, PARTNER, HALF_YEAR = "age", "gender", "house", "partner", "half_year"
LOOKS = (AGE, GENDER, HOUSE, PARTNER, HALF_YEAR)

# Per column, what each finest value is called after so many steps up; the first is as it is.
Ladder = Sequence[Mapping[str, str]]
Ladders = Mapping[str, Ladder]
Levels = tuple[int, ...]
Class = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A trajectory; `mentors` and `referrers` are empty where nobody knows who it was."""

    looks: Mapping[str, str]
    secrets: Mapping[str, str]
    mentors: frozenset[str] = frozenset()
    referrers: frozenset[str] = frozenset()
    who: int | None = (
        None  # of one who comes twice, with another mentor; else each is somebody else
    )

    @property
    def somebody(self) -> int:
        return id(self) if self.who is None else self.who

    def known_to(self, kind: str) -> frozenset[str]:
        if kind == "house":
            return frozenset({self.looks[HOUSE]})
        return self.mentors if kind == "mentor" else self.referrers

    @property
    def half_year(self) -> str:
        return self.looks[HALF_YEAR]

    @property
    def through(self) -> tuple[str, ...]:
        """As the attacker on crossed tables has it: a kind alone is somebody unknown."""
        named = [f"mentor:{one}" for one in sorted(self.mentors or {""})]
        return (*named, *(f"referrer:{one}" for one in sorted(self.referrers or {""})))


def looks_at(person: Person, ladders: Ladders, levels: Levels) -> Class:
    """What is told of them by the five columns, each so many steps up."""
    return tuple(
        ladders[column][level][person.looks[column]]
        for column, level in zip(LOOKS, levels, strict=True)
    )


def classes_of(
    people: Sequence[Person], ladders: Ladders, levels: Levels
) -> dict[Class, list[Person]]:
    found: dict[Class, list[Person]] = {}
    for person in people:
        found.setdefault(looks_at(person, ladders, levels), []).append(person)
    return found
