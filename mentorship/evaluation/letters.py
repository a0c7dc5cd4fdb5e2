"""The e-mails about bundles: what to do and a link, no names and no figures."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

_SIGN_IN = _l("Sign in to see it.")
TO_RELEASE = Letter(
    "evaluation.to_release",
    subject=_l("A bundle for evaluation waits for you"),
    paragraphs=(
        _l(
            "The programme coordinator asked for a bundle with figures for an evaluator or a "
            "municipality."
        ),
        _l("Look at the tables and decide whether it may be released."),
    ),
)
RELEASED = Letter(
    "evaluation.released",
    subject=_l("A bundle is ready for you"),
    paragraphs=(
        _l("There is a bundle with figures about ONE-on-ONE for you."),
        _l("The page says until when you can download it, and how to check that it is whole."),
        _SIGN_IN,
    ),
)
REFUSED = Letter(
    "evaluation.refused",
    subject=_l("A bundle for evaluation was refused"),
    paragraphs=(
        _l("A bundle that you asked for will not be released. The page says why."),
        _SIGN_IN,
    ),
)
ENDED = Letter(
    "evaluation.ended",
    subject=_l("A bundle was withdrawn"),
    paragraphs=(
        _l("A bundle that you asked for was released, and is withdrawn now. The page says why."),
        _SIGN_IN,
    ),
)
TAKEN_BACK = Letter(
    "evaluation.taken_back",
    subject=_l("A bundle was withdrawn"),
    paragraphs=(
        _l("A bundle with figures about ONE-on-ONE was withdrawn. The page says which one."),
        _l("Do you have a copy? Do not use it any more and destroy it."),
        _SIGN_IN,
    ),
)
ANSWERED = Letter(
    "evaluation.answered",
    subject=_l("There is an answer to your question"),
    paragraphs=(
        _l("You asked a question about a bundle with figures. The answer is on its page."),
        _SIGN_IN,
    ),
)
ROWS_ERASED = Letter(
    "evaluation.rows_erased",
    subject=_l("Destroy your copies of a bundle now"),
    paragraphs=(
        _l(
            "A bundle with rows about single young people ends today, because somebody whose row "
            "may be in it is erased."
        ),
        _l("Destroy all copies and say on the website that you did."),
    ),
)
DESTROY = Letter(
    "evaluation.destroy",
    subject=_l("Destroy your copies of a bundle"),
    paragraphs=(
        _l("The last day of a bundle with figures about ONE-on-ONE has come."),
        _l("Destroy all copies and say on the website that you did."),
    ),
)
