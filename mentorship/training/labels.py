"""What the screens call the states and kinds of training."""

from mentorship.foundation.i18n import LazyText, format_date, format_time
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.training.models import (
    AssessmentOutcome,
    CohortStatus,
    MeetingKind,
    PlaceStatus,
    Presence,
    TrainingMeeting,
    TrainingModule,
)
from mentorship.training.programme import title_of

COHORT_STATUSES: dict[CohortStatus, LazyText] = {
    CohortStatus.PLANNED: _l("Planned"),
    CohortStatus.RUNNING: _l("Running"),
    CohortStatus.COMPLETED: _l("Completed"),
    CohortStatus.CANCELLED: _l("Called off"),
}
PLACE_STATUSES: dict[PlaceStatus, LazyText] = {
    PlaceStatus.ENROLLED: _l("Takes part"),
    PlaceStatus.WAITING: _l("On the waiting list"),
    PlaceStatus.LEFT: _l("Left"),
    PlaceStatus.FINISHED: _l("Took part"),
}
KINDS: dict[MeetingKind, LazyText] = {
    MeetingKind.PRE_MATCH: _l("Training before the first match"),
    MeetingKind.POST_MATCH: _l("Training after the match"),
    MeetingKind.PEER_SUPERVISION: _l("Peer supervision"),
}
PRESENCES: dict[Presence, LazyText] = {
    Presence.PRESENT: _l("Present"),
    Presence.EXCUSED: _l("Excused"),
    Presence.ABSENT: _l("Absent"),
}
OUTCOMES: dict[AssessmentOutcome, LazyText] = {
    AssessmentOutcome.PASSED: _l("Ready to be a mentor"),
    AssessmentOutcome.NOT_YET: _l("Not ready yet"),
}


def when_of(meeting: TrainingMeeting) -> str:
    """The day and both times, as Amsterdam's clocks show them."""
    begins, ends = format_time(meeting.starts_at), format_time(meeting.ends_at)
    return f"{format_date(meeting.starts_at, 'full')}, {begins}–{ends}"


def heading_of(meeting: TrainingMeeting, module: TrainingModule | None) -> str:
    """What a meeting is called in a list or a calendar."""
    if module is None:
        return str(KINDS[meeting.kind])
    if meeting.kind is MeetingKind.PEER_SUPERVISION:
        return f"{KINDS[meeting.kind]}: {title_of(module)}"
    return title_of(module)
