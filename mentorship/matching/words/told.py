"""Holds a proposal with the two people in it, and what every telling of it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mentorship.foundation.i18n import format_list
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import Mentee, Mentor, Pair, Round, Wish
from mentorship.profiles.vocabulary import TagList, Vocabulary


@dataclass(frozen=True, slots=True)
class Told:
    """One proposal with the two people in it, ready to be told."""

    pair: Pair
    mentee: Mentee
    mentor: Mentor
    year: int
    vocabulary: Vocabulary

    @property
    def shared_languages(self) -> frozenset[str]:
        return self.mentee.languages & self.mentor.languages

    @property
    def shared_interests(self) -> frozenset[str]:
        return self.mentee.interests & self.mentor.interests

    @property
    def shared_dislikes(self) -> frozenset[str]:
        return self.mentee.dislikes & self.mentor.dislikes

    @property
    def shared_themes(self) -> frozenset[str]:
        return self.mentee.themes & self.mentor.themes

    @property
    def mentor_age(self) -> int | None:
        return None if self.mentor.birth_year is None else self.year - self.mentor.birth_year


class Teller:
    """Knows a round's people by their ids."""

    def __init__(self, round_: Round, vocabulary: Vocabulary) -> None:
        self.round = round_
        self.vocabulary = vocabulary
        self._mentees: Mapping[str, Mentee] = {m.id: m for m in round_.mentees}
        self._mentors: Mapping[str, Mentor] = {m.id: m for m in round_.mentors}

    def told(self, pair: Pair) -> Told:
        return Told(
            pair,
            self._mentees[pair.mentee],
            self._mentors[pair.mentor],
            self.round.date.year,
            self.vocabulary,
        )

    def mentee(self, id_: str) -> Mentee:
        return self._mentees[id_]

    def mentor(self, id_: str | None) -> Mentor | None:
        return self._mentors[id_] if id_ is not None else None


def wishes_met(told: Told) -> tuple[int, int]:
    """How many of the wishes that are no conditions this mentor meets, and how many there are."""
    mentee, age = told.mentee, told.mentor_age
    low, high = mentee.wish_age_min, mentee.wish_age_max
    met = (
        (mentee.wish_gender, bool(mentee.wish_gender) and told.mentor.gender == _value(mentee)),
        (low, low is not None and age is not None and age >= low.value),
        (high, high is not None and age is not None and age <= high.value),
    )
    wishes = [is_met for wish, is_met in met if wish is not None and not wish.is_condition]
    return sum(wishes), len(wishes)


def _value(mentee: Mentee) -> str | None:
    return mentee.wish_gender.value if mentee.wish_gender else None


def wish_words(told: Told) -> Iterator[str]:
    mentee = told.mentee
    if mentee.wish_gender and not mentee.wish_gender.is_condition:
        yield gender(mentee.wish_gender)
    if mentee.wish_age_min and not mentee.wish_age_min.is_condition:
        yield _("at least %(age)d years old", age=mentee.wish_age_min.value)
    if mentee.wish_age_max and not mentee.wish_age_max.is_condition:
        yield _("at most %(age)d years old", age=mentee.wish_age_max.value)


def gender(wish: Wish[str]) -> str:
    return _("a woman") if wish.value == "woman" else _("a man")


def labels(ids: frozenset[str], tags: TagList) -> str:
    return format_list(sorted(tags.label(tag) for tag in ids))
