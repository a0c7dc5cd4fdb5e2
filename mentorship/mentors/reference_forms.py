"""The forms of references: whom to ask, what a referee answers, and whether it counts."""

from mentorship.foundation.forms import (
    EmailAddress,
    EmailField,
    Form,
    HiddenField,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.mentors.forms import check_phone
from mentorship.mentors.labels import JUDGEMENTS, TRUST
from mentorship.mentors.models import (
    LONGEST_EMAIL,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TEXT,
    ReferenceOutcome,
    Trust,
)
from mentorship.mentors.told import Referee, ReferenceAnswers


class RefereeForm(Form):
    """Whom to ask. `number` says for which of the two references."""

    number = HiddenField()
    name = StringField(_l("Name"), [Required(_l("Fill in the name.")), Longest(LONGEST_NAME)])
    relation = StringField(
        _l("How do they know the mentor?"),
        [Required(_l("Fill in how they know each other.")), Longest(LONGEST_LINE)],
        description=_l("For example: former manager, or coach of the football club."),
    )
    email = EmailField(
        _l("E-mail address"),
        [Optional(), EmailAddress(), Longest(LONGEST_EMAIL)],
        description=_l("With an address they get the questions by a link that works once."),
    )
    phone = StringField(
        _l("Telephone number"),
        [Longest(LONGEST_LINE), check_phone],
        description=_l("Without an e-mail address you call and write the answers down."),
    )

    def validate_phone(self, field: StringField) -> None:
        if not field.data and not self.email.data:
            raise ValidationError(_("Fill in an e-mail address or a telephone number."))

    @property
    def referee(self) -> Referee:
        return Referee(
            self.name.data, self.relation.data, self.email.data or "", self.phone.data or ""
        )


class AskAgainForm(Form):
    """The address may be put right at the same time."""

    email = EmailField(
        _l("E-mail address"),
        [Required(_l("Fill in the e-mail address.")), EmailAddress(), Longest(LONGEST_EMAIL)],
        description=_l("The earlier link stops; a new one is sent to this address."),
    )


class ReferenceForm(Form):
    """The four questions, for a referee and for a consultant on the telephone."""

    known_for = StringField(
        _l("How long and from where do you know this person?"),
        [Required(_l("Tell how long and from where.")), Longest(LONGEST_LINE)],
    )
    strengths = TextAreaField(
        _l("What is this person good at with others?"),
        [Required(_l("Tell what this person is good at.")), Longest(LONGEST_TEXT)],
    )
    worries = TextAreaField(
        _l("Is there anything that worries you, or that we should know?"),
        [Optional(), Longest(LONGEST_TEXT)],
    )
    trust = RadioField(
        _l("Would you trust this person with a young person?"),
        [Required(_l("Choose yes, doubt or no."))],
        choices=[SelectChoice(trust.value, label) for trust, label in TRUST.items()],
    )

    @property
    def answers(self) -> ReferenceAnswers:
        return ReferenceAnswers(
            self.known_for.data,
            self.strengths.data,
            self.worries.data or "",
            Trust(self.trust.data),
        )


class JudgementForm(Form):
    outcome = RadioField(
        _l("Does this reference count?"),
        [Required(_l("Choose whether this reference counts."))],
        choices=[SelectChoice(outcome.value, label) for outcome, label in JUDGEMENTS.items()],
    )
    note = TextAreaField(
        _l("Note"),
        [Longest(LONGEST_TEXT)],
        description=_l("Needed when the reference does not count."),
    )

    def validate_note(self, field: TextAreaField) -> None:
        if self.outcome.data == ReferenceOutcome.NOT_ACCEPTED and not field.data:
            raise ValidationError(_("Write down why this reference does not count."))
