"""The questions of a consent as a form: each purpose by itself, and no box that says yes to all."""

from collections.abc import Sequence
from typing import Any

from mentorship.foundation.forms import (
    Form,
    HiddenField,
    RadioField,
    Required,
    SelectChoice,
    ValidationError,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.referrals.mentees.consent_texts import ConsentText, Passage
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.labels import HOW

YES, NO = "yes", "no"


def _question() -> RadioField:
    return RadioField(
        "",
        validate_choice=False,  # may stay open after a no; what is needed is looked at below
        choices=[SelectChoice(YES, _l("Yes")), SelectChoice(NO, _l("No"))],
    )


class ConsentForm(Form):
    """One answer per purpose; `text_version` is that of the text on the screen."""

    text_version = HiddenField()
    participation = _question()
    mentor_sees_profile = _question()
    status_to_referrer = _question()
    evaluation = _question()
    interviews = _question()

    def __init__(
        self, *args: Any, text: ConsentText, purposes: Sequence[ConsentPurpose], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.purposes = purposes
        for purpose in ConsentPurpose:
            if purpose in purposes:
                self._ask(self[purpose.value], text.questions[purpose])
            else:
                del self[purpose.value]

    def _ask(self, field: RadioField, passage: Passage) -> None:
        field.label.text = passage.title
        field.description = " ".join(line for block in passage.blocks for line in block.lines)
        field.flags.required = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever doesn't take part has nothing else to answer; whoever does answers each."""
        is_right = bool(super().validate(extra_validators))
        takes_part = self[ConsentPurpose.PARTICIPATION.value]
        for purpose in self.purposes:
            field = self[purpose.value]
            needed = field is takes_part or takes_part.data == YES
            if needed and field.data not in (YES, NO):
                field.errors = [*field.errors, _("Choose yes or no.")]
                is_right = False
        return is_right

    @property
    def answers(self) -> dict[ConsentPurpose, bool]:
        given = {purpose: self[purpose.value].data for purpose in self.purposes}
        return {purpose: answer == YES for purpose, answer in given.items() if answer in (YES, NO)}


class WithdrawForm(Form):
    """What is withdrawn, by whom, and along which way they said so."""

    purpose = HiddenField()
    given_by = HiddenField()
    how = RadioField(
        _l("How did they say it?"),
        [Required(_l("Choose how they said it."))],
        choices=[SelectChoice(way.value, HOW[way]) for way in (How.SAID, How.PAPER, How.ON_DEVICE)],
    )

    @property
    def what(self) -> tuple[ConsentPurpose, GivenBy]:
        """Raises ValueError for what no page of ours sends."""
        return ConsentPurpose(self.purpose.data), GivenBy(self.given_by.data)


class LinkForm(Form):
    """Who gets a link."""

    given_by = HiddenField()

    def validate_given_by(self, field: HiddenField) -> None:
        if field.data not in set(GivenBy):
            raise ValidationError(_("Choose who gets the link."))
