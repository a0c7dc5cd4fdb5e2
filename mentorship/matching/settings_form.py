"""The settings of a round as a form; what it may hold, the settings file decides."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mentorship.foundation.forms import (
    BooleanField,
    Form,
    HiddenField,
    IntegerField,
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
from mentorship.matching.assignment.model import Criterion, Objective
from mentorship.matching.faults import BadInput, Fault
from mentorship.matching.models import LONGEST_REASON
from mentorship.matching.words.objectives import OBJECTIVE_CHOICES
from mentorship.matching.words.wording import CRITERION_NAMES

# Without bound a slip of the hand (99999) would drown everything else; files may hold more.
MOST_WEIGHT = 100
_LINE = re.compile(r"\s*(?P<name>[^=:]+?)\s*[=:]\s*(?P<number>\d{1,9})\s*")
LONGEST_LINES = 2_000


def _number(label: Any, description: Any = "") -> IntegerField:
    return IntegerField(label, [Required(_l("Fill in a whole number."))], description=description)


def _weight(criterion: Criterion) -> IntegerField:
    return IntegerField(
        CRITERION_NAMES[criterion], [Required(_l("Fill in a whole number.")), _is_a_weight]
    )


def _is_a_weight(form: Any, field: IntegerField) -> None:
    """What is no number, or less than nothing, is told with the other faults."""
    if field.data is not None and field.data > MOST_WEIGHT:
        raise ValidationError(_("Fill in a number from 0 up to %(most)d.", most=MOST_WEIGHT))


def _lines(label: Any, description: Any) -> TextAreaField:
    return TextAreaField(label, [Optional(), Longest(LONGEST_LINES)], description=description)


class SettingsForm(Form):
    """`seen` is the number of the version on the screen."""

    seen = HiddenField()
    weight_travel = _weight(Criterion.TRAVEL)
    weight_slots = _weight(Criterion.SLOTS)
    weight_interests = _weight(Criterion.INTERESTS)
    weight_themes = _weight(Criterion.THEMES)
    weight_languages = _weight(Criterion.LANGUAGES)
    weight_dislikes = _weight(Criterion.DISLIKES)
    weight_wishes = _weight(Criterion.WISHES)
    weight_load = _weight(Criterion.LOAD)
    objective = RadioField(
        _l("What counts after the number of matches?"),
        [Required(_l("Choose what counts."))],
        choices=[SelectChoice(one.value, OBJECTIVE_CHOICES[one]) for one in Objective],
        description=_l("The number of matches in priority 1, 2 and 3 always comes first."),
    )
    floor = _number(_l("Floor in points"), _l("Below this fit nobody is proposed."))
    stay_bonus = _number(_l("Points for a proposal that stands already"))
    points_per_week = _number(_l("Points per week of waiting"))
    weeks_at_most = _number(_l("Weeks of waiting that count at most"))
    allowed = BooleanField(_l("Houses lend mentors to each other"))
    penalty = _number(_l("Points less for a mentor of another House"))
    caseload = _lines(
        _l("How many young people a House can take on in one round"),
        _l("One House a line, like NHN = 20. A House that isn't here has no limit."),
    )
    detour_metres = _lines(
        _l("Detour in metres"),
        _l("One municipality a line, like Texel = 15000: the ferry."),
    )
    reason = TextAreaField(
        _l("Why do you change this?"),
        [Required(_l("Write down why.")), Longest(LONGEST_REASON)],
        description=_l("Everybody who reads the settings reads this. Name no persons."),
    )

    def asks_no_reason(self) -> None:
        """Looking before saving needs none."""
        self.reason.validators = [Optional(), *self.reason.validators]

    @property
    def weights(self) -> list[Any]:
        return [self[f"weight_{criterion}"] for criterion in Criterion]

    @property
    def total(self) -> int:
        """Of the weights on the screen, as far as they are numbers."""
        return sum(weight.data or 0 for weight in self.weights)

    def validate_caseload(self, field: TextAreaField) -> None:
        _numbers_in(field.data)

    def validate_detour_metres(self, field: TextAreaField) -> None:
        _numbers_in(field.data)

    def show(self, plain: Mapping[str, Any], seen: int) -> None:
        self.seen.data = str(seen)
        for criterion, weight in plain["weights"].items():
            self[f"weight_{criterion}"].data = weight
        for name in ("objective", "floor", "stay_bonus"):
            self[name].data = plain[name]
        for name, value in (plain["waiting"] | plain["lending"]).items():
            self[name].data = value
        for name in ("caseload", "detour_metres"):
            self[name].data = "\n".join(f"{k} = {v}" for k, v in plain[name].items())

    @property
    def content(self) -> dict[str, Any]:
        """In the shape of a settings file, and the objective."""
        return {
            "objective": self.objective.data,
            "floor": self.floor.data,
            "stay_bonus": self.stay_bonus.data,
            "weights": {c.value: self[f"weight_{c}"].data for c in Criterion},
            "waiting": {
                "points_per_week": self.points_per_week.data,
                "weeks_at_most": self.weeks_at_most.data,
            },
            "lending": {"allowed": self.allowed.data, "penalty": self.penalty.data},
            "caseload": _numbers_in(self.caseload.data),
            "detour_metres": _numbers_in(self.detour_metres.data),
        }

    def refuse_faults(self, bad: BadInput) -> None:
        """Each beside the field that it is about."""
        for fault in bad.faults.shown:
            self.refuse(f"{fault.problem} {fault.remedy}".strip(), self._field_of(fault))

    def _field_of(self, fault: Fault) -> str | None:
        table, _dot, name = (fault.setting or "").partition(".")
        if table == "weights":
            return f"weight_{name}"
        wanted = name if table in ("waiting", "lending") else table
        return wanted if wanted in self else None


def _numbers_in(text: str | None) -> dict[str, int]:
    return dict(_pairs_in(text or ""))


def _pairs_in(text: str) -> Iterator[tuple[str, int]]:
    for line in filter(str.strip, text.splitlines()):
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValidationError(_("Write each line as a name, the sign = and a whole number."))
        yield match["name"], int(match["number"])
