"""How what a mentor notes is called on screens and in files."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from mentorship.foundation.i18n import format_month, format_number
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.trajectories.sessions.models import SessionKind

KINDS = {
    SessionKind.MET: _l("We met"),
    SessionKind.CALLED: _l("We called"),
    SessionKind.NO_CONTACT: _l("I tried, no contact"),
    SessionKind.CANCELLED_BY_MENTEE: _l("The young person cancelled"),
    SessionKind.CANCELLED_BY_MENTOR: _l("I cancelled"),
}
KINDS_OF_FILE = {
    SessionKind.MET: _l("Met"),
    SessionKind.CALLED: _l("Called"),
    SessionKind.NO_CONTACT: _l("Tried, no contact"),
    SessionKind.CANCELLED_BY_MENTEE: _l("Cancelled by the young person"),
    SessionKind.CANCELLED_BY_MENTOR: _l("Cancelled by the mentor"),
}
ITEMS = {
    "contact": _l("How was the contact?"),
    "useful": _l("Was it useful?"),
    "safe": _l("Did it feel safe for you?"),
}
ITEMS_SHORT = {"contact": _l("contact"), "useful": _l("useful"), "safe": _l("safe")}
ITEMS_OWN = {
    "contact": _l("How you found the contact"),
    "useful": _l("How useful you found it"),
    "safe": _l("How safe you felt"),
}

# Why a log that came from a phone waits here; the codes are those of `offline.receiving`.
REASONS = {
    "conflict": _l(
        "This log was saved before, with other words. Nothing is lost: save it again if these "
        "words count, or throw them away."
    ),
    "day": _l("The day of this log can't be right, or it came too late. Check it and save again."),
    "fields": _l("Something in this log was not filled in right. Check it and save again."),
}


def themes_among(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code in shipped_vocabulary().themes.by_id]


def done_among(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code not in shipped_vocabulary().themes.by_id]


def topic_words(codes: Iterable[str]) -> str:
    """In the words of the page; a topic that left the lists is shown as it was stored."""
    known = shipped_vocabulary()
    return ", ".join(
        sorted((known.themes if code in known.themes.by_id else known.interests).label(code)
               for code in codes)
    )  # fmt: skip


def euros(cents: int) -> str:
    return f"€ {format_number(Decimal(cents) / 100, 2)}"


def month_name(first: date) -> str:
    return format_month(first)
