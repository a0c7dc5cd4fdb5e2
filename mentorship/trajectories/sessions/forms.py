"""The screen on which a mentor notes an appointment: short on top, the rest folded away."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from mentorship.foundation.forms import (
    DutchDateField,
    Form,
    HiddenField,
    IntegerField,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
    version_in,
)
from mentorship.foundation.i18n import TIME_ZONE, format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.profiles.fields import TagsField
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.training.forms import check_clock, filled, read_clock
from mentorship.training.rules import moment
from mentorship.trajectories.models import LONGEST_PLACE
from mentorship.trajectories.sessions.facts import ITEMS, Told
from mentorship.trajectories.sessions.labels import ITEMS as ITEM_WORDS
from mentorship.trajectories.sessions.labels import KINDS
from mentorship.trajectories.sessions.models import (
    HIGHEST,
    LONGEST_MINUTES,
    LONGEST_NOTE,
    MOST_CENTS,
    MOST_KILOMETRES,
    SessionKind,
)

MINUTES = (30, 60, 90, 120)
USUAL_MINUTES = 60
_WORDS = shipped_vocabulary()
_EUROS = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?", re.ASCII)
_SEVERAL = ("themes", "interests")


class EuroField(StringField):  # type: ignore[misc]
    """Typed in euros, `12,50` as well; its data is whole cents."""

    holds_text = False

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0].strip().removeprefix("€").strip() if valuelist else ""
        self.data = self._cents() if self.typed else None

    def _cents(self) -> int:
        found = _EUROS.fullmatch(self.typed)
        cents = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None
        if cents is None or cents > MOST_CENTS:
            most = format_number(MOST_CENTS // 100)
            raise ValueError(_("Fill in euros, like 12,50. At most %(most)s.", most=most))
        return cents

    def _value(self) -> str:
        if self.raw_data:
            return self.typed if hasattr(self, "typed") else str(self.raw_data[0])
        return f"{self.data // 100},{self.data % 100:02d}" if self.data is not None else ""


class AmountField(IntegerField):  # type: ignore[misc]
    """A whole number from `least` to `most`, or nothing."""

    errors: Sequence[str]

    def __init__(self, label: Any, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(label, [Optional()], **kwargs)
        self.least, self.most = least, most

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data is not None and not self.least <= self.data <= self.most:
            said = _("Fill in a whole number from %(least)s to %(most)s.", least=self.least,
                     most=format_number(self.most))  # fmt: skip
            self.errors = [*self.errors, said]


def _item(name: str) -> RadioField:
    """From 0 to 10, or no answer."""
    scores = [SelectChoice(str(score), str(score)) for score in range(HIGHEST + 1)]
    return RadioField(
        ITEM_WORDS[name], [Optional()], choices=[*scores, SelectChoice("", _l("No answer"))],
        default="",
    )  # fmt: skip


class SessionForm(Form):
    """One appointment. What is filled in for a kind that doesn't ask for it isn't kept."""

    version = HiddenField(default="0")  # of the draft on the server
    held_on = DutchDateField(_l("When?"), [Required(_l("Fill in the day."))])
    kind = RadioField(
        _l("What happened?"), [Required(_l("Choose what happened."))],
        choices=[SelectChoice(kind.value, words) for kind, words in KINDS.items()],
        default=SessionKind.MET.value,
    )  # fmt: skip
    minutes = RadioField(
        _l("How long, in minutes?"), [Optional()],
        choices=[SelectChoice(str(count), str(count)) for count in MINUTES],
        default=str(USUAL_MINUTES),
    )  # fmt: skip
    contact, useful, safe = (_item(name) for name in ITEMS)
    themes = TagsField(_l("What was it about?"), _WORDS.themes)
    other_minutes = AmountField(
        _l("Another length, in minutes"), 1, LONGEST_MINUTES,
        description=_l("Counts instead of the choice above."),
    )  # fmt: skip
    interests = TagsField(_l("What did you do together?"), _WORDS.interests)
    note = TextAreaField(
        _l("Note"), [Optional(), Longest(LONGEST_NOTE)],
        description=_l(
            "Short and factual. Your consultant reads it, and the young person may ask to read it."
        ),
    )  # fmt: skip
    kilometres = AmountField(_l("Kilometres travelled"), 0, MOST_KILOMETRES)
    expenses = EuroField(
        _l("Expenses in euros"), [Optional()], description=_l("Like 12,50. Keep the receipt.")
    )
    next_on = DutchDateField(_l("Day of the next meeting"), [Optional()])
    next_clock = StringField(
        _l("Time"), [Optional(), Longest(5)],
        description=_l("Like 19:30."),
    )  # fmt: skip
    next_place = StringField(_l("Where?"), [Optional(), Longest(LONGEST_PLACE)])

    @classmethod
    def holding(cls, texts: Mapping[str, str], **kwargs: Any) -> "SessionForm":
        """With what was typed before, as `texts` or a sealed envelope keep it."""
        return cls(formdata=as_sent(texts), **kwargs)

    def validate_next_on(self, field: DutchDateField) -> None:
        if not self.next_clock.data:
            raise ValidationError(_("Fill in the time of the next meeting too."))
        if self.held_on.data and field.data and field.data < self.held_on.data:
            raise ValidationError(_("The next meeting is before this one. Check both days."))

    def validate_next_clock(self, field: StringField) -> None:
        check_clock(field)
        if not self.next_on.data and not self.next_on.errors:
            raise ValidationError(_("Fill in the day of the next meeting too."))

    def show(self, told: Told) -> None:
        """What was stored, to be corrected."""
        self.held_on.data, self.kind.data = told.held_on, told.kind.value
        is_usual = told.minutes in MINUTES or told.minutes is None
        self.minutes.data = str(told.minutes or USUAL_MINUTES)
        self.other_minutes.data = None if is_usual else told.minutes
        for name in ITEMS:
            self[name].data = str(told.experience.get(name, ""))
        self.themes.data = [code for code in told.topics if code in _WORDS.themes.by_id]
        self.interests.data = [code for code in told.topics if code not in _WORDS.themes.by_id]
        self.note.data, self.next_place.data = told.note, told.next_place
        self.kilometres.data, self.expenses.data = told.kilometres, told.expense_cents
        if told.next_at is not None:
            start = told.next_at.astimezone(TIME_ZONE)
            self.next_on.data, self.next_clock.data = start.date(), f"{start:%H:%M}"

    def told(self) -> Told:
        kind = SessionKind(self.kind.data)
        chosen = self.other_minutes.data or int(self.minutes.data or USUAL_MINUTES)
        topics = {*self.themes.data, *self.interests.data} if kind.is_contact else set()
        clock = read_clock(self.next_clock.data)
        return Told(
            held_on=filled(self.held_on.data),
            kind=kind,
            minutes=chosen if kind.is_contact else None,
            topics=tuple(sorted(topics)),
            experience=self._scores() if kind.is_contact else {},
            note=self.note.data or "",
            kilometres=self.kilometres.data,
            expense_cents=self.expenses.data,
            next_at=moment(filled(self.next_on.data), clock) if clock else None,
            next_place=(self.next_place.data or "") if clock else "",
        )

    def _scores(self) -> dict[str, int]:
        return {name: int(self[name].data) for name in ITEMS if self[name].data}

    @property
    def has_more(self) -> bool:
        """Something in the folded part is filled in or wrong, so it stands open."""
        folded = (
            self.other_minutes, self.interests, self.note, self.kilometres, self.expenses,
            self.next_on, self.next_clock, self.next_place,
        )  # fmt: skip
        return any(field.errors or field.data not in (None, "", []) for field in folded)

    @property
    def seen_version(self) -> int:
        return version_in(self.version.data)


FIELDS = tuple(
    name for name in dir(SessionForm)
    if not name.startswith("_") and hasattr(getattr(SessionForm, name), "field_class")
    and name != "version"
)  # fmt: skip


def as_texts(sent: "MultiDict[str, str]") -> dict[str, str]:
    """What a page sent, one text a field: so a draft and an envelope keep it."""
    return {name: ",".join(sent.getlist(name)) for name in FIELDS if any(sent.getlist(name))}


def as_sent(texts: Mapping[str, str]) -> "MultiDict[str, str]":
    """The same as a page sends it."""
    sent: MultiDict[str, str] = MultiDict()
    for name, text in texts.items():
        if name in FIELDS:
            sent.setlist(name, text.split(",") if name in _SEVERAL else [text])
    return sent
