"""How the facts of a trajectory are called on the screen."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.closure.models import (
    AftercareOutcome,
    ClosureKind,
    ClosureReason,
    ContactAfterwards,
    EndedBy,
    ExitTopic,
    TalkSide,
    WhatNext,
)
from mentorship.trajectories.due import DueKind
from mentorship.trajectories.models import MeetingOutcome, PauseReason, Phase

PHASES: dict[Phase, LazyText] = {
    Phase.PLANNED: _l("First meeting planned"),
    Phase.GETTING_ACQUAINTED: _l("Getting acquainted"),
    Phase.BUILDING_TRUST: _l("Building trust"),
    Phase.DEEPENING: _l("Deepening"),
    Phase.LETTING_GO: _l("Letting go"),
    Phase.AFTERCARE: _l("Aftercare"),
    Phase.DONE: _l("Done"),
}
MEETING_OUTCOMES: dict[MeetingOutcome, LazyText] = {
    MeetingOutcome.HELD: _l("They met"),
    MeetingOutcome.MOVED: _l("It was moved"),
    MeetingOutcome.MENTEE_AWAY: _l("The young person did not come"),
    MeetingOutcome.MENTOR_AWAY: _l("The mentor did not come"),
}
PAUSE_REASONS: dict[PauseReason, LazyText] = {
    PauseReason.HOLIDAY: _l("Holiday"),
    PauseReason.HEALTH: _l("Health"),
    PauseReason.SCHOOL_OR_WORK: _l("School or work"),
    PauseReason.FAMILY: _l("Something at home"),
    PauseReason.MOVED: _l("Moved house"),
    PauseReason.OTHER_CARE: _l("Other care goes first"),
    PauseReason.NO_REASON: _l("No reason"),
}
KINDS: dict[ClosureKind, LazyText] = {
    ClosureKind.PLANNED: _l("Planned, together"),
    ClosureKind.UNPLANNED: _l("Unplanned, by what happened"),
    ClosureKind.ONE_SIDED: _l("One of the two did not want to go on"),
}
REASONS: dict[ClosureReason, LazyText] = {
    ClosureReason.GOALS_REACHED: _l("The goals are reached"),
    ClosureReason.TIME_OVER: _l("The agreed time is over"),
    ClosureReason.GOES_ON_ALONE: _l("The young person goes on alone"),
    ClosureReason.NO_CLICK: _l("It did not click"),
    ClosureReason.NO_TIME: _l("No time (any more)"),
    ClosureReason.MOVED_AWAY: _l("Moved too far away"),
    ClosureReason.HEALTH: _l("Health"),
    ClosureReason.SCHOOL_OR_WORK: _l("School or work"),
    ClosureReason.OTHER_CARE: _l("Other care goes first"),
    ClosureReason.NO_CONTACT: _l("No contact any more"),
    ClosureReason.RULES_NOT_KEPT: _l("The agreements were not kept"),
    ClosureReason.SAFETY: _l("Safety"),
    ClosureReason.CONSENT_WITHDRAWN: _l("Consent was withdrawn"),
    ClosureReason.NO_REASON: _l("No reason"),
}
ENDED_BY: dict[EndedBy, LazyText] = {
    EndedBy.TOGETHER: _l("Together"),
    EndedBy.MENTEE: _l("The young person"),
    EndedBy.MENTOR: _l("The mentor"),
    EndedBy.GUARDIAN: _l("A parent or guardian"),
    EndedBy.PROGRAMME: _l("The programme"),
}
WHAT_NEXT: dict[WhatNext, LazyText] = {
    WhatNext.AFTERCARE: _l("Aftercare: we ask how it goes after three and six months"),
    WhatNext.OTHER_MENTOR: _l("Another mentor: the young person waits again"),
    WhatNext.NOTHING: _l("Nothing: the young person is done"),
}
TALK_SIDES: dict[TalkSide, LazyText] = {
    TalkSide.MENTEE: _l("With the young person"),
    TalkSide.MENTOR: _l("With the mentor"),
    TalkSide.GUARDIAN: _l("With a parent or guardian"),
}
EXIT_TOPICS: dict[ExitTopic, LazyText] = {
    ExitTopic.FEELINGS: _l("How it feels that it ends"),
    ExitTopic.REASONS: _l("Why it ends"),
    ExitTopic.POSITIVES: _l("What was good"),
    ExitTopic.NOTIFICATION: _l("Who hears about it, and from whom"),
    ExitTopic.CONTACT_RULES: _l("The rules for contact afterwards"),
    ExitTopic.CONTACT_PLAN: _l("What the two want for contact afterwards"),
    ExitTopic.LAST_MEETING: _l("How the last meeting will be"),
    ExitTopic.REMATCHING: _l("Whether another match is wanted"),
}
CONTACTS: dict[ContactAfterwards, LazyText] = {
    ContactAfterwards.NONE: _l("No contact"),
    ContactAfterwards.THROUGH_PROGRAMME: _l("Only through the mentor consultant"),
    ContactAfterwards.NOW_AND_THEN: _l("Now and then a message"),
    ContactAfterwards.AS_THEY_LIKE: _l("As they both like"),
}
AFTERCARE: dict[AftercareOutcome, LazyText] = {
    AftercareOutcome.WELL: _l("It goes well enough"),
    AftercareOutcome.REOPENED: _l("A mentor is wanted again"),
    AftercareOutcome.REFERRED_ON: _l("Other help was found"),
    AftercareOutcome.NOT_REACHED: _l("Not reached"),
    AftercareOutcome.NOT_WANTED: _l("No more aftercare wanted"),
}
DUE: dict[DueKind, LazyText] = {
    DueKind.PLAN_MEETING: _l("Plan the first meeting"),
    DueKind.HOLD_MEETING: _l("First meeting: be there, and note whether they met"),
    DueKind.SIGN_AGREEMENT: _l("Sign the agreement together"),
    DueKind.DECIDE_TRIAL: _l("The trial is over: go on together?"),
    DueKind.BEGIN_LETTING_GO: _l("Begin to let go"),
    DueKind.END: _l("The planned end: close it or extend it"),
    DueKind.CALL: _l("An answer of the young person asks for a call"),
    DueKind.MISSED_THREE: _l("Three meetings in a row did not take place: review it with both"),
    DueKind.MISSED_TWO: _l("Two meetings in a row did not take place: call"),
    DueKind.CONTACT_MENTEE: _l("Support contact with the young person"),
    DueKind.CONTACT_MENTOR: _l("Support contact with the mentor"),
    DueKind.CONTACT_GUARDIAN: _l("Support contact with a parent or guardian"),
    DueKind.LOG: _l("No session was logged for a while: call the mentor"),
    DueKind.REVIEW: _l("Review"),
    DueKind.RESUME: _l("The pause would be over"),
    DueKind.CLOSE: _l("The match has ended: close the trajectory"),
    DueKind.TALK_MENTEE: _l("Exit talk with the young person"),
    DueKind.TALK_MENTOR: _l("Exit talk with the mentor"),
    DueKind.AGREE_CONTACT: _l("Agree on contact afterwards"),
    DueKind.AFTERCARE_3: _l("Aftercare: after three months"),
    DueKind.AFTERCARE_6: _l("Aftercare: after six months"),
}
