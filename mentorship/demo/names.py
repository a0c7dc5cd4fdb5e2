"""The invented people, as they stand in the tables beside this: nobody in them exists."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from mentorship.profiles.profile import Asked, MenteeProfile, MentorProfile
from mentorship.region.places import find_place

# When somebody has time; two letters that share a part of the week can meet.
WEEKS = {
    "a": "mon-evening wed-evening sat-morning",
    "b": "tue-evening thu-evening sat-afternoon",
    "c": "wed-afternoon wed-evening fri-afternoon",
    "d": "mon-afternoon tue-afternoon wed-afternoon thu-afternoon",
    "e": "mon-evening tue-evening wed-evening thu-evening",
    "f": "sat-morning sat-afternoon sun-afternoon",
    "g": "fri-evening sat-afternoon sun-afternoon sun-evening",
}


@dataclass(frozen=True)
class Invented:
    """`age` in years that the calendar year differs; `came` so many working days ago."""

    number: int
    row: dict[str, str]

    @property
    def first_name(self) -> str:
        return self.row["first_name"]

    @property
    def family_name(self) -> str:
        return self.row["family_name"]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.family_name}"

    @property
    def house(self) -> str:
        return find_place(self.row["place"]).house or ""

    @property
    def came(self) -> int:
        return int(self.row["came"])

    @property
    def phone(self) -> str:
        """Belongs to nobody: no number in the country begins like this."""
        return f"06 - 00 00 {self.number // 100:02} {self.number % 100:02}"

    def words(self, column: str) -> frozenset[str]:
        return frozenset(self.row[column].split())


@dataclass(frozen=True)
class InventedMentor(Invented):
    @property
    def email(self) -> str:
        return f"mentor{self.number}@voorbeeld.example"

    @property
    def turn(self) -> str:
        return self.row["turn"]

    def profile(self, year: int) -> MentorProfile:
        return MentorProfile(
            place=find_place(self.row["place"]).name,
            max_travel_m=int(self.row["km"]) * 1_000,
            gender=self.row["gender"],
            birth_year=year - int(self.row["age"]),
            languages=self.words("languages"),
            slots=frozenset(WEEKS[self.row["week"]].split()),
            interests=self.words("interests"),
            themes=self.words("themes"),
            refused_themes=self.words("refused"),
            meeting_mode="both" if self.number % 3 == 0 else "in_person",
        )


@dataclass(frozen=True)
class InventedMentee(Invented):
    @property
    def life(self) -> str:
        return self.row["life"]

    @property
    def chances(self) -> list[str]:
        return self.row["chances"].split()

    def birth_year(self, year: int) -> int:
        return year - int(self.row["age"])

    def profile(self, year: int, *, is_complete: bool = True) -> MenteeProfile:
        gender, _, kind = self.row["wish"].partition(":")
        return MenteeProfile(
            place=find_place(self.row["place"]).name,
            max_travel_m=int(self.row["km"]) * 1_000,
            gender=self.row["gender"],
            birth_year=self.birth_year(year),
            languages=self.words("languages"),
            slots=frozenset(WEEKS[self.row["week"]].split()) if is_complete else frozenset(),
            interests=self.words("interests"),
            themes=self.words("themes"),
            wish_gender=Asked(gender, kind == "hard") if gender else None,
        )


def invented_mentors() -> list[InventedMentor]:
    return [InventedMentor(number, row) for number, row in enumerate(_rows("mentors.csv"), 1)]


def invented_mentees() -> list[InventedMentee]:
    return [InventedMentee(number, row) for number, row in enumerate(_rows("mentees.csv"), 1)]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (files("mentorship.demo") / "data" / name).open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream, delimiter=";")
