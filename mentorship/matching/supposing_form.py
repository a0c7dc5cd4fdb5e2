"""Asks what is to be supposed of a round: one kind of change, with only its own fields."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from mentorship.foundation.forms import (
    Form,
    IntegerField,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    SelectField,
    StringField,
)
from mentorship.foundation.i18n import LazyText, current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.assignment.model import Criterion, Rule
from mentorship.matching.round_settings import MOST, MOST_METRES
from mentorship.matching.rounds.supposing import Kind, Question
from mentorship.matching.words.wording import CRITERION_NAMES
from mentorship.profiles.fields import COMMON_LANGUAGES, other_language_choices
from mentorship.profiles.languages import language_name
from mentorship.profiles.week import SLOTS, slot_name

KINDS: dict[Kind, LazyText] = {
    Kind.PIN: _l("two people belong together"),
    Kind.BAN: _l("two people don't come together"),
    Kind.TRAVEL: _l("somebody travels further"),
    Kind.SLOT: _l("somebody can at one more part of the week"),
    Kind.LANGUAGE: _l("somebody can talk in one more language"),
    Kind.WISH: _l("a condition becomes a wish"),
    Kind.SEAT: _l("a mentor has one more place"),
    Kind.WEIGHT: _l("a weight is different"),
}
FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.PIN: ("mentee", "mentor"),
    Kind.BAN: ("mentee", "mentor"),
    Kind.TRAVEL: ("mentee", "mentee_km", "mentor", "mentor_km"),
    Kind.SLOT: ("mentee", "mentor", "slot"),
    Kind.LANGUAGE: ("mentee", "mentor", "language"),
    Kind.WISH: ("mentee", "wish"),
    Kind.SEAT: ("mentor",),
    Kind.WEIGHT: ("criterion", "weight"),
}
_ONE_OF_BOTH = (Kind.SLOT, Kind.LANGUAGE)
_KILOMETRES = re.compile(r"(\d{1,4})(?:[.,](\d{1,3}))?")
_WISHES = {Rule.WISH_GENDER: _l("The gender of the mentor"), Rule.WISH_AGE: _l("The mentor's age")}
_LONGEST_KM = 8


def _required(message: LazyText) -> list[Any]:
    return [Required(message)]


class SupposingForm(Form):
    """Read from the address, which holds ids, codes and numbers, and never a name."""

    mentee = SelectField(_l("Young person"), choices=[], default="")
    mentee_km = StringField(
        _l("How many kilometres further for the young person?"),
        [Optional(), Longest(_LONGEST_KM)],
        description=_l("For example 3 or 2.5."),
    )
    mentor = SelectField(_l("Mentor"), choices=[], default="")
    mentor_km = StringField(
        _l("How many kilometres further for the mentor?"),
        [Optional(), Longest(_LONGEST_KM)],
        description=_l("For example 3 or 2.5."),
    )
    slot = SelectField(
        _l("Part of the week"), _required(_l("Choose a part of the week.")), choices=[]
    )
    language = SelectField(_l("Language"), _required(_l("Choose a language.")), choices=[])
    wish = RadioField(
        _l("Which condition?"), _required(_l("Choose which condition becomes a wish.")), choices=[]
    )
    criterion = SelectField(_l("Criterion"), _required(_l("Choose a criterion.")), choices=[])
    weight = IntegerField(_l("Weight"), _required(_l("Fill in a whole number.")))

    def __init__(self, kind: Kind, sent: Any) -> None:
        super().__init__(formdata=sent, meta={"csrf": False})
        self.kind = kind
        mark = "," if current_language() == "nl" else "."
        for km in (self.mentee_km, self.mentor_km):
            km.data = (km.data or "").replace(".", mark)
        for name in list(self._fields):
            if name not in FIELDS[kind]:
                del self[name]
        for name in ("mentee", "mentor"):
            if name in self and kind not in (*_ONE_OF_BOTH, Kind.TRAVEL):
                self[name].validators = _required(
                    _l("Choose a young person.") if name == "mentee" else _l("Choose a mentor.")
                )
                self[name].flags.required = True
            elif name in self and kind in _ONE_OF_BOTH:
                self[name].flags.is_one_of_several = True
                self[name].description = _l("Choose a young person or a mentor.")

    def offer(
        self,
        mentees: Mapping[UUID, str],
        mentors: Mapping[UUID, str],
        weights: Mapping[Criterion, int],
    ) -> None:
        """Who took part, by name, and the weights as they were."""
        offers = {
            "mentee": _people(_("Choose a young person"), mentees),
            "mentor": _people(_("Choose a mentor"), mentors),
            "slot": _choices(_("Choose a part of the week"), SLOTS, slot_name),
            "language": _languages(),
            "wish": [SelectChoice(rule.value, label) for rule, label in _WISHES.items()],
            "criterion": _criteria(weights),
        }
        for name in FIELDS[self.kind]:
            if name in offers:
                self[name].choices = offers[name]

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.kind in _ONE_OF_BOTH:
            self._one_of_both()
        if not self.errors and self.kind is Kind.TRAVEL:
            self._further()
        if self.kind is Kind.WEIGHT and not self.errors and not 0 <= self.weight.data <= MOST:
            self.refuse(_("Fill in a number from 0 up to %(most)d.", most=MOST), "weight")
        return not (self.errors or self.form_errors)

    def question(self) -> Question:
        """Of a form that was found good."""
        return Question(
            kind=self.kind,
            mentee=self._person("mentee"),
            mentor=self._person("mentor"),
            mentee_metres=self._metres("mentee_km") or 0,
            mentor_metres=self._metres("mentor_km") or 0,
            slot=self._said("slot"),
            language=self._said("language"),
            wish=Rule(self._said("wish")) if "wish" in self else None,
            criterion=Criterion(self._said("criterion")) if "criterion" in self else None,
            weight=self.weight.data if "weight" in self else 0,
        )

    def _one_of_both(self) -> None:
        chosen = [name for name in ("mentee", "mentor") if self[name].data]
        if len(chosen) != 1:
            self.refuse(_("Choose a young person or a mentor, and not both."), "mentee")

    def _further(self) -> None:
        if not (self.mentee.data or self.mentor.data):
            self.refuse(_("Choose who travels further."), "mentee")
        for person, field in (("mentee", "mentee_km"), ("mentor", "mentor_km")):
            filled = bool(self[field].data)
            if filled and not self[person].data:
                self.refuse(_("Choose who travels so much further."), person)
            elif self[person].data and not filled:
                self.refuse(_("Fill in how many kilometres further."), field)
            elif filled and self._metres(field) is None:
                most = MOST_METRES // 1000
                words = _("Fill in a number above 0 and up to %(most)d, like 3 or 2.5.", most=most)
                self.refuse(words, field)

    def _metres(self, name: str) -> int | None:
        found = _KILOMETRES.fullmatch(self._said(name))
        if not found:
            return None
        metres = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
        return metres if 0 < metres <= MOST_METRES else None

    def _person(self, name: str) -> UUID | None:
        return UUID(said) if (said := self._said(name)) else None

    def _said(self, name: str) -> str:
        return str(self[name].data or "") if name in self else ""


def _people(ask: str, names: Mapping[UUID, str]) -> list[SelectChoice]:
    by_name = sorted(names.items(), key=lambda one: (one[1].casefold(), str(one[0])))
    return [SelectChoice("", ask), *(SelectChoice(str(key), name) for key, name in by_name)]


def _choices(ask: str, values: Collection[str], name: Any) -> list[SelectChoice]:
    return [SelectChoice("", ask), *(SelectChoice(value, name(value)) for value in values)]


def _languages() -> list[SelectChoice]:
    """Those of the region first; as everywhere, none that nobody speaks."""
    common = _choices(_("Choose a language"), COMMON_LANGUAGES, language_name)
    return [*common, *(one for one in other_language_choices() if one.value)]


def _criteria(weights: Mapping[Criterion, int]) -> list[SelectChoice]:
    def name(value: str) -> str:
        criterion = Criterion(value)
        return _("%(criterion)s (weighed %(weight)d in this round)",
                 criterion=CRITERION_NAMES[criterion], weight=weights[criterion])  # fmt: skip

    return _choices(_("Choose a criterion"), [c.value for c in Criterion], name)
