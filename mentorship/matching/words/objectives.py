"""Says what a round strives for, in one sentence."""

from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import Objective


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
