"""What kinds of records, the steps of a run and the reasons of a hold are called."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.privacy.retention.models import HoldReason, RetentionKind, RunStatus

KINDS: dict[RetentionKind, LazyText] = {
    RetentionKind.TRAJECTORY: _l("Files of young people"),
    RetentionKind.REFERRAL: _l("Referrals that opened no file"),
    RetentionKind.MENTOR: _l("Files of mentors who left"),
    RetentionKind.COMPLAINT: _l("Closed complaints"),
}
STATUSES: dict[RunStatus, LazyText] = {
    RunStatus.PROPOSED: _l("To approve"),
    RunStatus.APPROVED: _l("Is being carried out"),
    RunStatus.DONE: _l("Carried out"),
}
REASONS: dict[HoldReason, LazyText] = {
    HoldReason.COURT: _l("A court case"),
    HoldReason.COMPLAINT: _l("A complaint or an objection"),
    HoldReason.REQUEST: _l("The person asked for it"),
    HoldReason.INQUIRY: _l("An inquiry by a supervisor"),
}


def term_words(kind: RetentionKind, months: int) -> str:
    match kind:
        case RetentionKind.TRAJECTORY:
            return _("%(months)s months after the course ended, aftercare included", months=months)
        case RetentionKind.REFERRAL:
            return _("%(months)s months after the decision", months=months)
        case RetentionKind.MENTOR:
            return _("%(months)s months after the mentor left", months=months)
        case RetentionKind.COMPLAINT:
            return _("%(months)s months after it was closed", months=months)
