"""Knows how a form asks, what it accepts, and how it says in plain words what is wrong."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    FileField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.i18n import get_translations
from wtforms.validators import InputRequired, Length, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from mentorship.foundation.date_fields import DutchDateField, NearDateField
from mentorship.foundation.i18n import (
    current_language,
    format_number,
    ngettext,
    plain_gettext,
    plain_ngettext,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

__all__ = [
    "BooleanField",
    "CheckboxesField",
    "CodeField",
    "DutchDateField",
    "EmailAddress",
    "EmailField",
    "FileField",
    "Form",
    "HiddenField",
    "IntegerField",
    "Longest",
    "NearDateField",
    "Optional",
    "PasswordField",
    "Problem",
    "RadioField",
    "Required",
    "SelectChoice",
    "SelectField",
    "StringField",
    "TextAreaField",
    "ValidationError",
    "WithheldField",
]

# What is never shown again; every form adds the names of its own secrets when it is defined.
_withheld = {"csrf_token", "submission"}

Text = Any  # a str or a LazyText; WTForms has no types

# What WTForms itself says, in words of ours: marked here, looked up when it speaks.
WTFORMS_SAYS = (
    _l("Not a valid choice."),
    _l("Not a valid integer value."),
    _l("This field is required."),
    _l("Invalid Choice: could not coerce."),
)

_LONGEST_VERSION = 10  # digits
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LABEL = r"[^@\s<>,;:\"()\[\]\\.]+"
_EMAIL_ADDRESS = re.compile(rf"{_LABEL}(\.{_LABEL})*@{_LABEL}(\.{_LABEL})+")


class Problem(NamedTuple):
    """One thing to put right: what is wrong and the id of the input to put it right in."""

    message: Text
    target: str


class Required(InputRequired):  # type: ignore[misc]
    """The person has to answer; the message says what to fill in."""

    def __init__(self, message: Text = None) -> None:
        super().__init__(message)

    def __call__(self, form: Any, field: Field) -> None:
        super().__call__(form, field)
        blank = field.data is None or (isinstance(field.data, str) and not field.data.strip())
        if blank and not field.process_errors:
            field.errors = []
            raise StopValidation(self.message or field.gettext("This field is required."))


class Longest:
    """Refuses a longer text and says how much too long; it never cuts anything off."""

    def __init__(self, characters: int) -> None:
        self.max = characters

    def __call__(self, form: Any, field: Field) -> None:
        used = len(field.data or "")
        if used > self.max:
            raise ValidationError(
                _(
                    "This text is too long: it has %(used)s characters and %(max)s fit here. "
                    "Your text is still in the field; make it shorter.",
                    used=format_number(used),
                    max=format_number(self.max),
                )
            )


def is_email_address(text: str) -> bool:
    return _EMAIL_ADDRESS.fullmatch(text) is not None


class EmailAddress:
    """Looks like an e-mail address; whether it exists only a message can tell."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and not is_email_address(field.data):
            raise ValidationError(_("Fill in an e-mail address, like name@example.nl."))


class WithheldField(StringField):  # type: ignore[misc]
    """Readable while it is typed and on no later page: it may hold a secret, if by mistake."""


class CodeField(WithheldField):
    """A code that opens something."""


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]
    """Several answers at once, each its own checkbox."""

    is_several = True  # so that a page shows what is made from this like this

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def version_in(text: str | None) -> int:
    """The version a page carries; nonsense is a version that never was."""
    return int(text) if text and text.isdecimal() and len(text) < _LONGEST_VERSION else 0


def tidy(text: Any) -> Any:
    """One kind of line end, no control characters, no blanks around."""
    if not isinstance(text, str):
        return text
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class _Words:
    """What WTForms asks for its own messages: our words first, then its own translation."""

    def gettext(self, message: str) -> str:
        ours = plain_gettext(message)
        return str(_wtforms_words().gettext(message)) if ours == message else ours

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        ours = plain_ngettext(singular, plural, number)
        if ours in (singular, plural):
            return str(_wtforms_words().ngettext(singular, plural, number))
        return ours


def _wtforms_words() -> Any:
    return get_translations([current_language()])


class Form(FlaskForm):  # type: ignore[misc]
    """Every text field says how long it may be, so that nothing is ever cut off in silence."""

    form_errors: list[Text]

    # A value of the browser's own for what this form makes: sent twice, it is made once.
    submission = HiddenField(default=lambda: str(uuid4()))

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: Any) -> _Words:
            return _Words()

        def bind_field(self, form: Any, unbound_field: UnboundField, options: Any) -> Field:
            field_class = unbound_field.field_class
            if issubclass(field_class, StringField) and not issubclass(field_class, PasswordField):
                filters = [tidy, *unbound_field.kwargs.get("filters", ())]
                options = {**options, "filters": filters}
                unbound_field = _without(unbound_field, "filters")
            return super().bind_field(form, unbound_field, options)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _withheld.update(name for name in dir(cls) if _is_secret(getattr(cls, name)))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            if _is_unlimited_text(field):
                raise TypeError(f"{type(self).__name__}.{field.short_name} needs Longest(…)")

    @property
    def key(self) -> UUID:
        """By which a page that is sent twice counts once; nonsense is a sending of its own."""
        try:
            return UUID(self.submission.data or "")
        except ValueError:
            return uuid4()

    @property
    def status(self) -> int:
        """What an answer that shows this form is: 422 when there is something to put right."""
        return 422 if self.errors or self.form_errors else 200

    @property
    def problems(self) -> list[Problem]:
        """For the summary above the form, in the order of the page."""
        own = [Problem(message, "") for message in self.form_errors]
        return own + list(chain.from_iterable(_problems_of(field) for field in self))

    def refuse(self, message: Text, field: str | None = None) -> None:
        """A refusal that only the service could know, shown like any other."""
        if field is None:
            self.form_errors = [*self.form_errors, message]
        else:
            self[field].errors = [*self[field].errors, message]

    def ask_again(self, message: Text) -> None:
        """The same page was sent before with other answers; its next sending is a new one."""
        self.submission.data = str(uuid4())
        self.refuse(message)


def is_withheld(name: str) -> bool:
    """Whether some form asks for a password, a code or what may be one by this name."""
    return name in _withheld


def _is_secret(field: Any) -> bool:
    return isinstance(field, UnboundField) and issubclass(
        field.field_class, PasswordField | WithheldField
    )


def _without(unbound: UnboundField, name: str) -> UnboundField:
    kwargs = {key: value for key, value in unbound.kwargs.items() if key != name}
    return UnboundField(unbound.field_class, *unbound.args, name=unbound.name, **kwargs)


def _is_unlimited_text(field: Field) -> bool:
    if not isinstance(field, StringField) or isinstance(field, HiddenField):
        return False
    if not getattr(field, "holds_text", True):
        return False  # what it reads is short, or nothing
    return not any(isinstance(check, Longest | Length) for check in field.validators)


def _problems_of(field: Field) -> Iterator[Problem]:
    several = isinstance(field, RadioField | CheckboxesField)
    for message in field.errors:
        yield Problem(message, f"{field.id}-0" if several else field.id)


def longest_of(field: Field) -> int:
    """How many characters fit, for the counter under a long text; 0 when there is no limit."""
    limits = [check.max for check in field.validators if isinstance(check, Longest | Length)]
    return min(limits, default=0)


def summary_title(form: Form) -> str:
    return ngettext(
        "There is one thing to put right",
        "There are %(num)s things to put right",
        len(form.problems),
    )
