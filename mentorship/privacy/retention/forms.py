"""The forms with which a run is approved and somebody is kept out of it."""

from mentorship.foundation.forms import (
    DutchDateField,
    Form,
    HiddenField,
    RadioField,
    Required,
    SelectChoice,
)
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.privacy.retention.labels import REASONS


class ApproveForm(Form):
    """Carries how many people were in it when somebody looked."""

    seen = HiddenField()


class HoldForm(Form):
    reason = RadioField(
        _l("Why these records stay"),
        [Required(_l("Choose why these records stay."))],
        choices=[SelectChoice(reason.value, label) for reason, label in REASONS.items()],
    )
    until = DutchDateField(
        _l("Until and including"),
        [Required(_l("Fill in a day that exists, like 03-11-2026."))],
        description=_l("dd-mm-yyyy"),
    )
