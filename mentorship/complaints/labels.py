"""What the screens call a complaint: about whom, how it came, how far it is, what was found."""

from mentorship.complaints.models import About, ActKind, CameBy, ComplaintStatus, Outcome
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

# As dekinderombudsman.nl and rijksoverheid.nl give them; looked up on 26 November 2026.
KINDEROMBUDSMAN = "0800-876 54 32"
NATIONALE_OMBUDSMAN = "0800-335 55 55"

ABOUT: dict[About, LazyText] = {
    About.MENTOR: _l("A mentor"),
    About.CONSULTANT: _l("A mentor consultant"),
    About.CONFIDANT: _l("The confidant"),
    About.SOMEBODY_ELSE: _l("Somebody or something else"),
}
CAME_BY: dict[CameBy, LazyText] = {
    CameBy.PAGE: _l("Through the website"),
    CameBy.PHONE: _l("By telephone"),
    CameBy.PAPER: _l("On paper"),
    CameBy.TALK: _l("In a talk"),
}
STATUSES: dict[ComplaintStatus, LazyText] = {
    ComplaintStatus.TOLD: _l("Nobody has it yet"),
    ComplaintStatus.TAKEN_ON: _l("A confidant has it"),
    ComplaintStatus.CLOSED: _l("Closed"),
}
OUTCOMES: dict[Outcome, LazyText] = {
    Outcome.RIGHT: _l("The complaint is right"),
    Outcome.PARTLY_RIGHT: _l("The complaint is partly right"),
    Outcome.NOT_RIGHT: _l("The complaint is not right"),
    Outcome.NOT_KNOWN: _l("It could not be found out"),
    Outcome.SOLVED: _l("Solved together"),
    Outcome.PASSED_ON: _l("Somebody else handles it, outside the programme"),
    Outcome.WITHDRAWN: _l("Withdrawn by who told it"),
}
ACTS: dict[ActKind, LazyText] = {
    ActKind.TOLD: _l("Told"),
    ActKind.LINK_MADE: _l("Link made for who told it"),
    ActKind.TAKEN_ON: _l("Taken on"),
    ActKind.TAKEN_OVER: _l("Taken over"),
    ActKind.STOOD_ASIDE: _l("A confidant stood aside"),
    ActKind.NOTED: _l("Note added"),
    ActKind.ADDED: _l("Who told it added something"),
    ActKind.LINKED: _l("Person concerned linked"),
    ActKind.SUSPENDED: _l("Contact stopped"),
    ActKind.LIFTED: _l("Contact may go on"),
    ActKind.CLOSED: _l("Closed, with a letter"),
}
