"""The screens around open figures: publishing a year, taking it back, adding a note."""

from mentorship.evaluation.open_figures.models import LONGEST_NOTE, LONGEST_REASON
from mentorship.foundation.forms import Form, HiddenField, Longest, Required, TextAreaField
from mentorship.foundation.i18n import lazy_gettext as _l


class PublishForm(Form):
    """Carries which tables were looked at."""

    seen = HiddenField()


class WithdrawFiguresForm(Form):
    """Why; who proposed the year reads it."""

    because = TextAreaField(
        _l("Why"),
        [Required(_l("Fill in why.")), Longest(LONGEST_REASON)],
        description=_l("Who proposed this year reads it. The website doesn't show it."),
    )


class NoteForm(Form):
    note = TextAreaField(
        _l("What everybody should know about these figures"),
        [Required(_l("Fill in what everybody should know.")), Longest(LONGEST_NOTE)],
        description=_l(
            "Everybody reads this beside the figures. Name nobody, and no number but a year."
        ),
    )
