"""The letters about an account: what to do and a link, no names."""

from datetime import timedelta

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

INVITATION_DAYS = 7
RESET_MINUTES = 60
INVITATION_LASTS = timedelta(days=INVITATION_DAYS)
RESET_LASTS = timedelta(minutes=RESET_MINUTES)

INVITATION = Letter(
    "accounts.invitation",
    subject=_l("Invitation to ONE-on-ONE"),
    paragraphs=(
        _l("You get an account for ONE-on-ONE, the mentor programme."),
        _l("Open the link. You choose a password and set up a second step for signing in."),
        _l("The link works once, for %(days)s days. Has it ended? Ask for a new invitation."),
        _l("Did you not expect this e-mail? Then you do not have to do anything."),
    ),
)
RESET = Letter(
    "accounts.reset",
    subject=_l("Choose a new password"),
    paragraphs=(
        _l("Somebody asked for a new password for your account of ONE-on-ONE."),
        _l("Was it you? Open the link and choose a new password."),
        _l("The link works once, for %(minutes)s minutes."),
        _l("Was it not you? Then do nothing. Your password stays as it is."),
    ),
)
PASSWORD_CHANGED = Letter(
    "accounts.password_changed",
    subject=_l("Your password has been changed"),
    paragraphs=(
        _l("The password of your account of ONE-on-ONE has been changed."),
        _l("Was it you? Then you do not have to do anything."),
        _l("Was it not you? Choose a new password at once and tell the programme coordinator."),
    ),
)
