"""How many young people a consultant can take on, as a form."""

from typing import Any

from mentorship.foundation.forms import (
    Form,
    HiddenField,
    IntegerField,
    Optional,
    ValidationError,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.caseloads.models import MOST_YOUNG_PEOPLE


def _is_a_caseload(form: Any, field: IntegerField) -> None:
    if field.data is not None and not 0 <= field.data <= MOST_YOUNG_PEOPLE:
        raise ValidationError(
            _("Fill in a whole number from 0 to %(most)s.", most=MOST_YOUNG_PEOPLE)
        )


class CaseloadForm(Form):
    """`seen` is the version on the screen; no number means no limit."""

    seen = HiddenField()
    most = IntegerField(
        _l("How many young people at most?"),
        [Optional(), _is_a_caseload],
        description=_l(
            "Together: who has a mentor or is being asked, and who is new. "
            "Leave it empty where there is no limit."
        ),
    )
