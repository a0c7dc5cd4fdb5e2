"""Whom anybody can call at any moment: at the foot of every page, also without a sign-in."""

from dataclasses import dataclass

from flask import Flask

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Number:
    """What for, in two or three words; the number as people know it and as a telephone calls it."""

    what: LazyText
    shown: str
    called: str


NUMBERS = (
    Number(_l("Danger now"), "112", "112"),
    Number(_l("Thoughts of suicide"), "113", "113"),
    Number(_l("Violence at home"), "0800-2000", "08002000"),
)


def install_emergency(app: Flask) -> None:
    app.jinja_env.globals["emergency_numbers"] = NUMBERS
