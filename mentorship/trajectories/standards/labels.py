"""What the board says instead of a number alone."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.standards.board import Verdict

VERDICTS: dict[Verdict, LazyText] = {
    Verdict.MET: _l("met"),
    Verdict.NOT_MET: _l("not met yet"),
    Verdict.NOTHING: _l("nothing to count yet"),
    Verdict.FEW: _l("not shown"),
}
