"""The small forms of a course: one for each step."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from mentorship.foundation.forms import (
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
    is_email_address,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.mentees.facts import Guardians, SafeContact
from mentorship.referrals.mentees.intake_models import IntakeOutcome, TalkWith
from mentorship.referrals.mentees.labels import (
    AUTHORITIES,
    CONTACT_ROUTES,
    OUTCOMES,
    PRIORITIES,
    STOPPED_BY,
    TALK_WITH,
)
from mentorship.referrals.mentees.models import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Authority,
    StoppedBy,
)

_LONGEST_AGO = timedelta(days=366)


def choices(labels: Any) -> list[SelectChoice]:
    return [SelectChoice(str(getattr(key, "value", key)), label) for key, label in labels.items()]


class _OfADay(Form):
    """A form about something that happened on a day: not in the future, not years ago."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def check_day(self, field: DutchDateField) -> None:
        if field.data is None:
            return
        if field.data > self.today:
            raise ValidationError(_("This day is still to come. Fill in the day that it was."))
        if field.data < self.today - _LONGEST_AGO:
            raise ValidationError(_("This day is more than a year ago. Check the year."))


class TalkForm(_OfADay):
    """A talk of the intake."""

    held_on = DutchDateField(
        _l("Day of the talk"), [Required(_l("Fill in the day of the talk, like 03-11-2026."))]
    )
    talked_with = RadioField(
        _l("With whom?"),
        [Required(_l("Choose with whom the talk was."))],
        choices=choices(TALK_WITH),
    )
    notes = TextAreaField(
        _l("What was talked about"),
        [
            Required(_l("Write down in a few sentences what was talked about.")),
            Longest(LONGEST_TEXT),
        ],
        description=_l("Short, and only what is needed. The young person may read everything."),
    )

    def validate_held_on(self, field: DutchDateField) -> None:
        self.check_day(field)

    @property
    def talk(self) -> dict[str, Any]:
        return {
            "held_on": self.held_on.data,
            "talked_with": TalkWith(self.talked_with.data),
            "notes": self.notes.data,
        }


class DecisionForm(Form):
    """The outcome of the intake."""

    outcome = RadioField(
        _l("What do you decide?"),
        [Required(_l("Choose what you decide."))],
        choices=choices(OUTCOMES),
    )
    reason = TextAreaField(
        _l("Reason"),
        [Required(_l("Write down the reason.")), Longest(LONGEST_TEXT)],
        description=_l("This stays inside the House. The young person may read it."),
    )

    @property
    def chosen(self) -> IntakeOutcome:
        return IntakeOutcome(self.outcome.data)


class ContactForm(Form):
    """The safe route; `version` is that of the file on the screen."""

    version = HiddenField()
    contact_route = RadioField(
        _l("How can we reach the young person safely?"),
        [Required(_l("Choose how we can reach the young person."))],
        choices=choices(CONTACT_ROUTES),
    )
    contact_details = StringField(
        _l("Telephone number, e-mail address or other details"),
        [Required(_l("Fill in how we can reach the young person.")), Longest(LONGEST_LINE)],
    )
    contact_times = StringField(_l("When is a good moment?"), [Optional(), Longest(LONGEST_LINE)])
    contact_caution = TextAreaField(
        _l("What should we not do?"), [Optional(), Longest(LONGEST_TEXT)]
    )

    @property
    def contact(self) -> SafeContact:
        return SafeContact(
            ContactRoute(self.contact_route.data),
            self.contact_details.data,
            self.contact_times.data or "",
            self.contact_caution.data or "",
        )


_GUARDED_BY_ONE = (Authority.ONE_PARENT, Authority.GUARDIAN, Authority.INSTITUTION)


class GuardiansForm(Form):
    """Who holds authority and how to reach them; `version` is that of the file on the screen."""

    version = HiddenField()
    authority = RadioField(
        _l("Who holds authority over the young person?"),
        [Required(_l("Choose who holds authority."))],
        description=_l(
            "Under 16 the young person and who holds authority both have to agree. From 16 the "
            "young person decides, and we only speak to parents when they agree."
        ),
        choices=choices(AUTHORITIES),
    )
    guardian_name = StringField(
        _l("Name of the parent, guardian or institution"), [Longest(LONGEST_LINE)]
    )
    guardian_contact = StringField(
        _l("How to reach them"),
        [Longest(LONGEST_LINE)],
        description=_l("With an e-mail address alone, the link for consent can be mailed."),
    )
    second_guardian_name = StringField(_l("Name of the second parent"), [Longest(LONGEST_LINE)])
    second_guardian_contact = StringField(
        _l("How to reach the second parent"), [Longest(LONGEST_LINE)]
    )

    def validate_guardian_name(self, field: StringField) -> None:
        if self.authority.data in (*_GUARDED_BY_ONE, Authority.BOTH_PARENTS) and not field.data:
            raise ValidationError(_("Fill in the name of who holds authority."))

    def validate_second_guardian_name(self, field: StringField) -> None:
        if self.authority.data == Authority.BOTH_PARENTS and not field.data:
            raise ValidationError(_("Fill in the name of the second parent."))

    @property
    def guardians(self) -> Guardians:
        return Guardians(
            Authority(self.authority.data),
            self.guardian_name.data or "",
            self.guardian_contact.data or "",
            self.second_guardian_name.data or "",
            self.second_guardian_contact.data or "",
        )


class GoalForm(Form):
    """One goal."""

    text = TextAreaField(
        _l("What do you want to reach?"),
        [Required(_l("Write down the goal.")), Longest(LONGEST_TEXT)],
        description=_l("In the young person's own words."),
    )


class PriorityForm(Form):
    """The class that a person chooses, with a reason."""

    priority = RadioField(
        _l("Priority"), [Required(_l("Choose a class."))], choices=choices(PRIORITIES)
    )
    reason = TextAreaField(
        _l("Reason"),
        [Required(_l("Write down the reason.")), Longest(LONGEST_TEXT)],
        description=_l("Why this young person should be helped sooner or can wait longer."),
    )


class TransferForm(Form):
    """To which other House, and why."""

    house = RadioField(_l("To which House?"), [Required(_l("Choose a House."))])
    reason = TextAreaField(
        _l("Reason"), [Required(_l("Write down the reason.")), Longest(LONGEST_TEXT)]
    )

    def __init__(self, *args: Any, houses: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.house.choices = [SelectChoice(code, name) for code, name in houses]


class StopForm(Form):
    """Who wants to stop; a reason is welcome and never asked for."""

    wanted_by = RadioField(
        _l("Who wants to stop?"),
        [Required(_l("Choose who wants to stop."))],
        choices=choices(STOPPED_BY),
    )
    reason = TextAreaField(
        _l("Reason"),
        [Optional(), Longest(LONGEST_TEXT)],
        description=_l("Only if they want to say it. Nobody has to."),
    )

    def validate_reason(self, field: TextAreaField) -> None:
        if self.wanted_by.data == StoppedBy.HOUSE and not field.data:
            raise ValidationError(_("When the House stops, write down the reason."))


class LetterForm(_OfADay):
    """That the letter went out."""

    sent_on = DutchDateField(
        _l("Day on which the letter was given or sent"),
        [Required(_l("Fill in the day, like 03-11-2026."))],
    )

    def validate_sent_on(self, field: DutchDateField) -> None:
        self.check_day(field)

    @property
    def day(self) -> date:
        """The day, once the form is valid."""
        assert self.sent_on.data is not None  # noqa: S101 — required
        return self.sent_on.data


class TakeOverForm(Form):
    """Only a button."""


def email_in(contact: str) -> str | None:
    """The address, when nothing else stands there."""
    return contact if is_email_address(contact) else None
