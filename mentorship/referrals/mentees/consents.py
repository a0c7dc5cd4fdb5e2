"""The verbs of consent: answered on the device, on paper or by link, withdrawn per purpose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts import posting
from mentorship.accounts.models import Language
from mentorship.foundation import links, outbox
from mentorship.foundation.calendar import start_of
from mentorship.foundation.db import Db, now
from mentorship.referrals.letters import CONSENT_ASKED
from mentorship.referrals.mentees import queries, rules
from mentorship.referrals.mentees.course import record, settings_of, settle
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Mentee


@dataclass(frozen=True)
class Answer:
    """Who answers, along which way, and to which text; `noted_by` is nobody for a link.

    `given_on` is the day on the paper of an earlier administration.
    """

    given_by: GivenBy
    how: How
    text_version: str
    language: Language
    noted_by: UUID | None = None
    given_on: date | None = None


def give_consent(
    db: Db, mentee: Mentee, answer: Answer, answers: Mapping[ConsentPurpose, bool]
) -> None:
    """Each purpose by itself; the same answer again changes nothing, another takes its place.

    Raises NobodyToAsk for somebody without a say, CourseClosed once it is over.
    """
    rules.check_open(mentee.stage)
    rules.check_may_answer(mentee.authority, answer.given_by)
    standing = queries.standing_consents(db, mentee)
    for purpose, is_agreed in answers.items():
        before = standing.get((purpose, answer.given_by))
        if before is not None and before.is_agreed == is_agreed:
            continue
        if before is not None:
            _end(db, before, answer.how)
        _add(db, mentee, answer, purpose, is_agreed=is_agreed)
    settle(db, mentee)


def _add(
    db: Db, mentee: Mentee, answer: Answer, purpose: ConsentPurpose, *, is_agreed: bool
) -> None:
    db.add(
        Consent(
            subject_id=mentee.subject_id,
            mentee_id=mentee.id,
            purpose=purpose,
            given_by=answer.given_by,
            is_agreed=is_agreed,
            text_version=answer.text_version,
            language=answer.language,
            given_at=start_of(answer.given_on) if answer.given_on else now(db),
            how=answer.how,
            noted_by=answer.noted_by,
        )
    )
    db.flush()
    record(
        db, "consent.answered", mentee,
        asked=purpose, given_by=answer.given_by, how=answer.how,
    )  # fmt: skip


def _end(db: Db, consent: Consent, how: How) -> None:
    consent.ended_at, consent.ended_how = now(db), how
    db.add(consent)
    db.flush()


def withdraw_consent(
    db: Db, mentee: Mentee, purpose: ConsentPurpose, given_by: GivenBy, how: How = How.SAID
) -> bool:
    """As easy as giving it: a word is enough, at any time, for this purpose alone.

    Out of the pool of who waits in the same transaction. False when there was nothing to withdraw.
    """
    standing = queries.standing_consents(db, mentee).get((purpose, given_by))
    if standing is None or not standing.is_agreed:
        return False
    _end(db, standing, how)
    settle(db, mentee)
    record(db, "consent.withdrawn", mentee, asked=purpose, given_by=given_by, how=how)
    return True


def lapse(db: Db, mentee: Mentee) -> None:
    """Taking part ended with the course: a yes from then is no yes to a new one, nor is a link."""
    for (purpose, _given_by), consent in queries.standing_consents(db, mentee).items():
        if purpose is ConsentPurpose.PARTICIPATION:
            _end(db, consent, consent.how)
    end_links(db, mentee, *GivenBy)
    record(db, "consent.lapsed", mentee)


def end_links(db: Db, mentee: Mentee, *given_by: GivenBy) -> None:
    """Links that wait for an answer of these stop working."""
    for who in given_by:
        links.withdraw(db, link_purpose(who), mentee.id)


def link_purpose(given_by: GivenBy) -> str:
    return f"referrals.consent.{given_by.value}"


def ask_by_link(db: Db, mentee: Mentee, given_by: GivenBy, email: str | None = None) -> str:
    """The address of a page that works once; earlier ones stop. Mailed when there is an address.

    The mail names nobody and says nothing of what it is about.
    """
    rules.check_open(mentee.stage)
    rules.check_may_answer(mentee.authority, given_by)
    days = settings_of(db).consent_link_days
    links.withdraw(db, link_purpose(given_by), mentee.id)
    token = links.issue(db, link_purpose(given_by), mentee.id, timedelta(days=days))
    address = posting.page(db, f"/consent/{token}")
    if email:
        outbox.send(
            db, CONSENT_ASKED, to=email, subject_id=mentee.subject_id, link=address, days=days
        )
    record(db, "consent.asked_by_link", mentee, given_by=given_by, is_mailed=bool(email))
    return address


@dataclass(frozen=True)
class Asked:
    """Whom a link asks, about whom."""

    mentee: Mentee
    given_by: GivenBy


def find_asked(db: Db, token: str) -> Asked:
    """What the link is for, without spending it; raises what `links.find` raises."""
    for given_by in GivenBy:
        try:
            link = links.find(db, link_purpose(given_by), token)
        except links.LinkUnknown:
            continue
        return _asked(db, link, given_by)
    raise links.LinkUnknown


def answer_by_link(
    db: Db,
    token: str,
    answers: Mapping[ConsentPurpose, bool],
    *,
    text_version: str,
    language: Language,
) -> Asked:
    """Spends the link; raises what `links.use` raises."""
    asked = find_asked(db, token)
    locked = db.exec(
        select(Mentee)
        .where(col(Mentee.id) == asked.mentee.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    links.use(db, link_purpose(asked.given_by), token)
    answer = Answer(asked.given_by, How.LINK, text_version, language)
    give_consent(db, _asked_still(locked, asked.given_by), answer, answers)
    return Asked(locked, asked.given_by)


def _asked(db: Db, link: links.Link, given_by: GivenBy) -> Asked:
    mentee = db.get(Mentee, link.target_id)
    if mentee is None:
        raise links.LinkExpired
    return Asked(_asked_still(mentee, given_by), given_by)


def _asked_still(mentee: Mentee, given_by: GivenBy) -> Mentee:
    """Who has nothing to say here any more, or whose course is over, isn't asked."""
    if not mentee.stage.is_open or given_by not in rules.who_must_agree(mentee.authority):
        raise links.LinkExpired
    return mentee
