"""The e-mails about referrals: what to do and a link, no names."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

NEW_REFERRAL = Letter(
    "referrals.new",
    subject=_l("There is a new referral"),
    paragraphs=(
        _l("A new referral has arrived for your House."),
        _l("Sign in and take it up within %(days)s working days."),
    ),
)
QUESTION = Letter(
    "referrals.question",
    subject=_l("There is a question about your referral"),
    paragraphs=(
        _l("A mentor consultant read your referral and has a question."),
        _l("Sign in to read and answer it. Please do not answer by e-mail."),
    ),
)
ANSWERED = Letter(
    "referrals.answered",
    subject=_l("A question has been answered"),
    paragraphs=(
        _l("A referrer answered a question about a referral for your House."),
        _l("Sign in to read the answer and to decide."),
    ),
)
CONSENT_ASKED = Letter(
    "referrals.consent",
    subject=_l("There is a question for you"),
    paragraphs=(
        _l("Somebody you spoke with asks you to read a page and to answer."),
        _l("The link works once, for %(days)s days. Nobody else can see your answer with it."),
    ),
)
