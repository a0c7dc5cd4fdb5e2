"""The verbs of referrals: send, take up, decide, answer; those of a course are passed on."""

from uuid import UUID, uuid4

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.foundation import audit, drafts, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.drafts import Draft, DraftUnknown
from mentorship.foundation.outbox import Letter
from mentorship.foundation.subjects import Purpose
from mentorship.referrals import drafting, policy, queries, rules
from mentorship.referrals.facts import Decision, DraftCopy, Introduction, Sender
from mentorship.referrals.letters import ANSWERED, NEW_REFERRAL, QUESTION
from mentorship.referrals.mentees.arrivals import accept_referral, add_mentee, join_known
from mentorship.referrals.mentees.consents import ask_by_link, give_consent, withdraw_consent
from mentorship.referrals.mentees.course import known_key
from mentorship.referrals.mentees.intake import decide_intake, record_talk
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.verbs import (
    add_goal,
    change_contact,
    note_ended,
    note_letter_sent,
    note_started,
    note_waits_again,
    set_guardians,
    set_priority,
    stop,
    take_over,
    transfer,
)
from mentorship.referrals.mentees.verbs import save_profile as save_mentee_profile
from mentorship.referrals.models import (
    Referral,
    ReferralStatus,
    TriageAnswer,
    TriageDecision,
    TriageOutcome,
)
from mentorship.referrals.padding import BLOCK, CODE, pad
from mentorship.referrals.terms import Terms, deadlines, due_after_answer, terms_of
from mentorship.region.models import Organisation

__all__ = [
    "accept_referral", "add_goal", "add_mentee", "answer_question", "ask_by_link",
    "change_contact", "decide_intake", "give_consent", "note_ended", "note_letter_sent",
    "note_started", "note_waits_again", "pick_up", "record_talk", "save_mentee_profile",
    "send_referral", "sent_before", "set_guardians", "set_priority", "stop", "take_over",
    "transfer", "triage", "withdraw_consent",
]  # fmt: skip


def send_referral(db: Db, sender: Sender, copy: DraftCopy, told: Introduction) -> Referral:
    """The draft becomes the referral; sent again it is the one that is there.

    Raises DraftChanged when another page wrote something else, DraftUnknown for a draft that was
    thrown away or isn't the sender's, SentOtherwise when what was sent holds other texts.
    """
    try:
        draft = drafting.keep_draft(db, sender.user_id, copy)
    except DraftUnknown:
        return sent_before(db, sender.user_id, copy)
    key = policy.draft_key(db, sender.user_id, copy.id)
    referral = _new_referral(db, sender, draft, told, key)
    drafts.hand_over(db, sender.user_id, draft.id)
    # Without its id: this event alone doesn't say which referral. See decision 0007 for the others.
    audit.record(
        db, "referral.sent", subject_id=referral.subject_id, purpose=Purpose.REFERRAL,
        house=referral.house_code,
    )  # fmt: skip
    _write_to_house(db, referral, NEW_REFERRAL, days=_terms(db).receipt_days)
    return referral


def sent_before(db: Db, owner_id: UUID, copy: DraftCopy) -> Referral:
    """What this draft became; raises SentOtherwise when it doesn't hold what this page says."""
    sent = queries.find_by_draft(db, policy.draft_key(db, owner_id, copy.id))
    if sent is None:
        raise DraftUnknown
    if other := rules.other_texts(queries.sent_texts(db, sent), copy.fields):
        raise rules.SentOtherwise(sent.id, other)
    return sent


def _new_referral(
    db: Db, sender: Sender, draft: Draft, told: Introduction, draft_key: bytes
) -> Referral:
    due = deadlines(queries.today(db), _terms(db))
    referral = Referral(
        id=uuid4(),
        subject_id=draft.subject_id,
        house_code=told.house_code,
        received_at=now(db),
        receipt_due=due.receipt,
        triage_due=due.triage,
        agreed_to_contact_at=draft.created_at,
        is_status_shared=told.is_status_shared,
        source_key=policy.source_key(db, sender.user_id),
        draft_key=draft_key,
        known_key=known_key(db, told.first_name, told.family_name, str(told.birth_year)),
    )
    _seal_source(db, referral, sender, told)
    _seal_introduction(db, referral, told)
    db.add(referral)
    db.flush()
    return referral


def _seal_source(db: Db, referral: Referral, sender: Sender, told: Introduction) -> None:
    organisation = db.get_one(Organisation, sender.organisation_id)
    vault.write(
        db,
        referral,
        referrer_id=str(sender.user_id),
        organisation_id=str(organisation.id),
        source_type=pad(organisation.type.value, CODE),
        relation=told.relation,
        callback=pad(told.callback, CODE),  # empty or not: schools needn't fill it in
    )


def _seal_introduction(db: Db, referral: Referral, told: Introduction) -> None:
    vault.write(
        db,
        referral,
        first_name=told.first_name,
        family_name=told.family_name or None,
        birth_year=str(told.birth_year),
        place=told.place,
        contact_route=pad(told.contact_route.value, CODE),
        contact_details=told.contact_details,
        contact_times=told.contact_times or None,
        contact_caution=told.contact_caution or None,
        guardian_knows=pad(told.guardian_knows or "", CODE),
        guardian=told.guardian or None,
        need=told.need,
        hope=told.hope,
        own_words=told.own_words or None,
    )


def pick_up(db: Db, referral: Referral) -> None:
    """A consultant starts reading; the first one stops the clock of the receipt."""
    if referral.picked_up_at is None:
        referral.picked_up_at = now(db)
        db.flush()
        _record(db, "referral.picked_up", referral)


def triage(
    db: Db,
    referral: Referral,
    decision: Decision,
    consultant_id: UUID,
    known: Mentee | None = None,
) -> TriageDecision:
    """Decides; the row was locked, so a colleague who was first makes this AlreadyTriaged.

    Accepting makes a young person's file, or adds to that of `known`, whose row is locked too.
    """
    rules.check_can_triage(referral.status)
    source = queries.source_of(db, referral, Purpose.TRIAGE)
    question = rules.question_for(source, decision.outcome, decision.question)
    made = TriageDecision(
        subject_id=referral.subject_id,
        referral_id=referral.id,
        outcome=decision.outcome,
        decided_by=consultant_id,
        decided_at=now(db),
    )
    sealed = None if question is None else pad(question, BLOCK)
    vault.write(db, made, reason=decision.reason, question=sealed)
    db.add(made)
    referral.status = rules.NEXT_STATUS[decision.outcome]
    referral.triaged_at = made.decided_at
    referral.picked_up_at = referral.picked_up_at or made.decided_at
    db.flush()
    _record(db, "referral.triaged", referral)
    if decision.outcome is TriageOutcome.ACCEPT:
        if known is None:
            accept_referral(db, referral, consultant_id)
        else:
            join_known(db, referral, known)
    if question:
        _write_to_referrer(db, referral, QUESTION)
    return made


def answer_question(db: Db, referral: Referral, text: str, *, noted_by: UUID | None = None) -> None:
    """The answer brings the referral back to the consultants, with the time that was left.

    A referrer answers only what they were asked here; for who is called a consultant notes it.
    """
    rules.check_can_answer(referral.status)
    asked = queries.open_decision(db, referral)
    if asked is None or (noted_by is None and not queries.question_of(db, asked)):
        raise rules.NothingToAnswer
    answer = TriageAnswer(
        subject_id=referral.subject_id,
        decision_id=asked.id,
        answered_at=now(db),
        noted_by=noted_by,
    )
    vault.write(db, answer, text=text)
    db.add(answer)
    referral.triage_due = due_after_answer(
        referral.triage_due, queries.day_of(asked.decided_at), queries.today(db)
    )
    referral.status, referral.triaged_at = ReferralStatus.RECEIVED, None
    db.flush()
    if noted_by is None:
        audit.record(
            db, "referral.answered", subject_id=referral.subject_id, purpose=Purpose.REFERRAL
        )
        _write_to_house(db, referral, ANSWERED)
    else:
        _record(db, "referral.answer_noted", referral)


def _record(db: Db, action: str, referral: Referral) -> None:
    audit.record(
        db, action, subject_id=referral.subject_id, object_id=referral.id,
        purpose=Purpose.TRIAGE, house=referral.house_code,
    )  # fmt: skip


def _write_to_house(db: Db, referral: Referral, letter: Letter, **numbers: int) -> None:
    address = posting.page(db, "/referrals/inbox")
    for consultant in users_with_role(db, Role.MENTOR_CONSULTANT, referral.house_code):
        posting.post(db, consultant, letter, address, **numbers)


def _write_to_referrer(db: Db, referral: Referral, letter: Letter) -> None:
    referrer_id = vault.read(db, referral, "referrer_id", purpose=Purpose.MESSAGING)
    referrer = db.get(User, UUID(referrer_id)) if referrer_id else None
    if referrer is not None and referrer.is_open:
        posting.post(db, referrer, letter, posting.page(db, "/referrals"))


def _terms(db: Db) -> Terms:
    return terms_of(db.info["database"].settings)
