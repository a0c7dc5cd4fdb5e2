"""What the screens call the ways in which a check-in is answered."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.reviews.check_ins.models import AnsweredHow

HOW: dict[AnsweredHow, LazyText] = {
    AnsweredHow.LINK: _l("by link"),
    AnsweredHow.ON_DEVICE: _l("on this device"),
    AnsweredHow.PAPER: _l("on paper"),
}
IN_BETWEEN = _l("In between")
