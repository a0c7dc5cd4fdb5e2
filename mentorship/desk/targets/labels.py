"""What the page says of a count beside its target."""

from mentorship.desk.targets.rules import Progress
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

PROGRESS: dict[Progress, LazyText] = {
    Progress.NO_TARGET: _l("no target set"),
    Progress.TO_COME: _l("the year is still to come"),
    Progress.REACHED: _l("reached"),
    Progress.ON_SCHEDULE: _l("on schedule"),
    Progress.BEHIND: _l("behind an even spread over the year"),
    Progress.NOT_REACHED: _l("not reached"),
}
