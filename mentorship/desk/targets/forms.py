"""The forms of a target and of a funding; what changes says why."""

from collections.abc import Mapping
from typing import Any

from mentorship.desk.targets.models import (
    LONGEST_NAME,
    LONGEST_REASON,
    MOST_EUROS,
    MOST_GUIDED,
    MOST_HOURS,
    Funding,
)
from mentorship.desk.targets.services import Terms
from mentorship.foundation.forms import (
    BooleanField,
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    Required,
    SelectChoice,
    SelectField,
    StringField,
)
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.forms import whole_number

REGION = "region"  # no House has such a code
_NO_NAMES = _l("Name nobody.")


class TargetForm(Form):
    """How many young people."""

    version = HiddenField()
    guided = whole_number(
        _l("How many young people do you mean to guide?"),
        _l("Fill in how many young people."), 0, MOST_GUIDED,
        description=_l(
            "Guided is: the first meeting was held, and the two went on together on any day of the "
            "year. A young person with two mentors counts once."
        ),
    )  # fmt: skip

    @property
    def why(self) -> str:
        return ""


class ChangeTargetForm(TargetForm):
    """The same where there is one already."""

    reason = StringField(
        _l("Why another number?"),
        [Required(_l("Write down why it becomes another number.")), Longest(LONGEST_REASON)],
        description=_NO_NAMES,
    )

    @property
    def why(self) -> str:
        return str(self.reason.data)


class FundingForm(Form):
    """Which money, for whom, from when until when, how much."""

    name = StringField(
        _l("What is it called?"),
        [Required(_l("Fill in what it is called.")), Longest(LONGEST_NAME)],
        description=_l("For example: reinforcement money 2026. Name nobody."),
    )
    house = SelectField(_l("For whom?"), [Required(_l("Choose for whom it is."))])
    first_day = DutchDateField(_l("First day"), [Required(_l("Fill in the day, like 03-11-2026."))])
    last_day = DutchDateField(_l("Last day"), [Required(_l("Fill in the day, like 03-11-2026."))])
    euros = whole_number(
        _l("How many euros?"), _l("Fill in how many euros."), 0, MOST_EUROS,
        description=_l("Whole euros, without points."),
    )  # fmt: skip
    hours = whole_number(
        _l("For how many hours of consultants?"), None, 0, MOST_HOURS,
        description=_l("If that was agreed on."),
    )  # fmt: skip

    def __init__(self, *args: Any, houses: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.house.choices = [
            SelectChoice(REGION, _l("the whole region")),
            *(SelectChoice(code, name) for code, name in houses.items()),
        ]

    @property
    def terms(self) -> Terms:
        return Terms(
            name=self.name.data,
            house_code=None if self.house.data == REGION else self.house.data,
            first_day=self.first_day.day,
            last_day=self.last_day.day,
            budget_euros=int(self.euros.data),
            budget_hours=int(self.hours.data) if self.hours.data else None,
        )


class ChangeFundingForm(FundingForm):
    """The same, with the reason; or it was noted by mistake."""

    reason = StringField(
        _l("Why do you change it?"),
        [Required(_l("Write down why.")), Longest(LONGEST_REASON)],
        description=_NO_NAMES,
    )
    is_mistake = BooleanField(_l("It was noted by mistake: leave it out from now on"))

    def show(self, funding: Funding) -> None:
        self.name.data, self.house.data = funding.name, funding.house_code or REGION
        self.first_day.data, self.last_day.data = funding.first_day, funding.last_day
        self.euros.data = str(funding.budget_euros)
        self.hours.data = "" if funding.budget_hours is None else str(funding.budget_hours)
