"""What the screens call the states and acts of a concern, and whom to call at once."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.concerns import protocols
from mentorship.trajectories.concerns.models import ActKind, ConcernStatus, Level
from mentorship.trajectories.concerns.protocols import ProtocolKind

UNSEEN = _l("Nobody has it yet")
STATUSES: dict[ConcernStatus, LazyText] = {
    ConcernStatus.RAISED: UNSEEN,
    ConcernStatus.ACKNOWLEDGED: _l("Somebody has it"),
    ConcernStatus.CLOSED: _l("Closed"),
}
ACTS: dict[ActKind, LazyText] = {
    ActKind.RAISED: _l("Raised by the mentor"),
    ActKind.ESCALATED: _l("Told to more people, because nobody took it on"),
    ActKind.TAKEN_ON: _l("Taken on"),
    ActKind.HANDED_OVER: _l("Handed over"),
    ActKind.PROTOCOL_CHOSEN: _l("Protocol chosen"),
    ActKind.SECOND_ASKED: _l("Second pair of eyes asked"),
    ActKind.SECOND_LOOKED: _l("Second pair of eyes has looked"),
    ActKind.CLOSED: _l("Closed"),
}
LEVELS: dict[Level, LazyText] = {
    Level.CONSULTANT: _l("who follows the young person"),
    Level.HOUSE: _l("all consultants of the House"),
    Level.COORDINATOR: _l("the coordinator: that it waits, nothing more"),
}
PROTOCOLS: dict[ProtocolKind, LazyText] = {
    kind: protocols.current(kind).title for kind in ProtocolKind
}
