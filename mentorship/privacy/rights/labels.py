"""What people may ask, how far that is, and who asks, in words."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.privacy.rights.models import AskedBy, RequestKind, RequestStatus

KINDS: dict[RequestKind, LazyText] = {
    RequestKind.ACCESS: _l("To see and get everything"),
    RequestKind.CORRECTION: _l("To have something corrected"),
    RequestKind.ERASURE: _l("To be erased"),
    RequestKind.RESTRICTION: _l("To have data used less for a while"),
    RequestKind.OBJECTION: _l("An objection: to have data used no more"),
}
STATUSES: dict[RequestStatus, LazyText] = {
    RequestStatus.OPEN: _l("Open"),
    RequestStatus.DONE: _l("Done"),
    RequestStatus.REFUSED: _l("Refused"),
}
ASKED_BY: dict[AskedBy, LazyText] = {
    AskedBy.YOUNG_PERSON: _l("A young person"),
    AskedBy.MENTOR: _l("A mentor"),
}
