"""The screens on which a mentor notes what was done and when they meet next."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from mentorship.foundation.forms import (
    BooleanField,
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    NearDateField,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
    version_in,
)
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.profiles.fields import TagsField
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.training.forms import check_clock, clock_field, filled, read_clock
from mentorship.training.rules import moment
from mentorship.trajectories.models import LONGEST_PLACE
from mentorship.trajectories.sessions.amounts import AmountField, EuroField
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
FURTHEST = timedelta(days=183)
_WORDS = shipped_vocabulary()
_SEVERAL = ("themes", "interests")


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
    held_on = NearDateField(
        _l("When?"), [Required(_l("Fill in the day."))], is_past=True,
        description=_l("Like 25-11 or 2511."),
    )  # fmt: skip
    another = BooleanField(_l("Yes, this was another session on the same day"))
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
    coming = RadioField(
        _l("Does your appointment stand?"), [Optional()],
        choices=[
            SelectChoice("stays", _l("Yes, it stands")),
            SelectChoice("other", _l("No, we meet at another moment")),
            SelectChoice("off", _l("No, we have no appointment now")),
        ],
        default="stays",
    )  # fmt: skip
    next_on = NearDateField(_l("Day of the next meeting"), [Optional()], is_past=False)
    next_clock = StringField(
        _l("Time"), [Optional(), Longest(5)],
        description=_l("Like 19:30."),
    )  # fmt: skip
    next_place = StringField(_l("Where?"), [Optional(), Longest(LONGEST_PLACE)])

    @classmethod
    def on(cls, today: date, **kwargs: Any) -> "SessionForm":
        """As the request sent it, or empty; a day without a year is seen from `today`."""
        return cls(meta={"today": today}, **kwargs)

    @classmethod
    def holding(
        cls, texts: Mapping[str, str], today: date | None, *, csrf: bool = True
    ) -> "SessionForm":
        """With what was typed before, as `texts` or a sealed envelope keep it."""
        return cls(formdata=as_sent(texts), meta={"today": today, "csrf": csrf})

    def validate_coming(self, field: RadioField) -> None:
        """Only the page of who has an appointment asks; two answers at once are none."""
        if not field.raw_data:
            return
        if field.data == "other" and not self.next_on.data and not self.next_on.process_errors:
            raise ValidationError(_("Fill in below when you meet."))
        if field.data != "other" and (self.next_on.data or self.next_clock.data):
            raise ValidationError(
                _("You filled in another moment below. Choose “another moment”, or empty it.")
            )

    def validate_next_on(self, field: DutchDateField) -> None:
        if not self.next_clock.data:
            raise ValidationError(_("Fill in the time of the next meeting too."))
        if not self.held_on.data or not field.data:
            return
        if field.data < self.held_on.data:
            raise ValidationError(_("The next meeting is before this one. Check both days."))
        check_near(field, max(self.held_on.data, getattr(self.meta, "today", None) or date.min))

    def validate_next_clock(self, field: StringField) -> None:
        check_clock(field)
        if not self.next_on.data and not self.next_on.errors:
            raise ValidationError(_("Fill in the day of the next meeting too."))

    def validate_next_place(self, field: StringField) -> None:
        if field.data and not (self.next_on.data or self.next_on.errors or self.next_clock.data):
            raise ValidationError(_("Fill in the day and the time too, or empty this."))

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
            calls_off=bool(self.coming.raw_data) and self.coming.data == "off",
        )

    def _scores(self) -> dict[str, int]:
        return {name: int(self[name].data) for name in ITEMS if self[name].data}

    @property
    def phone_checks(self) -> dict[str, dict[str, Any]]:
        """What a phone without a network can check of an amount, and what it says then."""
        amounts = {
            field.short_name: {"least": field.least, "most": field.most, "said": field.wrong}
            for field in (self.other_minutes, self.kilometres)
        }
        most = MOST_CENTS // 100
        return amounts | {"expenses": {"least": 0, "most": most, "said": self.expenses.wrong}}

    @property
    def has_interests(self) -> bool:
        return _is_used(self.interests)

    @property
    def has_next(self) -> bool:
        return _is_used(self.next_on, self.next_clock, self.next_place) or bool(self.coming.errors)

    @property
    def has_costs(self) -> bool:
        return _is_used(self.kilometres, self.expenses, self.other_minutes)

    @property
    def seen_version(self) -> int:
        return version_in(self.version.data)


def _is_used(*folded: Any) -> bool:
    """Something in a folded part is filled in or wrong, so it stands open."""
    return any(field.errors or field.data not in (None, "", []) for field in folded)


def check_near(field: DutchDateField, since: date) -> None:
    """A day that has just passed, typed without its year, would be next year's: nobody means it."""
    if field.data and field.data > since + FURTHEST:
        raise ValidationError(
            _("This would be more than half a year away. Check the day, or fill in its year too.")
        )


class AppointmentForm(Form):
    """When the two meet next, said without a log."""

    next_on = NearDateField(
        _l("Day"), [Required(_l("Fill in the day."))], is_past=False,
        description=_l("Like 25-11 or 2511."),
    )  # fmt: skip
    next_clock = clock_field(_l("Time"), _l("Fill in the time."))
    next_place = StringField(_l("Where?"), [Optional(), Longest(LONGEST_PLACE)])

    def validate_next_on(self, field: DutchDateField) -> None:
        check_near(field, self.meta.today)

    def validate_next_clock(self, field: StringField) -> None:
        check_clock(field)

    @property
    def starts_at(self) -> datetime:
        """Of a form that was found in order."""
        return moment(self.next_on.day, filled(read_clock(self.next_clock.data)))


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
