"""The letters about training: what changed and a link, no names."""

from mentorship.accounts import posting
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter
from mentorship.mentors.models import Mentor
from mentorship.training import queries

ENROLLED = Letter(
    "training.enrolled",
    subject=_l("You have a place in a training"),
    paragraphs=(
        _l("You have a place in a training of ONE-on-ONE."),
        _l("Sign in to see when and where the meetings are."),
    ),
)
WAITING = Letter(
    "training.waiting",
    subject=_l("You are on the waiting list of a training"),
    paragraphs=(
        _l("The training you were enrolled for is full. You are on the waiting list."),
        _l("You get an e-mail as soon as there is a place for you."),
    ),
)
MEETING_CHANGED = Letter(
    "training.meeting_changed",
    subject=_l("A training meeting has changed"),
    paragraphs=(
        _l("The day, time or place of one of your training meetings has changed."),
        _l("Sign in to see when and where the meetings are."),
        _l("Do you use the calendar file? Download it again."),
    ),
)
MEETING_CANCELLED = Letter(
    "training.meeting_cancelled",
    subject=_l("A training meeting has been cancelled"),
    paragraphs=(
        _l("One of your training meetings has been cancelled."),
        _l("Sign in to see when and where the meetings are."),
        _l("Do you use the calendar file? Download it again."),
    ),
)
MEETING_SOON = Letter(
    "training.meeting_soon",
    subject=_l("You have a training meeting soon"),
    paragraphs=(
        _l("You have a training meeting of ONE-on-ONE tomorrow, or later today."),
        _l("Sign in to see when and where it is. Can you not come? Then call your trainer."),
    ),
)
COMPLETED = Letter(
    "training.completed",
    subject=_l("You have completed the training"),
    paragraphs=(
        _l("You have completed the training of ONE-on-ONE. Well done!"),
        _l("Sign in to download your certificate."),
    ),
)


def tell(db: Db, mentor: Mentor, letter: Letter) -> None:
    """Only who has an account: what the letter is about stands behind the sign-in."""
    if user := queries.account_of(db, mentor):
        posting.post(db, user, letter, posting.page(db, "/training/mine"))
