"""The form of one answer."""

from datetime import date

from mentorship.foundation.forms import (
    DutchDateField,
    Form,
    Longest,
    RadioField,
    Required,
    SelectChoice,
    StringField,
)
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.standards.models import LONGEST_DOCUMENT


class AnswerForm(Form):
    """Yes or no, since when, and where that stands."""

    answer = RadioField(
        _l("Does the programme do this?"),
        [Required(_l("Choose yes or no."))],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
    )
    answered_on = DutchDateField(
        _l("On which day?"), [Required(_l("Fill in the day, like 03-11-2026."))]
    )
    document = StringField(
        _l("In which document does it stand?"),
        [Required(_l("Fill in the name of the document.")), Longest(LONGEST_DOCUMENT)],
        description=_l("For example: work process 2026, chapter 4. No names of people."),
    )

    @property
    def day(self) -> date:
        """The day, once the form is valid."""
        assert self.answered_on.data is not None  # noqa: S101 — required
        return self.answered_on.data
