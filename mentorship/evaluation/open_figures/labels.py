"""What the screens call the states of a year of open figures."""

from mentorship.evaluation.open_figures.models import FiguresStatus
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

STATUSES: dict[FiguresStatus, LazyText] = {
    FiguresStatus.PROPOSED: _l("Waits for publication"),
    FiguresStatus.PUBLISHED: _l("Everybody can read it"),
    FiguresStatus.WITHDRAWN: _l("Withdrawn"),
}
STATUS_KINDS = {
    FiguresStatus.PROPOSED: "warning",
    FiguresStatus.PUBLISHED: "positive",
    FiguresStatus.WITHDRAWN: "neutral",
}
