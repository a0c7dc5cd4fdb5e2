"""What the screens call the sides, ways and subjects of a support contact."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.contacts.models import ContactHow, ContactSide, ContactTopic

SIDES: dict[ContactSide, LazyText] = {
    ContactSide.MENTOR: _l("Mentor"),
    ContactSide.MENTEE: _l("Young person"),
    ContactSide.GUARDIAN: _l("Parent or guardian"),
}
HOW: dict[ContactHow, LazyText] = {
    ContactHow.PHONE: _l("By phone"),
    ContactHow.IN_PERSON: _l("In person"),
    ContactHow.VIDEO: _l("By video call"),
    ContactHow.MESSAGE: _l("By message"),
}
TOPICS: dict[ContactTopic, LazyText] = {
    ContactTopic.ACTIVITIES: _l("What they do together"),
    ContactTopic.OUTCOMES: _l("How the young person is getting on"),
    ContactTopic.SAFETY: _l("Safety"),
    ContactTopic.RELATIONSHIP: _l("How it is between the two"),
    ContactTopic.IMPACT: _l("What it does to the young person or the mentor"),
}
