"""Says what a round strives for, in one sentence and as a choice."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.assignment.model import Objective

OBJECTIVE_NAMES: dict[Objective, LazyText] = {
    Objective.BALANCED: _l("all proposals together"),
    Objective.MAX_MIN: _l("the proposal that fits least"),
}
OBJECTIVE_CHOICES: dict[Objective, LazyText] = {
    Objective.BALANCED: _l("All proposals together: the highest sum of points"),
    Objective.MAX_MIN: _l(
        "The proposal that fits least: as many points as can be. Only then all together."
    ),
}


def objective_words(objective: Objective) -> str:
    return {
        Objective.BALANCED: _(
            "First as many mentees as possible of priority 1, then of priority 2, then of "
            "priority 3; among those the highest sum of points."
        ),
        Objective.MAX_MIN: _(
            "First as many mentees as possible of priority 1, then of priority 2, then of "
            "priority 3; among those the lowest fit that is chosen is as high as possible; after "
            "that the highest sum of points counts."
        ),
    }[objective]


def counted_first_words(objective: Objective) -> str:
    """What stands beside proposals; nothing of the objective that everybody expects."""
    if objective is Objective.BALANCED:
        return ""
    return _(
        "In this round, after the number of matches, the proposal that fits least counts first, "
        "and only then all proposals together."
    )


def no_prices_words() -> str:
    return _(
        "So many pairs fit that what another choice would cost isn't computed with this objective."
    )


def no_recruiting_words() -> str:
    return _(
        "Whom to recruit isn't computed where the proposal that fits least counts before all "
        "together."
    )
