"""The form that narrows the trail down, and finding the one account that was meant."""

from typing import Any
from uuid import UUID

from mentorship.accounts import policy
from mentorship.accounts.access import UserActor
from mentorship.accounts.forms import ROLE_NAMES
from mentorship.accounts.queries import find_user_by_email, names_of
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.foundation.forms import (
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    Optional,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
    is_email_address,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.spelling import is_found, words_of
from mentorship.privacy.acts import ACTS
from mentorship.privacy.filters import BY_PROGRAM, TrailFilter, read
from mentorship.privacy.words import ONLY_NAMES, PROGRAM

_ANY = ("", _l("Everything"))
_LEAST_LETTERS = 2
MOST_FOUND = 20


def _is_day(form: Form, field: DutchDateField) -> None:
    if field.raw_data and field.raw_data[0].strip() and field.data is None:
        raise ValidationError(_("Fill in a day that exists, like 03-11-2026."))


class TrailForm(Form):
    """`who_id` and `person` were chosen before; a new name takes the place of the first."""

    since = DutchDateField(_l("From"), [_is_day], description=_l("dd-mm-yyyy"))
    until = DutchDateField(_l("Until and including"), [_is_day], description=_l("dd-mm-yyyy"))
    name = StringField(
        _l("Who"),
        [Optional(), Longest(254)],
        description=_l("The name of a user, or part of it, or the e-mail address."),
    )
    role = SelectField(_l("Role"), choices=[], default="")
    action = SelectField(_l("What"), choices=[], default="")
    only = SelectField(_l("Only"), choices=[], default="")
    who = HiddenField()
    person = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, ROLE_NAMES[role]) for role in Role]
        acts = sorted(((code, str(words)) for code, words in ACTS.items()), key=lambda one: one[1])
        self.role.choices = _choices([*roles, (BY_PROGRAM, PROGRAM)])
        self.action.choices = _choices(acts)
        self.only.choices = _choices([(only.value, ONLY_NAMES[only]) for only in ONLY_NAMES])

    def validate_until(self, field: DutchDateField) -> None:
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(_("This day is before the first one."))

    def wanted(self, who: UUID | None = None) -> TrailFilter:
        """With the account that the name stood for; raises FilterUnreadable."""
        days = {name: self[name].data.isoformat() for name in ("since", "until") if self[name].data}
        chosen = {name: self[name].data or "" for name in ("role", "action", "only", "person")}
        return read({**days, **chosen, "who": str(who) if who else self.who.data or ""})


def filled(wanted: TrailFilter) -> TrailForm:
    """The form as it was sent to get here; the name isn't kept, a link takes it away."""
    values = {**wanted.values, "since": wanted.since, "until": wanted.until}
    return TrailForm(formdata=None, data=values)


def users_named(db: Db, actor: UserActor, typed: str) -> dict[UUID, str]:
    """Whom this reader may know by that name or address, as far as it is clear enough to look."""
    if is_email_address(typed):
        found = find_user_by_email(db, typed)
        return names_of(db, [found]) if found else {}
    asked = words_of(typed)
    if len("".join(asked)) < _LEAST_LETTERS:
        return {}
    names = names_of(db, db.exec(policy.named_to(actor)).all())
    hits = {key: name for key, name in names.items() if is_found(asked, name)}
    return dict(sorted(hits.items(), key=lambda one: words_of(one[1])))


def _choices(named: list[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in [_ANY, *named]]
