"""A form made of instruments: one choice a question, and every question may be skipped."""

from collections.abc import Sequence
from typing import Any, cast

from mentorship.foundation.forms import Form, Optional, RadioField, SelectChoice
from mentorship.foundation.i18n import current_language
from mentorship.trajectories.reviews.check_ins.rules import Sheets
from mentorship.trajectories.reviews.instruments.definitions import Definition


class QuestionsForm(Form):
    """The answers to all instruments of one moment."""

    definitions: tuple[Definition, ...] = ()

    def fields_of(self, definition: Definition) -> list[Any]:
        return [self[_name_of(definition, item.code)] for item in definition.items]

    @property
    def sheets(self) -> Sheets:
        return {
            one.code: {
                item.code: _number(self[_name_of(one, item.code)].data) for item in one.items
            }
            for one in self.definitions
        }


def questions_form(definitions: Sequence[Definition]) -> type[QuestionsForm]:
    language = current_language()
    fields = {
        _name_of(one, item.code): RadioField(
            item.text.on(language), [Optional()], choices=_choices(one, language)
        )
        for one in definitions
        for item in one.items
    }
    made = type(
        "QuestionsOfOneMoment", (QuestionsForm,), {**fields, "definitions": (*definitions,)}
    )
    return cast(type[QuestionsForm], made)


def _name_of(definition: Definition, item: str) -> str:
    return f"q-{definition.code}-{item}"


def _choices(definition: Definition, language: str) -> list[SelectChoice]:
    """The number, and what it means where the file says so."""
    values = range(definition.lowest, definition.highest + 1)
    words = {value: said.on(language) for value, said in definition.labels.items()}
    return [
        SelectChoice(str(value), f"{value}: {words[value]}" if value in words else str(value))
        for value in values
    ]


def _number(chosen: str | None) -> int | None:
    return int(chosen) if chosen else None
