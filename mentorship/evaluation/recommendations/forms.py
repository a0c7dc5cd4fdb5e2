"""The screens of recommendations: noting one, changing it, saying what came of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mentorship.evaluation.recommendations.labels import STATUSES
from mentorship.evaluation.recommendations.models import (
    LONGEST_RECOMMENDATION,
    LONGEST_SAID,
    LONGEST_STUDY,
    RecommendationStatus,
)
from mentorship.evaluation.recommendations.services import Agreed, Origin
from mentorship.foundation.forms import (
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from mentorship.foundation.i18n import lazy_gettext as _l

_DATE_HINT = _l("Day-month-year, like 03-11-2026.")


class AgreedForm(Form):
    """What every recommendation has; `seen` is the last step that the page showed."""

    seen = HiddenField()
    recommendation = TextAreaField(
        _l("The recommendation"),
        [Required(_l("Fill in what is recommended.")), Longest(LONGEST_RECOMMENDATION)],
        description=_l(
            "Short, and about the programme, never about a person. Who made the study reads it."
        ),
    )
    owner = SelectField(
        _l("Owner"),
        [Required(_l("Choose who takes care of it."))],
        description=_l("They find it on their page Today."),
    )
    act_by = DutchDateField(
        _l("To act on by"), [Required(_l("Fill in the date."))], description=_DATE_HINT
    )

    def __init__(self, owners: Mapping[UUID, str], **shown: Any) -> None:
        super().__init__(**shown)
        choices = [SelectChoice(str(key), name) for key, name in owners.items()]
        self.owner.choices = [SelectChoice("", _l("Choose")), *choices]

    @property
    def agreed(self) -> Agreed:
        return Agreed(self.recommendation.data, UUID(self.owner.data), self.act_by.day)


class NewForm(AgreedForm):
    bundle = SelectField(
        _l("From which study"),
        description=_l("A bundle that was released, or a study without one."),
    )
    study = StringField(
        _l("Title of the study"),
        [Optional(), Longest(LONGEST_STUDY)],
        description=_l("Only for a study without a bundle. Name nobody."),
    )
    studied_on = DutchDateField(_l("Date of the study"), [Optional()], description=_DATE_HINT)

    def offer(self, bundles: Mapping[UUID, str]) -> None:
        choices = [SelectChoice(str(key), name) for key, name in bundles.items()]
        self.bundle.choices = [SelectChoice("", _l("A study without a bundle")), *choices]

    @property
    def origin(self) -> Origin:
        bundle_id = UUID(self.bundle.data) if self.bundle.data else None
        return Origin(bundle_id, self.study.data or "", self.studied_on.data)


class MoveForm(Form):
    seen = HiddenField()
    stands = RadioField(
        _l("Where it stands"),
        [Required(_l("Choose where it stands."))],
        choices=[SelectChoice(one.value, label) for one, label in STATUSES.items()],
    )
    said = TextAreaField(
        _l("What was done, or why it is put aside"),
        [Optional(), Longest(LONGEST_SAID)],
        description=_l("Who made the study reads this. Name nobody, and no figures."),
    )

    @property
    def chosen(self) -> RecommendationStatus:
        return RecommendationStatus(self.stands.data)
