"""The screens around bundles: asking for one, releasing it, noting what changed."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from mentorship.evaluation.labels import BASES, KINDS
from mentorship.evaluation.measures.registry import MEASURES
from mentorship.evaluation.models import (
    LONGEST_AGREEMENT,
    LONGEST_CHANGE,
    LONGEST_PURPOSE,
    BundleBasis,
    ChangeKind,
)
from mentorship.evaluation.services import Wanted
from mentorship.evaluation.wording import half_year_name
from mentorship.foundation.forms import (
    CheckboxesField,
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    RadioField,
    Required,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from mentorship.foundation.i18n import lazy_gettext as _l

_DATE_HINT = _l("Day-month-year, like 03-11-2026.")
_DATE_MISSING = _l("Fill in the date.")


def _day_in(field: DutchDateField) -> date:
    """Of a form that was found valid."""
    if field.data is None:
        raise ValueError("the form was not valid")
    return field.data


class BundleForm(Form):
    """For whom, for what, and which tables over which half-years."""

    recipient = SelectField(_l("For which evaluator"), [Required(_l("Choose the evaluator."))])
    purpose = StringField(
        _l("What for"),
        [Required(_l("Fill in what the figures are for.")), Longest(LONGEST_PURPOSE)],
        description=_l("The evaluator reads this. Name nobody."),
    )
    legal_basis = RadioField(
        _l("Legal basis"),
        [Required(_l("Choose the legal basis."))],
        choices=[SelectChoice(basis.value, label) for basis, label in BASES.items()],
    )
    agreement = StringField(
        _l("Number of the agreement"),
        [Required(_l("Fill in the number of the agreement.")), Longest(LONGEST_AGREEMENT)],
    )
    destroy_by = DutchDateField(
        _l("All copies destroyed by"), [Required(_DATE_MISSING)], description=_DATE_HINT
    )
    measures = CheckboxesField(
        _l("Tables"),
        [Required(_l("Choose at least one table."))],
        choices=[SelectChoice(measure.id, measure.title) for measure in MEASURES],
    )
    cohorts = CheckboxesField(
        _l("Half-years"),
        [Required(_l("Choose at least one half-year."))],
        description=_l("Only half-years in which everything has ended can be counted."),
    )

    def offer(self, recipients: Mapping[UUID, str], cohorts: Iterable[str]) -> None:
        self.recipient.choices = [
            SelectChoice("", _l("Choose")),
            *(SelectChoice(str(key), name) for key, name in recipients.items()),
        ]
        self.cohorts.choices = [SelectChoice(code, half_year_name(code)) for code in cohorts]

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            recipient_id=UUID(self.recipient.data),
            purpose=self.purpose.data,
            legal_basis=BundleBasis(self.legal_basis.data),
            agreement=self.agreement.data,
            destroy_by=_day_in(self.destroy_by),
            measures=self.measures.data,
            cohorts=self.cohorts.data,
        )

    @property
    def key(self) -> UUID:
        return UUID(self.submission.data)


class ReleaseForm(Form):
    """Carries which tables were looked at."""

    seen = HiddenField()


class ChangeForm(Form):
    happened_on = DutchDateField(
        _l("Since when"), [Required(_DATE_MISSING)], description=_DATE_HINT
    )
    kind = RadioField(
        _l("Kind of change"),
        [Required(_l("Choose what kind of change it is."))],
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
    )
    change = TextAreaField(
        _l("What changed"),
        [Required(_l("Fill in what changed.")), Longest(LONGEST_CHANGE)],
        description=_l("Evaluators read this beside the figures. Name nobody."),
    )

    @property
    def key(self) -> UUID:
        return UUID(self.submission.data)

    @property
    def day(self) -> date:
        return _day_in(self.happened_on)

    @property
    def chosen_kind(self) -> ChangeKind:
        return ChangeKind(self.kind.data)
