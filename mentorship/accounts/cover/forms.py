"""The screens of cover: who is away, who stands in, from which day until which."""

from collections.abc import Iterable
from uuid import UUID

from mentorship.accounts.cover import rules
from mentorship.accounts.cover.rules import Days
from mentorship.foundation.forms import (
    DutchDateField,
    Form,
    Required,
    SelectChoice,
    SelectField,
    ValidationError,
)
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

REFUSALS: dict[type[rules.CoverRefused], tuple[str, LazyText]] = {
    rules.NotConsultants: ("deputy", _l("Choose two mentor consultants.")),
    rules.CoveredAlready: (
        "from_on",
        _l("Somebody covers for this colleague on some of these days already. End that first."),
    ),
    rules.DeputyIsAway: ("deputy", _l("This colleague is away on some of these days.")),
    rules.OpensMoreForOneself: (
        "deputy",
        _l(
            "Nobody gives themselves cases of a House where they do not work. Ask your colleague "
            "or the programme coordinator to arrange it."
        ),
    ),
}


class CoverForm(Form):
    absent = SelectField(_l("Who is away?"), [Required(_l("Choose who is away."))])
    deputy = SelectField(_l("Who covers?"), [Required(_l("Choose who covers."))])
    from_on = DutchDateField(
        _l("First day"),
        [Required(_l("Fill in the first day."))],
        description=_l("Day, month, year. Like 03-11-2026. At the earliest today."),
    )
    until_on = DutchDateField(
        _l("Last day"),
        [Required(_l("Fill in the last day."))],
        description=_l("This day counts too. You can end the cover earlier."),
    )

    def offer(
        self, absent: Iterable[tuple[UUID, str]], deputies: Iterable[tuple[UUID, str]]
    ) -> None:
        self.absent.choices = _choices(absent)
        self.deputy.choices = _choices(deputies)

    def validate_until_on(self, field: DutchDateField) -> None:
        if self.from_on.data and field.data and field.data < self.from_on.data:
            raise ValidationError(_("The last day lies before the first day. Check both."))

    @property
    def days(self) -> Days:
        """Of a form that was found right."""
        assert self.from_on.data is not None  # noqa: S101 — required
        assert self.until_on.data is not None  # noqa: S101 — required
        return Days(self.from_on.data, self.until_on.data)

    def refuse_for(self, refused: rules.CoverRefused, longest: int) -> None:
        if isinstance(refused, rules.WrongDays):
            words = _(
                "A cover begins today or later and lasts at most %(days)s days. Is somebody away "
                "for longer? Then let colleagues take the files over.",
                days=longest,
            )
            self.refuse(words, "from_on")
            return
        field, said = REFUSALS[type(refused)]
        self.refuse(said, field)


def _choices(people: Iterable[tuple[UUID, str]]) -> list[SelectChoice]:
    named = [SelectChoice(str(key), name) for key, name in people]
    return [SelectChoice("", _l("Choose somebody")), *named]
