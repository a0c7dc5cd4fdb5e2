"""The forms after a referral was sent: what was asked, and what is decided."""

from collections.abc import Iterable
from uuid import UUID

from wtforms.validators import Optional

from mentorship.foundation.forms import (
    Form,
    HiddenField,
    Longest,
    RadioField,
    Required,
    SelectChoice,
    TextAreaField,
    ValidationError,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.referrals.facts import (
    Decision,
)
from mentorship.referrals.labels import OUTCOMES
from mentorship.referrals.models import (
    LONGEST_TEXT,
    TriageOutcome,
)

NEW = "new"


class AnswerForm(Form):
    """The answer to a question of the House."""

    answer = TextAreaField(
        _l("Answer"), [Required(_l("Write your answer.")), Longest(LONGEST_TEXT)]
    )


class TriageForm(Form):
    """One of four outcomes with its reason; `version` is that of the referral on the screen."""

    version = HiddenField()
    outcome = RadioField(
        _l("What do you decide?"),
        [Required(_l("Choose what you decide."))],
        choices=[SelectChoice(outcome.value, label) for outcome, label in OUTCOMES.items()],
    )
    reason = TextAreaField(
        _l("Reason"),
        [Required(_l("Write down the reason.")), Longest(LONGEST_TEXT)],
        description=_l("This stays inside the House. The referrer never reads it."),
    )
    question = TextAreaField(
        _l("Question for the referrer"),
        [Optional(), Longest(LONGEST_TEXT)],
        description=_l("Only when you return the referral. The referrer reads this."),
    )

    known = RadioField(
        _l("May be known already. Is it the same person?"),
        validate_choice=False,  # only asked when there is somebody to choose
        choices=[],
        description=_l("Only when you accept. Open the other file first, if you are not sure."),
    )

    def offer_known(self, files: Iterable[tuple[UUID, str]]) -> None:
        """The files that may be of the same person; `NEW` stands for a file of its own."""
        same = [SelectChoice(str(key), label) for key, label in files]
        self.known.flags.required = True
        self.known.choices = [*same, SelectChoice(NEW, _("No, somebody else: make a new file"))]

    def validate_question(self, field: TextAreaField) -> None:
        """A question that nobody will read must not disappear without a word."""
        if field.data and self.outcome.data not in (None, TriageOutcome.ASK):
            raise ValidationError(
                _("A question goes with “Return with a question”. Choose that, or empty it.")
            )

    @property
    def decision(self) -> Decision:
        return Decision(
            TriageOutcome(self.outcome.data), self.reason.data, self.question.data or ""
        )
