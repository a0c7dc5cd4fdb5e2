"""What the screens call the stages, steps, people and answers of a course."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.labels import ROUTES
from mentorship.referrals.mentees.intake_models import (
    ConsentPurpose,
    GivenBy,
    How,
    IntakeOutcome,
    TalkWith,
)
from mentorship.referrals.mentees.models import Authority, Stage, StoppedBy
from mentorship.referrals.mentees.rules import StepKind

STAGES: dict[Stage, LazyText] = {
    Stage.INTAKE: _l("Intake"),
    Stage.CARE_FIRST: _l("Other care first"),
    Stage.NOT_SUITABLE: _l("Not suitable"),
    Stage.WAITING: _l("Towards a match"),
    Stage.STARTED: _l("Started"),
    Stage.ENDED: _l("Ended"),
    Stage.STOPPED: _l("Stopped"),
}
STEPS: dict[StepKind, LazyText] = {
    StepKind.NOTICE: _l("Send the letter that tells what we keep and why"),
    StepKind.TALK: _l("Have the first talk"),
    StepKind.PROFILE: _l("Write down wishes and free time"),
    StepKind.DECISION: _l("Decide about the intake"),
    StepKind.AUTHORITY: _l("Write down who holds authority"),
    StepKind.CONSENT: _l("Ask for consent"),
    StepKind.MATCH: _l("Find a mentor"),
}
STEPS_DONE: dict[StepKind, LazyText] = {
    StepKind.NOTICE: _l("The letter is sent"),
    StepKind.TALK: _l("There has been a talk"),
    StepKind.PROFILE: _l("Wishes and free time are known"),
    StepKind.DECISION: _l("The intake is decided"),
    StepKind.AUTHORITY: _l("Who holds authority is known"),
    StepKind.CONSENT: _l("Everybody agreed to taking part"),
    StepKind.MATCH: _l("The trajectory has started"),
}
AUTHORITIES: dict[Authority, LazyText] = {
    Authority.YOUNG_PERSON: _l("The young person decides alone: 16 or older"),
    Authority.BOTH_PARENTS: _l("Both parents"),
    Authority.ONE_PARENT: _l("One parent"),
    Authority.GUARDIAN: _l("A guardian"),
    Authority.INSTITUTION: _l("A certified institution"),
}
GIVEN_BY: dict[GivenBy, LazyText] = {
    GivenBy.YOUNG_PERSON: _l("Young person"),
    GivenBy.GUARDIAN: _l("Parent or guardian"),
    GivenBy.SECOND_GUARDIAN: _l("Second parent"),
}
PURPOSES: dict[ConsentPurpose, LazyText] = {
    ConsentPurpose.PARTICIPATION: _l("Taking part"),
    ConsentPurpose.MENTOR_SEES_PROFILE: _l("The mentor reads wishes and goals"),
    ConsentPurpose.STATUS_TO_REFERRER: _l("The referrer hears how far it is"),
    ConsentPurpose.EVALUATION: _l("Figures for research"),
    ConsentPurpose.INTERVIEWS: _l("Being asked for a talk with a researcher"),
}
HOW: dict[How, LazyText] = {
    How.ON_DEVICE: _l("on this device"),
    How.PAPER: _l("on paper"),
    How.LINK: _l("by link"),
    How.SAID: _l("by word of mouth"),
}
TALK_WITH: dict[TalkWith, LazyText] = {
    TalkWith.YOUNG_PERSON: _l("The young person"),
    TalkWith.BOTH: _l("The young person and a parent or guardian"),
    TalkWith.GUARDIAN: _l("A parent or guardian"),
    TalkWith.SOMEBODY_ELSE: _l("Somebody else, with the young person's agreement"),
}
OUTCOMES: dict[IntakeOutcome, LazyText] = {
    IntakeOutcome.SUITABLE: _l("Suitable: look for a mentor"),
    IntakeOutcome.CARE_FIRST: _l("Other care first"),
    IntakeOutcome.NOT_SUITABLE: _l("Not suitable"),
}
STOPPED_BY: dict[StoppedBy, LazyText] = {
    StoppedBy.YOUNG_PERSON: _l("The young person"),
    StoppedBy.GUARDIAN: _l("A parent or guardian"),
    StoppedBy.HOUSE: _l("The House"),
}
PRIORITIES: dict[int, LazyText] = {
    1: _l("1: first"),
    2: _l("2: usual"),
    3: _l("3: can wait"),
}
# In a referral it is the referrer who speaks.
CONTACT_ROUTES: dict[ContactRoute, LazyText] = {
    **ROUTES,
    ContactRoute.REFERRER: _l("Through the referrer"),
}
