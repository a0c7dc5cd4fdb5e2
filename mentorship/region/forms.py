"""The screens on which the coordinator keeps the list of partner organisations."""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import SelectChoice

from mentorship.foundation.forms import (
    Form,
    HiddenField,
    Longest,
    RadioField,
    Required,
    SelectField,
    StringField,
    ValidationError,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.region.labels import ORGANISATION_TYPES
from mentorship.region.models import LONGEST_ORGANISATION_NAME, Municipality, OrganisationType
from mentorship.region.rules import (
    AddedBefore,
    MunicipalityMissing,
    NameMissing,
    NameTaken,
    OrganisationRefused,
)

_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{2,18}")


class PhoneForm(Form):
    """The number on the leaflet and on the page for consulting; `version` is that of the House."""

    version = HiddenField()
    phone = StringField(
        _l("Telephone number"),
        description=_l("People call it to think something through, without mentioning a name."),
        validators=[Longest(20)],
    )

    def validate_phone(self, field: StringField) -> None:
        if field.data and not _PHONE.fullmatch(field.data):
            raise ValidationError(_("Fill in a telephone number, like 023 000 00 00."))


class ChangeOrganisationForm(Form):
    """A name and a municipality; `version` is that of the organisation on the screen."""

    version = HiddenField()
    name = StringField(
        _l("Name"),
        description=_l("The name that referrers know, with the place when there are more of them."),
        validators=[
            Required(_l("Fill in the name of the organisation.")),
            Longest(LONGEST_ORGANISATION_NAME),
        ],
    )
    municipality = SelectField(
        _l("Municipality"),
        description=_l("Leave it open when the organisation works in several municipalities."),
    )

    def offer(self, municipalities: Iterable[Municipality]) -> None:
        """Which municipalities can be chosen."""
        self.municipality.choices = [
            SelectChoice("", _("None in particular")),
            *(SelectChoice(known.code, known.name) for known in municipalities),
        ]

    @property
    def municipality_code(self) -> str | None:
        return self.municipality.data or None

    def explain(self, refused: OrganisationRefused) -> None:
        """Says what a service refused, at the field where it can be put right."""
        message, field = _REFUSALS.get(
            type(refused), (_l("This can't be saved like this."), "name")
        )
        self.refuse(message, field)


class OrganisationForm(ChangeOrganisationForm):
    """A new organisation; its type is chosen once."""

    def explain(self, refused: OrganisationRefused) -> None:
        if not isinstance(refused, AddedBefore):
            super().explain(refused)
            return
        self.ask_again(
            _(
                "This form was sent before with other answers, and that organisation is in the "
                "list. Press the button once more to add this one as well."
            )
        )

    type = RadioField(
        _l("Type"),
        description=_l(
            "The type decides what a referrer may see, so it can't be changed afterwards."
        ),
        choices=[SelectChoice(kind.value, label) for kind, label in ORGANISATION_TYPES.items()],
        validators=[Required(_l("Choose the type of organisation."))],
    )


_REFUSALS: dict[type[OrganisationRefused], tuple[Any, str]] = {
    NameMissing: (_l("Fill in a name with letters or digits."), "name"),
    NameTaken: (
        _l("There already is an organisation with this name. Add the place to tell them apart."),
        "name",
    ),
    MunicipalityMissing: (_l("Choose which municipality this is."), "municipality"),
}


def chosen_type(form: OrganisationForm) -> OrganisationType:
    return OrganisationType(form.type.data)
