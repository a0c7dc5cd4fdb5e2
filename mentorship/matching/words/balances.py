"""Capacity against waiting per municipality, in sentences that stand beside the map."""

from collections.abc import Iterable

from mentorship.foundation.i18n import format_list, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.rounds.by_municipality import Balance


def together_words(together: Balance) -> str:
    young = ngettext("%(num)s young person waits.", "%(num)s young people wait.", together.waiting)
    free = ngettext(
        "Ready mentors have %(num)s free place.",
        "Ready mentors have %(num)s free places.",
        together.free,
    )
    return f"{young} {free}"


def short_words(names: Iterable[str]) -> str:
    """`names` are of the municipalities where too few places are."""
    named = list(names)
    if not named:
        return _("In no municipality do more young people wait than there are free places.")
    return ngettext(
        "In %(num)s municipality more young people wait than there are free places: %(names)s.",
        "In %(num)s municipalities more young people wait than there are free places: %(names)s.",
        len(named),
        names=format_list(named),
    )


def elsewhere_words(elsewhere: Balance) -> str:
    """Nothing when nobody lives elsewhere."""
    if elsewhere == Balance(0, 0):
        return ""
    return _(
        "Some live outside the municipalities of your House, or it isn't known in which one. "
        "They stand on a line of their own in the table."
    )
