"""Who stops ends at once what hangs on it: a question, a running match, a place in a course.

The locks are always taken in one order: cohort, mentee, mentor, match.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import select

from mentorship.accounts.models import Language
from mentorship.foundation.db import ChangedMeanwhile, Db
from mentorship.matching.matches import asking, closing, letters, queries
from mentorship.matching.models import Match, MatchStatus
from mentorship.mentors import queries as mentors
from mentorship.mentors import services as leaving
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.referrals.mentees import consents, verbs
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.consents import Answer, Asked
from mentorship.referrals.mentees.facts import SafeContact
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Mentee, MenteeStop, StoppedBy
from mentorship.training import places
from mentorship.training import queries as training
from mentorship.training.rules import CohortClosed

_WAYS_OUT = {
    MentorStatus.DECLINED: leaving.decline,
    MentorStatus.WITHDRAWN: leaving.withdraw,
    MentorStatus.STOPPED: leaving.stop,
}


def stop_mentee(
    db: Db,
    mentee: Mentee,
    wanted_by: StoppedBy,
    reason: str,
    *,
    by: UUID,
    key: UUID | None = None,
) -> MenteeStop:
    """The mentee is locked; raises CourseClosed when it was over already."""
    stopped = verbs.stop(db, mentee, wanted_by, reason, by=by, key=key)
    if not mentee.stage.is_open:  # a page sent twice may come after the course opened again
        _call_off_for(db, mentee, by)
    return stopped


def withdraw_consent(
    db: Db,
    mentee: Mentee,
    purpose: ConsentPurpose,
    given_by: GivenBy,
    how: How = How.SAID,
    *,
    by: UUID,
) -> bool:
    """The mentee is locked. Whoever takes back the yes to taking part ends the match with it."""
    is_withdrawn = consents.withdraw_consent(db, mentee, purpose, given_by, how)
    if is_withdrawn and purpose is ConsentPurpose.PARTICIPATION:
        _call_off_without_consent(db, mentee, by)
    return is_withdrawn


def give_consent(
    db: Db, mentee: Mentee, answer: Answer, answers: Mapping[ConsentPurpose, bool]
) -> None:
    """The mentee is locked. A no to taking part in the place of a yes withdraws it."""
    consents.give_consent(db, mentee, answer, answers)
    if answers.get(ConsentPurpose.PARTICIPATION) is False:
        _call_off_without_consent(db, mentee, answer.noted_by)


def answer_by_link(
    db: Db,
    token: str,
    answers: Mapping[ConsentPurpose, bool],
    *,
    text_version: str,
    language: Language,
) -> Asked:
    """The same behind a one-time link, where nobody of a House is present."""
    asked = consents.answer_by_link(
        db, token, answers, text_version=text_version, language=language
    )
    if answers.get(ConsentPurpose.PARTICIPATION) is False:
        _call_off_without_consent(db, asked.mentee, None)
    return asked


def change_contact(db: Db, mentee: Mentee, contact: SafeContact) -> bool:
    """The mentee is locked. With another way to reach them the link to answer a match stops too."""
    is_another_way = verbs.change_contact(db, mentee, contact)
    match = queries.live_of_mentee(db, mentee.id)
    if is_another_way and match is not None:
        asking.end_link_of_mentee(db, match)
    return is_another_way


def end_mentor(
    db: Db, mentor: Mentor, status: MentorStatus, reason: str, by: UUID | None
) -> list[Match]:
    """Declined, withdrawn or stopped; what ended with it. Nothing is locked before.

    Who waited for an answer waits on; for whom it ran a person chooses what comes next. Raises
    MentorEnded, and ChangedMeanwhile when a colleague gave this mentor something at this moment.
    """
    _give_up_place(db, mentor)
    known = sorted(match.mentee_id for match in queries.live_of_mentor(db, mentor.id))
    for mentee_id in known:
        mentees.lock_mentee(db, select(Mentee), mentee_id)
    mentors.lock(db, mentor.id)
    live = queries.live_of_mentor(db, mentor.id)
    is_new = {match.mentee_id for match in live} - set(known)
    if is_new or training.open_place_of(db, mentor.id) is not None:
        raise ChangedMeanwhile
    _WAYS_OUT[status](db, mentor, reason, by)
    for match in live:
        was_running = match.status is MatchStatus.ACTIVE
        closing.call_off(db, match)
        told = letters.MENTOR_LEFT_MATCH if was_running else letters.MENTOR_LEFT_QUESTION
        asking.tell_consultant(db, match, told, but=by)
    return live


def _give_up_place(db: Db, mentor: Mentor) -> None:
    """Before any other lock: who moves up is found behind that of the cohort."""
    place = training.open_place_of(db, mentor.id)
    if place is None:
        return
    try:
        places.leave(db, place.id)
    except CohortClosed:  # it ended at the same moment, and its places with it
        return


def _call_off_without_consent(db: Db, mentee: Mentee, by: UUID | None) -> None:
    """What was said may be about somebody who has nothing to say here any more."""
    if queries.takes_part(db, mentee):
        return
    _call_off_for(db, mentee, by)
    if queries.awaiting_choice_of(db, select(Match), [mentee.id]):  # also when the mentor stopped
        verbs.note_waits_again(db, mentee)  # with a new yes, as the page of consent tells them


def _call_off_for(db: Db, mentee: Mentee, by: UUID | None) -> None:
    """The match that lives until now; everybody but `by` is told, not about whom or why."""
    found = queries.live_of_mentee(db, mentee.id)
    match = queries.lock(db, select(Match), found.id) if found is not None else None
    if match is None:
        return
    was_running = match.status is MatchStatus.ACTIVE
    closing.call_off(db, match)
    to_consultant = letters.STOPPED if was_running else letters.IMPOSSIBLE
    asking.tell_consultant(db, match, to_consultant, but=by)
    if asking.is_told_of_end(db, match):
        asking.tell_mentor(db, match, letters.ENDED if was_running else letters.CLOSED)
    if queries.mentor_of(db, match).is_open:
        asking.tell_lending_house(db, match, letters.LENT_PLACE_FREE, but=by)
