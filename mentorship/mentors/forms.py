"""The screens about mentors: the application, a form per gate, the pause and the end."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from mentorship.accounts.models import Language
from mentorship.foundation.forms import (
    DutchDateField,
    EmailAddress,
    EmailField,
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
)
from mentorship.foundation.i18n import current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.mentors.labels import ENDINGS, TALKS
from mentorship.mentors.models import (
    LONGEST_EMAIL,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_SEATS,
    MentorStatus,
    TalkOutcome,
)
from mentorship.mentors.told import NewMentor, SeenVog, Signed, Talk
from mentorship.profiles.fields import PlaceField
from mentorship.region.places import UnknownPlace, find_place

_DATE_HINT = _l("Day-month-year, like 03-11-2026.")
_DATE_MISSING = _l("Fill in the date.")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/-]{5,}")
_PROFILE_CODES = re.compile(r"[0-9]{2}([ ,]+[0-9]{2})*")
_VOG_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./-]{3,39}")
FEWEST_MONTHS, MOST_MONTHS = 1, 60
FEWEST_HOURS, MOST_HOURS = 1, 100


def submission_of(form: Form) -> UUID | None:
    """The page's own number for what it makes; nonsense is none."""
    try:
        return UUID(form.submission.data)
    except (TypeError, ValueError):
        return None


def day_in(field: DutchDateField) -> date:
    """The day in a field that was valid."""
    if field.data is None:
        raise ValueError("the form was not valid")
    return field.data


def check_phone(form: Form, field: StringField) -> None:
    if field.data and not _PHONE.fullmatch(field.data):
        raise ValidationError(_("Fill in a telephone number, like 06 12345678."))


class ApplicationForm(Form):
    """What a volunteer tells of themselves; the place decides which House reads it."""

    first_name = StringField(
        _l("First name"), [Required(_l("Fill in your first name.")), Longest(LONGEST_NAME)]
    )
    family_name = StringField(
        _l("Family name"), [Required(_l("Fill in your family name.")), Longest(LONGEST_NAME)]
    )
    email = EmailField(
        _l("E-mail address"),
        [Required(_l("Fill in your e-mail address.")), EmailAddress(), Longest(LONGEST_EMAIL)],
    )
    phone = StringField(
        _l("Telephone number"),
        [Required(_l("Fill in your telephone number.")), Longest(LONGEST_LINE), check_phone],
        description=_l("We call you for the first talk."),
    )
    place = PlaceField(
        _l("Where do you live?"),
        [Required(_l("Fill in the place.")), Longest(LONGEST_NAME)],
        description=_l("The town or village; no address. It decides which House reads this."),
    )
    motivation = TextAreaField(
        _l("Why do you want to be a mentor?"),
        [Required(_l("Tell why you want to be a mentor.")), Longest(LONGEST_TEXT)],
        description=_l("A few sentences are enough. The rest comes in the talk."),
    )

    def validate_place(self, field: PlaceField) -> None:
        try:
            found = find_place(field.data or "")
        except UnknownPlace:
            return  # the field itself says so
        if found.house is None:
            raise ValidationError(
                _(
                    "%(place)s lies outside our region. We work in Noord-Holland Noord, "
                    "Kennemerland and Zaanstreek-Waterland. Do you live close by? Then fill in "
                    "the nearest place inside it.",
                    place=found.name,
                )
            )

    @property
    def told(self) -> NewMentor:
        place = find_place(self.place.data or "")
        if place.house is None:
            raise ValueError("the form was not valid")
        return NewMentor(
            first_name=self.first_name.data,
            family_name=self.family_name.data,
            email=self.email.data,
            phone=self.phone.data,
            place=place.name,
            house_code=place.house,
            motivation=self.motivation.data,
            language=Language(current_language()),
        )


class InterviewForm(Form):
    held_on = DutchDateField(_l("Held on"), [Required(_DATE_MISSING)], description=_DATE_HINT)
    outcome = RadioField(
        _l("How do you go on?"),
        [Required(_l("Choose how you go on."))],
        choices=[SelectChoice(outcome.value, label) for outcome, label in TALKS.items()],
    )
    notes = TextAreaField(
        _l("What came up"),
        [Required(_l("Write down what came up.")), Longest(LONGEST_TEXT)],
        description=_l(
            "Only who screens mentors reads this, and the mentor when they ask for their file."
        ),
    )

    @property
    def talk(self) -> Talk:
        return Talk(day_in(self.held_on), TalkOutcome(self.outcome.data), self.notes.data)


class VogForm(Form):
    """What the paper says. The number is turned into a code at once and never shown again."""

    issued_on = DutchDateField(
        _l("Date on the VOG"), [Required(_DATE_MISSING)], description=_DATE_HINT
    )
    seen_on = DutchDateField(
        _l("Seen on"), [Required(_DATE_MISSING)], description=_l("The day you held it.")
    )
    profile_code = StringField(
        _l("Screening profile"),
        [Required(_l("Fill in the screening profile, like 84.")), Longest(40)],
        description=_l("The numbers on the VOG, for example 84 (care of minors)."),
    )
    number = StringField(
        _l("Number of the VOG"),
        [Required(_l("Fill in the number of the VOG.")), Longest(40)],
        description=_l("We keep a code of it, so that the same paper is recognised. No copy."),
    )

    def validate_profile_code(self, field: StringField) -> None:
        if not _PROFILE_CODES.fullmatch(field.data):
            raise ValidationError(_("Fill in numbers of two figures, like 84 or 11, 84."))

    def validate_number(self, field: StringField) -> None:
        if not _VOG_NUMBER.fullmatch(field.data):
            raise ValidationError(_("Fill in the number as it stands on the VOG."))

    def validate_seen_on(self, field: DutchDateField) -> None:
        if self.issued_on.data and day_in(field) < self.issued_on.data:
            raise ValidationError(_("It can't be seen before it was issued. Check both dates."))

    @property
    def seen(self) -> SeenVog:
        return SeenVog(
            day_in(self.issued_on), day_in(self.seen_on), self.profile_code.data, self.number.data
        )


class AgreementForm(Form):
    """How long and how much; less than the programme asks is refused by the service."""

    signed_on = DutchDateField(_l("Signed on"), [Required(_DATE_MISSING)], description=_DATE_HINT)
    months = IntegerField(_l("For how many months"), [Required(_l("Fill in the months."))])
    hours_per_month = IntegerField(
        _l("Hours a month at least"), [Required(_l("Fill in the hours a month."))]
    )

    def validate_months(self, field: IntegerField) -> None:
        _check_between(field, FEWEST_MONTHS, MOST_MONTHS)

    def validate_hours_per_month(self, field: IntegerField) -> None:
        _check_between(field, FEWEST_HOURS, MOST_HOURS)

    def signed(self, text_version: str) -> Signed:
        return Signed(
            day_in(self.signed_on), self.months.data, self.hours_per_month.data, text_version
        )


class TrainedForm(Form):
    completed_on = DutchDateField(
        _l("Completed on"), [Required(_DATE_MISSING)], description=_DATE_HINT
    )


class CapacityForm(Form):
    seats = IntegerField(
        _l("How many young people at the same time"),
        [Required(_l("Fill in a number; 0 is possible too."))],
        description=_l("Usually one. With 0 the mentor gets no new proposals."),
    )

    def validate_seats(self, field: IntegerField) -> None:
        _check_between(field, 0, MOST_SEATS)


class PauseForm(Form):
    first_day = DutchDateField(_l("First day"), [Required(_DATE_MISSING)], description=_DATE_HINT)
    last_day = DutchDateField(
        _l("Last day"),
        [Required(_l("Fill in the last day. It can be changed later."))],
        description=_l("On the day after it, proposals go on by themselves."),
    )
    reason = StringField(
        _l("Reason"),
        [Optional(), Longest(LONGEST_LINE)],
        description=_l("For example: exams or a journey. Leave out what is private."),
    )

    def validate_last_day(self, field: DutchDateField) -> None:
        if self.first_day.data and day_in(field) < self.first_day.data:
            raise ValidationError(_("The last day lies before the first day."))


class EndForm(Form):
    """`version` is that of the mentor on the screen."""

    version = HiddenField()
    ending = RadioField(
        _l("What is the case?"),
        [Required(_l("Choose what is the case."))],
        choices=[SelectChoice(status.value, label) for status, label in ENDINGS.items()],
    )
    reason = TextAreaField(
        _l("Reason"),
        [Required(_l("Write down the reason.")), Longest(LONGEST_TEXT)],
        description=_l("This stays inside the House; the person hears it from you."),
    )

    @property
    def chosen(self) -> MentorStatus:
        return MentorStatus(self.ending.data)


def _check_between(field: Any, fewest: int, most: int) -> None:
    """What is no number at all was said before."""
    if field.data is not None and not fewest <= field.data <= most:
        raise ValidationError(
            _("Fill in a number from %(fewest)s to %(most)s.", fewest=fewest, most=most)
        )
