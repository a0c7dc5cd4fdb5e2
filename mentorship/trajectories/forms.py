"""The forms of a trajectory's beginning and way; those of its end lie in `closure.forms`."""

from datetime import datetime
from typing import Any

from mentorship.accounts.models import Language
from mentorship.foundation.forms import (
    BooleanField,
    DutchDateField,
    Form,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
)
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.training.forms import clock_field, read_clock
from mentorship.trajectories import texts
from mentorship.trajectories.beginning import Signed
from mentorship.trajectories.labels import MEETING_OUTCOMES, PAUSE_REASONS, PHASES
from mentorship.trajectories.models import (
    LONGEST_PLACE,
    LONGEST_TEXT,
    LONGEST_WORK,
    MeetingOutcome,
    PauseReason,
    Phase,
)

ALONE = "held_without_us"


def choices(labels: Any) -> list[SelectChoice]:
    return [SelectChoice(str(getattr(key, "value", key)), label) for key, label in labels.items()]


def whole_number(label: Any, missing: Any, least: int, most: int, *, description: Any = "") -> Any:
    """A small number, read as text so that nonsense is said in words; without `missing` it may stay
    open."""

    def between(form: Any, field: StringField) -> None:
        typed = (field.data or "").strip()
        if not (typed.isdecimal() and len(typed) <= len(str(most)) and least <= int(typed) <= most):
            raise ValidationError(
                _("Fill in a whole number from %(least)s to %(most)s.", least=least, most=most)
            )

    asked = Required(missing) if missing else Optional()
    return StringField(label, [asked, Longest(10), between], description=description)


def minutes_field() -> Any:
    """For what a consultant does; nobody is asked twice for it."""
    return whole_number(
        _l("How many minutes did it take you, with travelling and writing it down?"),
        None, 1, LONGEST_WORK,
        description=_l(
            "For the costs of the programme: only the sum of a House is shown, of nobody apart."
        ),
    )  # fmt: skip


def minutes_of(field: StringField) -> int | None:
    """Of a field that was found in order."""
    return int(field.data) if field.data else None


def why_field() -> TextAreaField:
    """What every correction asks; it stays readable beside what stood there before."""
    return TextAreaField(
        _l("Why do you correct this?"),
        [Required(_l("Write down why you correct this.")), Longest(LONGEST_TEXT)],
        description=_l("What stood here before stays readable, with this reason."),
    )


class PlanForm(Form):
    """When and where the first meeting is."""

    day = DutchDateField(_l("Day"), [Required(_l("Fill in the day, like 03-11-2026."))])
    clock = clock_field(_l("Time"), _l("Fill in the time."))
    place = StringField(
        _l("Where?"),
        [Required(_l("Fill in where you meet.")), Longest(LONGEST_PLACE)],
        description=_l("A place where the young person feels at ease. You are there too."),
    )

    @property
    def starts_at(self) -> datetime:
        clock = read_clock(self.clock.data)
        assert clock is not None  # noqa: S101 — it was checked
        return datetime.combine(self.day.day, clock, TIME_ZONE)


class MeetingForm(Form):
    """What became of the first meeting."""

    outcome = RadioField(
        _l("What happened?"), [Required(_l("Choose what happened."))], choices=[
            SelectChoice(MeetingOutcome.HELD.value, _l("They met, and I was there")),
            SelectChoice(ALONE, _l("They met without us")),
            *(
                choice
                for choice in choices(MEETING_OUTCOMES)
                if choice.value != MeetingOutcome.HELD.value
            ),
        ],
    )  # fmt: skip
    minutes = minutes_field()

    @property
    def is_held(self) -> bool:
        return self.outcome.data in (MeetingOutcome.HELD, ALONE)

    @property
    def is_staff_present(self) -> bool:
        return bool(self.outcome.data == MeetingOutcome.HELD.value)

    @property
    def took(self) -> int | None:
        return minutes_of(self.minutes)


class AgreementForm(Form):
    """What stands on the paper that all have signed."""

    signed_on = DutchDateField(
        _l("Day on which all signed"), [Required(_l("Fill in the day, like 03-11-2026."))]
    )
    meetings = whole_number(
        _l("How many times a month do they meet?"), _l("Fill in how often they meet."), 1, 12
    )
    hours = whole_number(
        _l("How many hours a month together?"), _l("Fill in the hours in a month."), 1, 60
    )
    months = whole_number(_l("For how many months?"), _l("Fill in for how many months."), 1, 24)
    language = RadioField(
        _l("Language of the text"),
        [Required(_l("Choose the language of the text."))],
        choices=[
            SelectChoice(Language.DUTCH.value, "Nederlands"),
            SelectChoice(Language.ENGLISH.value, "English"),
        ],
    )
    by_all = BooleanField(
        _l("Mentor, young person and mentor consultant have signed on paper"),
        [Required(_l("Without the three signatures there is no agreement yet."))],
    )
    by_guardian = BooleanField(_l("A parent or guardian has signed too"), [Optional()])

    @property
    def signed(self) -> Signed:
        return Signed(
            signed_on=self.signed_on.day,
            meetings_per_month=int(self.meetings.data),
            hours_per_month=int(self.hours.data),
            months=int(self.months.data),
            text_version=texts.CURRENT,
            language=Language(self.language.data),
            by_guardian=bool(self.by_guardian.data),
        )


class PhaseForm(Form):
    """Which phase begins, and when."""

    phase = RadioField(_l("Which phase begins?"), [Required(_l("Choose the phase."))])
    on = DutchDateField(_l("From which day?"), [Required(_l("Fill in the day, like 03-11-2026."))])

    def __init__(self, *args: Any, steps: tuple[Phase, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phase.choices = choices({step: PHASES[step] for step in steps if step.is_running})

    @property
    def chosen(self) -> Phase:
        return Phase(self.phase.data)


class PauseForm(Form):
    """From when they don't meet, why, and until about when."""

    from_on = DutchDateField(
        _l("First day of the pause"), [Required(_l("Fill in the day, like 03-11-2026."))]
    )
    expected_on = DutchDateField(
        _l("When do they meet again, as far as known?"),
        [Required(_l("Fill in a day, also when it is a guess, like 03-11-2026."))],
        description=_l("We remind you on that day. The pause ends when you say so."),
    )
    reason = RadioField(
        _l("Why?"), [Required(_l("Choose a reason; it may be no reason."))],
        choices=choices(PAUSE_REASONS),
    )  # fmt: skip

    @property
    def why(self) -> PauseReason:
        return PauseReason(self.reason.data)


class ResumeForm(Form):
    """From when they meet again."""

    on = DutchDateField(
        _l("From which day do they meet again?"),
        [Required(_l("Fill in the day, like 03-11-2026."))],
    )


class ExtendForm(Form):
    """Another planned end."""

    new_end = DutchDateField(
        _l("New planned end"), [Required(_l("Fill in the day, like 03-11-2026."))]
    )
    reason = TextAreaField(
        _l("Reason"),
        [Required(_l("Write down the reason.")), Longest(LONGEST_TEXT)],
        description=_l("The young person may read everything."),
    )
