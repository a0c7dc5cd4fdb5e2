"""What the lists behind a count are called, and what to do with whoever stands in them."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.mentors.counts import Asks as OfMentors
from mentorship.referrals.mentees.counts import Asks

TOO_LONG = "too-long"
TAKES_PART = "takes-part"
YOUNG_PEOPLE: dict[str, LazyText] = {
    Asks.INTAKE_LATE: _l("Intakes that are late"),
    Asks.INTAKE_SOON: _l("Intakes to be done within a week"),
    Asks.LETTER_LATE: _l("Who did not get our letter in time"),
    Asks.LETTER_SOON: _l("Who has to get our letter within a week"),
    Asks.NO_AUTHORITY: _l("Of whom it is not known who holds authority"),
    Asks.CONSENT: _l("Whose consent is awaited"),
    Asks.GUARDIAN: _l("For whom a parent or guardian has to answer"),
    Asks.SAID_NO: _l("For whom somebody said no to taking part"),
    Asks.NO_PROFILE: _l("Whose profile is not complete"),
    Asks.CAME_OVER: _l("Who came from another House"),
    TOO_LONG: _l("Who waits longer for a mentor than we promised"),
    TAKES_PART: _l("Who takes part in a round of today"),
}
MENTORS: dict[str, LazyText] = {
    OfMentors.NEW: _l("New mentors"),
    OfMentors.ANOTHER_TALK: _l("Mentors who wait for another talk"),
    OfMentors.TALK_SAID_NO: _l("Mentors who heard no after the talk"),
    OfMentors.REFERENCE_TO_JUDGE: _l("References to judge"),
    OfMentors.REFERENCE_LATE: _l("References that are late"),
    OfMentors.VOG_ENDS: _l("VOGs that get too old within 60 days"),
    OfMentors.PAUSE_ENDS: _l("Pauses that end this week"),
}
