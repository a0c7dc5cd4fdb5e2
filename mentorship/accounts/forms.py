"""Shapes and labels of the screens about accounts."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from wtforms.validators import EqualTo

from mentorship.accounts.models import Language
from mentorship.accounts.passwords import LONGEST, SHORTEST, PasswordProblem, password_problem
from mentorship.accounts.roles import IN_A_HOUSE, OF_AN_ORGANISATION, Role
from mentorship.foundation.forms import (
    BooleanField,
    CodeField,
    EmailAddress,
    EmailField,
    Form,
    Longest,
    Optional,
    PasswordField,
    RadioField,
    Required,
    SelectChoice,
    SelectField,
    StringField,
)
from mentorship.foundation.i18n import LANGUAGE_NAMES, LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.region.models import House, Organisation

ROLE_NAMES: dict[Role, LazyText] = {
    Role.MENTOR_CONSULTANT: _l("Mentor consultant"),
    Role.MENTOR: _l("Mentor"),
    Role.TRAINER: _l("Trainer"),
    Role.REFERRER: _l("Referrer"),
    Role.MUNICIPAL_EXPERT: _l("Municipal expert"),
    Role.COORDINATOR: _l("Programme coordinator"),
    Role.PRIVACY_OFFICER: _l("Privacy officer"),
    Role.DATA_PROTECTION_OFFICER: _l("Data protection officer"),
    Role.CONFIDANT: _l("Confidant"),
    Role.EVALUATOR: _l("External evaluator"),
}


def role_words(codes: str | None) -> str:
    """Of all roles that somebody held, as the trail has them: joined by "+"; an unknown one as it
    is."""
    known = {role.value: str(ROLE_NAMES[role]) for role in Role}
    return ", ".join(known.get(role, role) for role in (codes or "").split("+") if role)


PROBLEM_WORDS: dict[PasswordProblem, LazyText] = {
    PasswordProblem.TOO_SHORT: _l(
        "The password is too short. Use at least %(shortest)s characters.", shortest=SHORTEST
    ),
    PasswordProblem.TOO_LONG: _l(
        "The password is too long. Use at most %(longest)s characters.", longest=LONGEST
    ),
    PasswordProblem.TOO_COMMON: _l(
        "This password is easy to guess. Do not use your name, the name of the programme or a "
        "well-known word. A sentence of your own works well."
    ),
}
_LANGUAGES = [SelectChoice(language.value, LANGUAGE_NAMES[language.value]) for language in Language]
_ROLES = [
    SelectChoice("", _l("Choose a role")),
    *(SelectChoice(role.value, ROLE_NAMES[role]) for role in Role),
]
_PASSWORD_HINT = _l(
    "At least %(shortest)s characters. A sentence of four or five words is strong and easy to "
    "remember. Spaces are allowed.",
    shortest=SHORTEST,
)
_ANY_PASSWORD = Longest(1000)


class SignInForm(Form):
    email = EmailField(_l("E-mail address"), [Required(_l("Fill in your e-mail address.")),
                                              Longest(254)])  # fmt: skip
    password = PasswordField(_l("Password"), [Required(_l("Fill in your password.")),
                                              _ANY_PASSWORD])  # fmt: skip


class CodeForm(Form):
    """The six digits of the phone."""

    code = CodeField(
        _l("Code"),
        [Required(_l("Fill in the code.")), Longest(40)],
        description=_l("The six digits that the app on your phone shows now."),
    )


class RecoveryCodeForm(Form):
    """One code of the paper."""

    code = CodeField(
        _l("Recovery code"),
        [Required(_l("Fill in a recovery code.")), Longest(40)],
        description=_l("One of the ten codes that you kept. Each code works once."),
    )


class ForgottenPasswordForm(Form):
    email = EmailField(
        _l("E-mail address"),
        [Required(_l("Fill in your e-mail address.")), EmailAddress(), Longest(254)],
    )


class NewPasswordForm(Form):
    password = PasswordField(
        _l("New password"),
        [Required(_l("Fill in a password.")), _ANY_PASSWORD],
        description=_PASSWORD_HINT,
    )
    password_again = PasswordField(
        _l("The same password again"),
        [
            Required(_l("Fill in the password again.")),
            EqualTo("password", _l("The two passwords are not the same.")),
            _ANY_PASSWORD,
        ],
    )

    def is_strong_for(self, personal: Iterable[str]) -> bool:
        """Refuse what is easy to guess, with this person's own words counted as known."""
        problem = password_problem(self.password.data, personal)
        if problem is not None:
            self.refuse(PROBLEM_WORDS[problem], "password")
        return problem is None


class ChangePasswordForm(NewPasswordForm):
    password_now = PasswordField(
        _l("Your password now"), [Required(_l("Fill in your password.")), _ANY_PASSWORD]
    )


class DetailsForm(Form):
    name = StringField(_l("Name"), [Required(_l("Fill in your name.")), Longest(120)])
    language = RadioField(
        _l("Language of letters and pages"),
        [Required(_l("Choose a language."))],
        choices=_LANGUAGES,
    )
    gets_digest = BooleanField(
        _l("Send me an e-mail on Monday morning with what waits for me"),
        description=_l("Only numbers and a link, no names. Nothing waits? Then nothing is sent."),
    )


class GrantForm(Form):
    """Which role, and where it counts."""

    role = SelectField(
        _l("Role"),
        [Required(_l("Choose a role."))],
        choices=_ROLES,
    )
    house = SelectField(
        _l("House"),
        description=_l("Only for a mentor consultant and a mentor: the House they work for."),
    )

    def offer_houses(self, houses: Iterable[House]) -> None:
        offered = [SelectChoice(one.code, one.name) for one in houses]
        self.house.choices = [SelectChoice("", _l("No House")), *offered]

    @property
    def chosen_role(self) -> Role:
        return Role(self.role.data)

    @property
    def chosen_house(self) -> str | None:
        return self.house.data or None if self.chosen_role in IN_A_HOUSE else None

    def is_complete(self) -> bool:
        """Ask for the House where the role needs one."""
        if self.chosen_role in IN_A_HOUSE and not self.house.data:
            self.refuse(_l("Choose the House for this role."), "house")
            return False
        return True


class InviteForm(GrantForm):
    name = StringField(_l("Name"), [Required(_l("Fill in the name.")), Longest(120)])
    email = EmailField(
        _l("E-mail address"),
        [Required(_l("Fill in the e-mail address.")), EmailAddress(), Longest(254)],
        description=_l("The invitation goes to this address. It names nobody."),
    )
    language = RadioField(
        _l("Language of the invitation"),
        [Required(_l("Choose a language."))],
        choices=_LANGUAGES,
        default=Language.DUTCH.value,
    )
    part_of_name = StringField(
        _l("Search an organisation: its name, or part of it"), [Optional(), Longest(120)]
    )
    organisation = SelectField(
        _l("Organisation"),
        description=_l("Only for a referrer, a municipal expert and an evaluator."),
    )

    def offer_organisations(self, organisations: Sequence[Organisation], total: int) -> None:
        """`total` is how many there are by this part of the name; more than these have to be
        searched for."""
        offered = [SelectChoice(str(one.id), one.name) for one in organisations]
        self.organisation.choices = [SelectChoice("", _l("No organisation")), *offered]
        self.total, self.has_more = total, total > len(organisations)

    @property
    def picked(self) -> UUID | None:
        """What is chosen on the page now."""
        try:
            return UUID(self.organisation.data or "")
        except ValueError:
            return None

    @property
    def chosen_organisation(self) -> UUID | None:
        return self.picked if self.chosen_role in OF_AN_ORGANISATION else None

    def is_complete(self) -> bool:
        if not super().is_complete():
            return False
        if self.chosen_role in OF_AN_ORGANISATION and self.chosen_organisation is None:
            self.refuse(_l("Choose the organisation for this role."), "organisation")
            return False
        return True
