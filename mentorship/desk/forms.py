"""What the search asks: part of a name, in a form, because an address is kept in many places."""

from mentorship.desk.search.finding import is_enough
from mentorship.foundation.forms import (
    Form,
    HiddenField,
    Longest,
    Required,
    StringField,
    ValidationError,
    version_in,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

_LONGEST = 100


class SearchForm(Form):
    name = StringField(
        _l("Name, or part of it"),
        [Required(_l("Fill in a name.")), Longest(_LONGEST)],
        description=_l("Capitals, accents and the order of the words do not matter."),
    )
    page = HiddenField()

    def validate_name(self, field: StringField) -> None:
        if field.data and not is_enough(field.data):
            raise ValidationError(_("Fill in at least two letters."))

    @property
    def number(self) -> int:
        return version_in(self.page.data)
