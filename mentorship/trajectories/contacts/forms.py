"""The form of a support contact: five subjects, quick to fill in."""

from datetime import date, timedelta
from typing import Any

from mentorship.foundation.forms import (
    BooleanField,
    CheckboxesField,
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    TextAreaField,
    ValidationError,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.contacts.labels import HOW, SIDES, TOPICS
from mentorship.trajectories.contacts.models import (
    LONGEST_WORDS,
    ContactHow,
    ContactSide,
    ContactTopic,
    SupportContact,
)
from mentorship.trajectories.contacts.services import NewContact
from mentorship.trajectories.forms import minutes_field, minutes_of

_LONGEST_AGO = timedelta(days=366)


def _words(topic: ContactTopic) -> TextAreaField:
    return TextAreaField(TOPICS[topic], [Optional(), Longest(LONGEST_WORDS)])


class ContactForm(Form):
    """Day, with whom, how, and the five subjects; words are never asked for."""

    version = HiddenField()
    side = RadioField(_l("With whom?"), [Required(_l("Choose with whom the contact was."))])
    held_on = DutchDateField(
        _l("Day"), [Required(_l("Fill in the day of the contact, like 03-11-2026."))]
    )
    how = RadioField(
        _l("How?"),
        [Required(_l("Choose how the contact was."))],
        choices=[SelectChoice(key.value, label) for key, label in HOW.items()],
    )
    is_missed = BooleanField(_l("I tried, but reached nobody"))
    topics = CheckboxesField(
        _l("What did you talk about?"),
        choices=[SelectChoice(key.value, label) for key, label in TOPICS.items()],
        description=_l("Tick what came up. All five together make a complete contact."),
    )
    activities = _words(ContactTopic.ACTIVITIES)
    outcomes = _words(ContactTopic.OUTCOMES)
    safety = _words(ContactTopic.SAFETY)
    relationship = _words(ContactTopic.RELATIONSHIP)
    impact = _words(ContactTopic.IMPACT)
    minutes = minutes_field()

    def __init__(
        self, *args: Any, today: date, sides: tuple[ContactSide, ...], **kwargs: Any
    ) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.side.choices = [SelectChoice(side.value, SIDES[side]) for side in sides]

    def validate_held_on(self, field: DutchDateField) -> None:
        if field.data is None:
            return
        if field.data > self.today:
            raise ValidationError(_("This day is still to come. Fill in the day that it was."))
        if field.data < self.today - _LONGEST_AGO:
            raise ValidationError(_("This day is more than a year ago. Check the year."))

    @property
    def told(self) -> NewContact:
        assert self.held_on.data is not None  # noqa: S101 — validated
        return NewContact(
            side=ContactSide(self.side.data),
            held_on=self.held_on.data,
            how=ContactHow(self.how.data),
            is_reached=not self.is_missed.data,
            topics=frozenset(self.topics.data or ()),
            words={topic: self[topic.value].data or "" for topic in ContactTopic},
            minutes=minutes_of(self.minutes),
        )

    def show(self, contact: SupportContact, words: dict[ContactTopic, str]) -> None:
        """An earlier contact, to correct it."""
        self.side.data, self.how.data = contact.side.value, contact.how.value
        self.held_on.data, self.is_missed.data = contact.held_on, not contact.is_reached
        self.topics.data = list(contact.topics)
        self.minutes.data = str(contact.minutes or "")
        for topic in ContactTopic:
            self[topic.value].data = words.get(topic, "")
