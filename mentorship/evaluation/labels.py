"""What the screens call the states of a bundle, its grounds, and the kinds of change."""

from mentorship.evaluation.models import BundleBasis, BundleStatus, ChangeKind
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

STATUSES: dict[BundleStatus, LazyText] = {
    BundleStatus.SPECIFIED: _l("Waits for release"),
    BundleStatus.RELEASED: _l("Released"),
    BundleStatus.WITHDRAWN: _l("Withdrawn"),
    BundleStatus.EXPIRED: _l("Not to be downloaded any more"),
}
STATUS_KINDS = {
    BundleStatus.SPECIFIED: "warning",
    BundleStatus.RELEASED: "positive",
    BundleStatus.WITHDRAWN: "neutral",
    BundleStatus.EXPIRED: "neutral",
}
BASES: dict[BundleBasis, LazyText] = {
    BundleBasis.PUBLIC_TASK: _l("task of public interest"),
    BundleBasis.RESEARCH: _l("scientific research and statistics"),
    BundleBasis.LEGAL_OBLIGATION: _l("legal obligation"),
}
KINDS: dict[ChangeKind, LazyText] = {
    ChangeKind.STAFF: _l("people who work in the programme"),
    ChangeKind.POLICY: _l("policy"),
    ChangeKind.COVENANT: _l("covenant"),
    ChangeKind.SETTINGS: _l("terms and settings"),
    ChangeKind.WEIGHTS: _l("weights of matching"),
    ChangeKind.OTHER: _l("something else"),
}
