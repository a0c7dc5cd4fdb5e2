"""Says what the weights make together, and what that does to a floor that stays as it is."""

from __future__ import annotations

from mentorship.foundation.i18n import format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.criteria import FULL

TOGETHER = 100  # of the programme's own weights, for which its floor was chosen


def together_words(total: int, floor: int | None) -> str:
    """`floor` is None where there is no number on the screen."""
    forms = together_forms()
    if total == TOGETHER or floor is None:
        form = forms["same"]
    else:
        form = forms["more"] if total > TOGETHER else forms["less"]
    return form.format(
        total=format_number(total),
        most=format_number(FULL * total),
        floor=format_number(floor or 0),
    )


def together_forms() -> dict[str, str]:
    """With {total}, {most} and {floor} to fill in, also by the page while somebody types."""
    return {
        "same": _("The weights are {total} together: a perfect match has {most} points."),
        "more": _(
            "The weights are {total} together. A perfect match has {most} points now; so the "
            "floor of {floor} counts for less than with weights of 100 together."
        ),
        "less": _(
            "The weights are {total} together. A perfect match has {most} points now; so the "
            "floor of {floor} counts for more than with weights of 100 together."
        ),
    }
