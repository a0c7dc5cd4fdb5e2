"""Says of two people why a rule stops them, with the facts of both that it looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.matching.assignment.model import Mentee, Mentor, Rule
from mentorship.matching.words.rules import travel_words
from mentorship.matching.words.told import gender, labels
from mentorship.matching.words.wording import BROKEN
from mentorship.profiles.languages import language_names
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.profiles.week import slot_names


@dataclass(frozen=True, slots=True)
class TwoPeople:
    """Two people as a round saw them, by the names that may be said.

    `history` tells, of rules about what was before, who did what and when. Of a mentor whose file
    stays with another House the facts aren't told. In a second look
    seats are also kept for who has a proposal or a pin.
    """

    mentee: Mentee
    mentor: Mentor
    metres: int
    year: int
    history: Mapping[Rule, str] = field(default_factory=dict)
    tells_mentor: bool = True
    is_second_look: bool = False


def hindrance_words(rule: Rule, two: TwoPeople) -> str:
    if rule in two.history:
        return two.history[rule]
    facts = _FACTS.get(rule) if two.tells_mentor or rule in _NOT_OF_THE_MENTOR else None
    said = facts(two) if facts else ""
    return f"{BROKEN[rule]} {said}".strip()


def _travel(two: TwoPeople) -> str:
    return travel_words(two.metres, two.mentee, two.mentor)


def _slots(two: TwoPeople) -> str:
    return _(
        "%(mentee)s can on %(theirs)s, %(mentor)s on %(ours)s.",
        mentee=two.mentee.id,
        theirs=slot_names(two.mentee.slots),
        mentor=two.mentor.id,
        ours=slot_names(two.mentor.slots),
    )


def _languages(two: TwoPeople) -> str:
    return _(
        "%(mentee)s talks %(theirs)s, %(mentor)s %(ours)s.",
        mentee=two.mentee.id,
        theirs=language_names(two.mentee.languages),
        mentor=two.mentor.id,
        ours=language_names(two.mentor.languages),
    )


def _gender(two: TwoPeople) -> str:
    wish = two.mentee.wish_gender
    return (
        _("%(mentee)s asks for %(gender)s.", mentee=two.mentee.id, gender=gender(wish))
        if wish
        else ""
    )


def _age(two: TwoPeople) -> str:
    return " ".join(_ages(two))


def _ages(two: TwoPeople) -> Iterable[str]:
    mentee, mentor = two.mentee, two.mentor
    if mentee.wish_age_min:
        yield _("%(mentee)s asks for a mentor of at least %(age)d.",
                mentee=mentee.id, age=mentee.wish_age_min.value)  # fmt: skip
    if mentee.wish_age_max:
        yield _("%(mentee)s asks for a mentor of at most %(age)d.",
                mentee=mentee.id, age=mentee.wish_age_max.value)  # fmt: skip
    if mentor.birth_year is not None:
        yield _("%(mentor)s turns %(age)d this year.",
                mentor=mentor.id, age=two.year - mentor.birth_year)  # fmt: skip


def _themes(two: TwoPeople) -> str:
    tags = shipped_vocabulary().themes
    return labels(two.mentee.themes & two.mentor.refused_themes, tags) + "."


def _capacity(two: TwoPeople) -> str:
    seats = two.mentor.seats
    if not seats:
        return ""
    if two.is_second_look:
        return ngettext(
            "The place of %(mentor)s is taken, or kept for somebody else.",
            "All %(num)d places of %(mentor)s are taken, or kept for somebody else.",
            seats,
            mentor=two.mentor.id,
        )
    return ngettext(
        "The place of %(mentor)s is taken by a match that runs or is being asked.",
        "All %(num)d places of %(mentor)s are taken by matches that run or are being asked.",
        seats,
        mentor=two.mentor.id,
    )


_FACTS = {
    Rule.TRAVEL: _travel,
    Rule.SLOTS: _slots,
    Rule.LANGUAGE: _languages,
    Rule.WISH_GENDER: _gender,
    Rule.WISH_AGE: _age,
    Rule.THEMES_REFUSED: _themes,
    Rule.CAPACITY: _capacity,
}
# A lent mentor is proposed with the distance too.
_NOT_OF_THE_MENTOR = (Rule.TRAVEL, Rule.WISH_GENDER)
