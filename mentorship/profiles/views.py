"""Lends the other rooms the templates of a profile; it has no pages of its own."""

from collections.abc import Callable, Iterable

from flask import Blueprint, Flask

from mentorship.foundation.i18n import format_list
from mentorship.profiles.languages import language_names
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.profiles.week import DAY_NAMES, PART_NAMES, slot_names

blueprint = Blueprint("profiles", __name__, template_folder="templates")


def install(app: Flask) -> None:
    """What the templates of a profile ask for; nothing stands in the menu."""
    app.jinja_env.globals.update(
        week_days=lambda: DAY_NAMES,
        week_parts=lambda: PART_NAMES,
        slot_names=slot_names,
        language_names=language_names,
        interest_names=lambda ids: _names(shipped_vocabulary().interests.label, ids),
        theme_names=lambda ids: _names(shipped_vocabulary().themes.label, ids),
    )


def _names(label: Callable[[str], str], ids: Iterable[str]) -> str:
    return format_list(sorted(label(tag) for tag in ids))
