"""What the screens call waves, decisions, people at the table and levels of a goal."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.reviews.models import ReviewDecision, TookPart, Wave

WAVES: dict[Wave, LazyText] = {
    Wave.START: _l("Start"),
    Wave.MONTH_3: _l("After 3 months"),
    Wave.MONTH_6: _l("After 6 months"),
    Wave.MONTH_9: _l("After 9 months"),
    Wave.MONTH_12: _l("Closure, after about 12 months"),
    Wave.AFTER_6: _l("Half a year after the end"),
}
DECISIONS: dict[ReviewDecision, LazyText] = {
    ReviewDecision.CONTINUE: _l("Go on as it is"),
    ReviewDecision.ADJUST: _l("Go on, and change something"),
    ReviewDecision.END: _l("Work towards the end"),
}
TOOK_PART: dict[TookPart, LazyText] = {
    TookPart.MENTEE: _l("Young person"),
    TookPart.MENTOR: _l("Mentor"),
    TookPart.GUARDIAN: _l("Parent or guardian"),
    TookPart.CONSULTANT: _l("Mentor consultant"),
}
SIGNS: dict[int, str] = {-2: "-2", -1: "-1", 0: "0", 1: "+1", 2: "+2"}
LEVELS: dict[int, LazyText] = {
    -2: _l("Much less than hoped"),
    -1: _l("Less than hoped"),
    0: _l("As hoped"),
    1: _l("More than hoped"),
    2: _l("Much more than hoped"),
}
