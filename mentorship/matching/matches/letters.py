"""The e-mails about a match: what to do and a link, no names."""

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.outbox import Letter
from mentorship.matching.models import Side

ASKED = Letter(
    "matching.asked",
    subject=_l("We would like to ask you something"),
    paragraphs=(
        _l("There is a young person whom we would like to bring together with you."),
        _l("Open the link, read about it and tell us yes or no. A no needs no reason."),
        _l("Please answer within %(days)s working days."),
    ),
)
ANSWERED = {
    Side.MENTOR: Letter(
        "matching.answered",
        subject=_l("A mentor answered"),
        paragraphs=(
            _l("A mentor answered whether they want to guide a young person of your House."),
            _l("Sign in to see what comes next."),
        ),
    ),
    Side.MENTEE: Letter(
        "matching.mentee_answered",
        subject=_l("A young person answered"),
        paragraphs=(
            _l("A young person of your House answered whether they want a match."),
            _l("Sign in to see what comes next."),
        ),
    ),
}
UNANSWERED = Letter(
    "matching.unanswered",
    subject=_l("Nobody answered in time"),
    paragraphs=(
        _l("The last day to answer about a match has passed, so the question has ended."),
        _l("The young person waits again and the place with the mentor is free."),
        _l("Sign in to see who did not answer. Call if you want to know why."),
    ),
)
IMPOSSIBLE = Letter(
    "matching.impossible",
    subject=_l("A match is not possible any more"),
    paragraphs=(
        _l("Something changed, so a question about a match has ended before everybody answered."),
        _l("Sign in to see what comes next."),
    ),
)
ANSWER_SOON = Letter(
    "matching.answer_soon",
    subject=_l("We would like to hear from you"),
    paragraphs=(
        _l("We asked you whether you want to guide a young person. You have not answered yet."),
        _l("Sign in, read what we know and say yes or no. Until which day stands there."),
        _l("Are you in doubt? Then call your mentor consultant."),
    ),
)
CALL_SOON = Letter(
    "matching.call_soon",
    subject=_l("An answer about a match is still awaited"),
    paragraphs=(
        _l("A question about a match of your House ends in a few days. There is no answer yet."),
        _l("Sign in to see who has to answer, and ask them: they get no reminder from us."),
    ),
)
STOPPED = Letter(
    "matching.stopped",
    subject=_l("A match has ended"),
    paragraphs=(
        _l("Somebody does not take part any more, so a match of your House has ended."),
        _l("Sign in to see what comes next."),
    ),
)
MENTOR_LEFT_QUESTION = Letter(
    "matching.mentor_left_question",
    subject=_l("A mentor has stopped"),
    paragraphs=(
        _l("A mentor whom we asked for a young person of your House has stopped."),
        _l("The question has ended and the young person waits again. Look for somebody else."),
    ),
)
MENTOR_LEFT_MATCH = Letter(
    "matching.mentor_left_match",
    subject=_l("A mentor has stopped"),
    paragraphs=(
        _l("The mentor of a young person of your House has stopped, so their match has ended."),
        _l("Tell the young person yourself. Then sign in and choose what comes next for them."),
    ),
)
LENT_PLACE_FREE = Letter(
    "matching.lent_place_free",
    subject=_l("A mentor of your House has a place again"),
    paragraphs=(
        _l("Another House asked a mentor of your House, or had a match with them. That has ended."),
        _l("The place with this mentor is free again. You do not have to do anything."),
    ),
)
CLOSED = Letter(
    "matching.closed",
    subject=_l("A question to you has ended"),
    paragraphs=(
        _l("We asked you whether you want to guide a young person. That question has ended."),
        _l("You do not have to do anything. Your place is free for another young person."),
    ),
)
TOO_LATE = Letter(
    "matching.too_late",
    subject=_l("The time to answer is over"),
    paragraphs=(
        _l("We asked you whether you want to guide a young person. We got no answer in time."),
        _l("That question has ended. You do not have to do anything."),
        _l("Would you have liked to say yes? Then call your mentor consultant."),
    ),
)
ENDED = Letter(
    "matching.ended",
    subject=_l("Your match has ended"),
    paragraphs=(
        _l("The match with the young person whom you guide has ended."),
        _l("Please do not contact them any more. Your mentor consultant calls you about it."),
        _l("Your place is free for another young person."),
    ),
)
