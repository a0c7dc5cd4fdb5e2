"""What the screens call the states, routes and answers of a referral."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.models import ReferralStatus, TriageOutcome
from mentorship.referrals.rules import StatusForReferrer

ROUTES: dict[ContactRoute, LazyText] = {
    ContactRoute.PHONE: _l("Telephone"),
    ContactRoute.MESSAGE: _l("Text message or app"),
    ContactRoute.EMAIL: _l("E-mail"),
    ContactRoute.LETTER: _l("Letter in a plain envelope"),
    ContactRoute.REFERRER: _l("Through me, the referrer"),
    ContactRoute.OTHER: _l("In another way"),
}
OUTCOMES: dict[TriageOutcome, LazyText] = {
    TriageOutcome.ACCEPT: _l("Accept for intake"),
    TriageOutcome.ADVISE_ELSEWHERE: _l("Advise elsewhere"),
    TriageOutcome.ASK: _l("Return with a question"),
    TriageOutcome.DECLINE: _l("Decline"),
}
STATUSES: dict[ReferralStatus, LazyText] = {
    ReferralStatus.RECEIVED: _l("Waits for the House"),
    ReferralStatus.QUESTION_ASKED: _l("Waits for an answer"),
    ReferralStatus.ACCEPTED: _l("Accepted for intake"),
    ReferralStatus.ADVISED_ELSEWHERE: _l("Advised elsewhere"),
    ReferralStatus.DECLINED: _l("Declined"),
}
STATUSES_FOR_REFERRER: dict[StatusForReferrer, LazyText] = {
    StatusForReferrer.RECEIVED: _l("Received"),
    StatusForReferrer.IN_CONVERSATION: _l("In conversation"),
    StatusForReferrer.STARTED: _l("Started"),
    StatusForReferrer.ENDED: _l("Ended"),
    StatusForReferrer.CLOSED_FOR_YOU: _l("Closed for you"),
}
FIELDS: dict[str, LazyText] = {
    "first_name": _l("First name"),
    "family_name": _l("Family name"),
    "birth_year": _l("Year of birth"),
    "place": _l("Place where the young person lives"),
    "contact_route": _l("How can we reach the young person safely?"),
    "contact_details": _l("Telephone number, e-mail address or other details"),
    "contact_times": _l("When is a good moment?"),
    "contact_caution": _l("What should we not do?"),
    "guardian_knows": _l("Does a parent or guardian know?"),
    "guardian": _l("Name of the parent or guardian, and how to reach them"),
    "need": _l("What is going on?"),
    "hope": _l("What could a mentor bring?"),
    "own_words": _l("How does the young person say it themself?"),
    "relation": _l("How do you know the young person?"),
    "callback": _l("On which number can we reach you?"),
    "is_status_shared": _l("May you hear how it goes on?"),
}


def shown(name: str, text: str) -> str:
    """A stored answer as a person reads it: a chosen code in words, a text as it is."""
    words = _CHOICES.get(name, {}).get(text)
    return text if words is None else str(words)


_YES_OR_NO: dict[str, LazyText] = {"yes": _l("Yes"), "no": _l("No")}
_CHOICES: dict[str, dict[str, LazyText]] = {
    "contact_route": {route.value: label for route, label in ROUTES.items()},
    "guardian_knows": {**_YES_OR_NO, "not_needed": _l("Not needed: 16 or older")},
    "is_status_shared": _YES_OR_NO,
}
