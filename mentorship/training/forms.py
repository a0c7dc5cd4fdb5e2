"""The screens of training: a cohort, a meeting, the attendance list, an assessment."""

import re
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any, TypeVar
from uuid import UUID

from wtforms.validators import NumberRange

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
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
    version_in,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.region.models import House
from mentorship.training.facts import (
    AttendanceSheet,
    CohortFacts,
    Finding,
    Series,
)
from mentorship.training.labels import OUTCOMES
from mentorship.training.models import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_PLACE,
    MOST_SEATS,
    AssessmentOutcome,
    Presence,
)

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")
_MARK = "presence-"
REST = "rest"

Value = TypeVar("Value")


def clock_field(label: Any, missing: Any) -> StringField:
    return StringField(label, [Required(missing), Longest(5)], description=_l("Like 19:30."))


def read_clock(typed: str | None) -> time | None:
    """19:30, 19.30 and 1930 are the same; None for anything else."""
    match = _CLOCK.fullmatch(typed or "")
    return time(int(match[1]), int(match[2])) if match else None


def check_clock(field: StringField) -> None:
    if field.data and read_clock(field.data) is None:
        raise ValidationError(_("Write the time as hours and minutes, like 19:30."))


class _HouseAndTrainer(Form):
    """Where it belongs and who holds it."""

    house = SelectField(_l("For whom"), description=_l("One House, or all Houses together."))
    trainer = SelectField(_l("Trainer"), [Required(_l("Choose a trainer."))])

    def offer(self, houses: Iterable[House], trainers: Iterable[tuple[UUID, str]]) -> None:
        near = [SelectChoice(house.code, house.name) for house in houses]
        self.house.choices = [SelectChoice("", _l("The whole region")), *near]
        self.trainer.choices = people_choices(trainers, _l("Choose a trainer"))

    @property
    def chosen_house(self) -> str | None:
        return self.house.data or None

    @property
    def chosen_trainer(self) -> UUID:
        return UUID(self.trainer.data)


class CohortForm(_HouseAndTrainer):
    """What can be changed of a cohort; `version` is that of the page."""

    version = HiddenField()
    name = StringField(
        _l("Name of the cohort"),
        [Required(_l("Fill in a name.")), Longest(LONGEST_NAME)],
        description=_l("Like “Spring 2027, Haarlem”."),
    )
    capacity = IntegerField(
        _l("How many mentors fit?"),
        [
            Required(_l("Fill in a number.")),
            NumberRange(1, MOST_SEATS, _l("Fill in a number from 1 to 40.")),
        ],
        description=_l("Who comes later is put on the waiting list."),
    )
    starts_on = DutchDateField(
        _l("First day"),
        [Required(_l("Fill in the first day."))],
        description=_l("Day, month, year. Like 03-11-2026."),
    )

    @property
    def facts(self) -> CohortFacts:
        return CohortFacts(
            self.name.data,
            self.chosen_trainer,
            self.capacity.data,
            filled(self.starts_on.data),
            self.chosen_house,
        )

    @property
    def seen_version(self) -> int:
        return version_in(self.version.data)


class PlanCohortForm(CohortForm):
    """A new cohort with a meeting a week."""

    clock = clock_field(_l("The meetings begin at"), _l("Fill in the time."))
    location = StringField(
        _l("Where?"), [Required(_l("Fill in where it is.")), Longest(LONGEST_PLACE)]
    )

    def validate_clock(self, field: StringField) -> None:
        check_clock(field)

    @property
    def series(self) -> Series:
        return Series(filled(read_clock(self.clock.data)), self.location.data)


class EnrolForm(Form):
    """Which mentor gets a place."""

    mentor = SelectField(_l("Mentor"), [Required(_l("Choose a mentor."))])

    def offer(self, mentors: Iterable[tuple[UUID, str]]) -> None:
        self.mentor.choices = people_choices(mentors, _l("Choose a mentor"))


class AttendanceForm(Form):
    """The list of a meeting; each name carries its own answer beside these fields."""

    version = HiddenField()

    def sheet(self, sent: Mapping[str, str], expected: Iterable[UUID]) -> AttendanceSheet:
        """What was marked; the second button says that everybody else was present."""
        others = _presence(sent.get(REST))
        marked = {
            mentor_id: presence
            for mentor_id in expected
            if (presence := _presence(sent.get(mark_name(mentor_id))) or others)
        }
        return AttendanceSheet(version_in(self.version.data), marked)


class AssessForm(Form):
    """What the trainer finds at the end; `number` is that of this assessment."""

    number = HiddenField()
    outcome = RadioField(
        _l("How is it?"),
        [Required(_l("Choose what you found."))],
        choices=[SelectChoice(outcome.value, label) for outcome, label in OUTCOMES.items()],
    )
    note = TextAreaField(
        _l("Note"),
        [Optional(), Longest(LONGEST_NOTE)],
        description=_l("The mentor consultant and the coordinator read this too."),
    )

    @property
    def finding(self) -> Finding:
        outcome = AssessmentOutcome(self.outcome.data)
        return Finding(version_in(self.number.data), outcome, self.note.data or "")


class CertificateForm(Form):
    """The code that stands on a certificate."""

    # Not named "code": that is what the secrets of a sign-in are called, and this one isn't.
    certificate = StringField(
        _l("Code on the certificate"),
        [Required(_l("Fill in the code.")), Longest(60)],
        description=_l("Sixteen letters and digits, like BCDF-GHJK-LMNP-QR23."),
    )


def mark_name(mentor_id: UUID) -> str:
    """The name of somebody's three choices on the list."""
    return f"{_MARK}{mentor_id}"


def filled(value: Value | None) -> Value:
    """What a required field of a validated form holds."""
    if value is None:
        raise ValueError("the form was not validated")
    return value


def _presence(sent: str | None) -> Presence | None:
    return Presence(sent) if sent in {presence.value for presence in Presence} else None


def people_choices(people: Iterable[tuple[UUID, str]], nobody: Any) -> list[SelectChoice]:
    return [SelectChoice("", nobody), *(SelectChoice(str(key), name) for key, name in people)]


def submission_of(form: Form) -> UUID | None:
    """The browser's own value for what the form makes; nonsense is none."""
    try:
        return UUID(form.submission.data)
    except (TypeError, ValueError):
        return None
