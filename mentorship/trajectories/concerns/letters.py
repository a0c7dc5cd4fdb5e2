"""The e-mails about a concern: that there is one and what to do, no names and no word of it."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter

_OPEN = _l("Open it, take it on and call the mentor.")

RAISED = Letter(
    "concerns.raised",
    subject=_l("A mentor is worried"),
    paragraphs=(_l("A mentor wrote that they are worried. Nobody has it yet."), _OPEN),
)
RAISED_NOW = Letter(
    "concerns.raised_now",
    subject=_l("A mentor is worried and wants to be called today"),
    paragraphs=(
        _l("A mentor wrote that they are worried and want to be called today. Nobody has it yet."),
        _l("Open it now, take it on and call the mentor."),
    ),
)
STILL_WAITS = Letter(
    "concerns.still_waits",
    subject=_l("The concern of a mentor still waits"),
    paragraphs=(
        _l("A mentor of your House is worried and nobody has taken it on in time."),
        _l("All consultants of the House get this e-mail. Whoever is first takes it on."),
    ),
)
WAITS_IN_A_HOUSE = Letter(
    "concerns.waits_in_a_house",
    subject=_l("A concern waits and nobody takes it on"),
    paragraphs=(
        _l("Number of concerns of mentors that no consultant took on in time: %(count)s."),
        _l("All consultants of the House were told. Call the House. You do not see what it is."),
    ),
)
MORE = Letter(
    "concerns.more",
    subject=_l("A mentor added something to a concern"),
    paragraphs=(_l("A mentor told more about a concern that you know of."), _l("Open it now.")),
)
MISTAKE = Letter(
    "concerns.mistake",
    subject=_l("A mentor says that a concern was a mistake"),
    paragraphs=(
        _l("Nothing was closed by that. Call the mentor, and close it yourself when it is so."),
        _l("Open it now."),
    ),
)
SECOND = Letter(
    "concerns.second",
    subject=_l("A colleague asks you to look along"),
    paragraphs=(
        _l("A colleague handles the concern of a mentor and asks for a second pair of eyes."),
        _l("Open it, read along and write down what you think."),
    ),
)
HANDED_OVER = Letter(
    "concerns.handed_over",
    subject=_l("A concern was handed over to you"),
    paragraphs=(
        _l("From now on the concern of a mentor is with you."),
        _l("Open it and look what has to be done."),
    ),
)
SEEN = Letter(
    "concerns.seen",
    subject=_l("Somebody reads what you are worried about"),
    paragraphs=(
        _l("A consultant has taken on your concern and calls you."),
        _l("Is somebody in danger now? Do not wait for that call: call 112."),
    ),
)
