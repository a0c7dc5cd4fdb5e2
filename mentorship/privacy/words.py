"""What purposes, and which part of the trail somebody looks at, are called."""

from enum import StrEnum

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose

PURPOSES: dict[str, LazyText] = {
    Purpose.REFERRAL: _l("referring"),
    Purpose.TRIAGE: _l("deciding about a referral"),
    Purpose.INTAKE: _l("intake and consent"),
    Purpose.MATCHING: _l("finding a match"),
    Purpose.SCREENING: _l("screening of mentors"),
    Purpose.GUIDANCE: _l("guiding the match"),
    Purpose.TRAINING: _l("training of mentors"),
    Purpose.EVALUATION: _l("evaluating the programme"),
    Purpose.ACCOUNT: _l("looking after accounts"),
    Purpose.SIGN_IN: _l("safe sign-in"),
    Purpose.DRAFTING: _l("keeping drafts"),
    Purpose.MESSAGING: _l("sending messages"),
    Purpose.SUBJECT_RIGHTS: _l("rights of the people concerned"),
    Purpose.COMPLAINT: _l("handling a complaint"),
    Purpose.OVERSIGHT: _l("oversight"),
    Purpose.OPERATION: _l("running the program"),
}
PROGRAM = _l("The program itself")


class Only(StrEnum):
    """Events that somebody may want to see apart."""

    COVER = "cover"
    BREAK_GLASS = "break_glass"


ONLY_NAMES: dict[Only, LazyText] = {
    Only.COVER: _l("Done in place of a colleague"),
    Only.BREAK_GLASS: _l("Done with emergency access"),
}


def purpose_words(code: str | None) -> str:
    return str(PURPOSES.get(code, code)) if code else ""
