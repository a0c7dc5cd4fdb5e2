"""Taking a request down, and answering it."""

from datetime import date, timedelta
from typing import Any

from mentorship.foundation.forms import (
    DutchDateField,
    Form,
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
from mentorship.privacy.rights.labels import KINDS
from mentorship.privacy.rights.models import LONGEST_TEXT, RequestKind, RequestStatus

_LONGEST_AGO = timedelta(days=366)


class NoteForm(Form):
    """What somebody asks, and when."""

    kind = RadioField(
        _l("What does this person ask?"),
        [Required(_l("Choose what this person asks."))],
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
    )
    came_on = DutchDateField(
        _l("On which day did they ask it?"),
        [Required(_l("Fill in the day, like 03-11-2026."))],
        description=_l("The month for the answer begins on this day."),
    )
    words = TextAreaField(
        _l("What exactly?"),
        [Optional(), Longest(LONGEST_TEXT)],
        description=_l(
            "For example what is not right. Only who may open this file reads it, and the person "
            "themself."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def validate_came_on(self, field: DutchDateField) -> None:
        if field.data is None:
            return
        if field.data > self.today:
            raise ValidationError(_("This day is still to come. Fill in the day that it was."))
        if field.data < self.today - _LONGEST_AGO:
            raise ValidationError(_("This day is more than a year ago. Check the year."))

    @property
    def chosen(self) -> RequestKind:
        return RequestKind(self.kind.data)


class CloseForm(Form):
    """What was done, and what who asked gets to hear."""

    outcome = RadioField(
        _l("What became of it?"),
        [Required(_l("Choose what became of it."))],
        choices=[
            SelectChoice(RequestStatus.DONE.value, _l("It is done as was asked")),
            SelectChoice(RequestStatus.REFUSED.value, _l("It is refused, wholly or in part")),
        ],
    )
    answer = TextAreaField(
        _l("What does this person get to hear?"),
        [Required(_l("Write down what this person gets to hear.")), Longest(LONGEST_TEXT)],
        description=_l(
            "The consultant reads this and passes it on. Who is refused has to hear why, and that "
            "they can complain to the Autoriteit Persoonsgegevens or go to court."
        ),
    )

    @property
    def chosen(self) -> RequestStatus:
        return RequestStatus(self.outcome.data)
