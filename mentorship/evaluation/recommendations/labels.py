"""What the screens call the states of a recommendation."""

from mentorship.evaluation.recommendations.models import RecommendationStatus
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

STATUSES: dict[RecommendationStatus, LazyText] = {
    RecommendationStatus.OPEN: _l("Not taken up yet"),
    RecommendationStatus.TAKEN_UP: _l("Taken up"),
    RecommendationStatus.DONE: _l("Acted on"),
    RecommendationStatus.PUT_ASIDE: _l("Not followed up"),
}
STATUS_KINDS = {
    RecommendationStatus.OPEN: "warning",
    RecommendationStatus.TAKEN_UP: "neutral",
    RecommendationStatus.DONE: "positive",
    RecommendationStatus.PUT_ASIDE: "neutral",
}
