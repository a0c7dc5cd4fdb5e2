"""Fields that only a profile has: the week as a grid to paint, a place, kilometres, languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from mentorship.foundation.forms import CheckboxesField, StringField
from mentorship.foundation.i18n import format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.profiles.languages import language_codes, language_name, living_languages
from mentorship.profiles.vocabulary import TagList
from mentorship.profiles.week import DAYS, PARTS, SLOTS, slot_name
from mentorship.region.places import UnknownPlace, find_place

_KILOMETRES = re.compile(r"\d{1,4}([.,]\d{1,3})?", re.ASCII)
_FARTHEST = 1000  # km: farther than any two places of the country
# Asked of everybody; another language can be chosen below them.
COMMON_LANGUAGES = (
    "nl", "en", "ar", "tr", "pl", "fa", "ti", "so", "uk", "ru", "fr", "es", "de", "bg", "ro", "pt",
)  # fmt: skip


class WeekField(CheckboxesField):
    """Which parts of the week; each is a checkbox of its own, in a table of days and parts."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        choices = [SelectChoice(slot, slot) for slot in SLOTS]
        super().__init__(label, validators, choices=choices, **kwargs)

    def rows(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Per part of the day: slot, its full name, and whether it is chosen."""
        chosen = set(self.data or ())
        return [
            (
                part,
                [
                    (slot, slot_name(slot), slot in chosen)
                    for slot in (f"{day}-{part}" for day in DAYS)
                ],
            )
            for part in PARTS
        ]


class PlaceField(StringField):  # type: ignore[misc]
    """A place by its name; its data is the name as the gazetteer writes it."""

    data: str | None
    errors: Sequence[str]

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if validation_stopped or not self.data:
            return
        try:
            self.data = find_place(self.data).name
        except UnknownPlace as unknown:
            self.errors = [*self.errors, _unknown(unknown.suggestions)]


class KilometresField(StringField):  # type: ignore[misc]
    """Typed in kilometres, `7,5` as well; its data is whole metres."""

    holds_text = False

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = self._metres() if self.typed else None

    def _metres(self) -> int:
        km = Decimal(self.typed.replace(",", ".")) if _KILOMETRES.fullmatch(self.typed) else None
        if km is None or not 0 < km <= _FARTHEST:
            raise ValueError(
                _("Fill in kilometres: a number from 1 to %(most)s.", most=format_number(_FARTHEST))
            )
        return int(km * 1000)

    def _value(self) -> str:
        if self.raw_data:
            return self.typed if hasattr(self, "typed") else str(self.raw_data[0])
        return format_number(Decimal(self.data) / 1000) if self.data else ""


class NotBoth:
    """No tag stands in this list and in another one of the same form."""

    def __init__(self, other: str, message: Any) -> None:
        self.other, self.message = other, message

    def __call__(self, form: Any, field: Any) -> None:
        if both := set(field.data or ()) & set(form[self.other].data or ()):
            labels = dict(field.choices_shown)
            raise ValidationError(
                self.message % {"tags": ", ".join(sorted(labels[tag] for tag in both))}
            )


class TagsField(CheckboxesField):
    """Some of a closed list, shown in the language of the page, in the order of its words."""

    def __init__(self, label: Any, known: TagList, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, choices=[], **kwargs)
        self._known = known

    @property
    def choices_shown(self) -> list[tuple[str, str]]:
        return sorted(((tag.id, tag.label) for tag in self._known.tags), key=lambda pair: pair[1])

    def iter_choices(self) -> Any:
        self.choices = [SelectChoice(value, label) for value, label in self.choices_shown]
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        self.choices = [SelectChoice(value, label) for value, label in self.choices_shown]
        super().pre_validate(form)


class LanguagesField(CheckboxesField):
    """The common languages as checkboxes; one that was chosen elsewhere is among them too."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, choices=[], **kwargs)

    def _codes(self) -> list[str]:
        others = sorted(set(self.data or ()) & language_codes() - set(COMMON_LANGUAGES))
        return [*COMMON_LANGUAGES, *others]

    def iter_choices(self) -> Any:
        self.choices = [SelectChoice(code, language_name(code)) for code in self._codes()]
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        self.choices = [SelectChoice(code, language_name(code)) for code in self._codes()]
        super().pre_validate(form)


def other_language_choices() -> list[SelectChoice]:
    """Every living language that isn't asked above, by its name in the language of the page."""
    others = ((code, language_name(code)) for code in living_languages() - set(COMMON_LANGUAGES))
    named = sorted(
        (pair for pair in others if pair[0] != pair[1]), key=lambda pair: pair[1].casefold()
    )
    return [SelectChoice("", _("None")), *(SelectChoice(code, name) for code, name in named)]


def _unknown(suggestions: tuple[str, ...]) -> str:
    if not suggestions:
        return _("We do not know this place. Check the spelling, or fill in the nearest place.")
    return _(
        "We do not know this place. Do you mean: %(places)s? Fill in the right name.",
        places=", ".join(suggestions),
    )
