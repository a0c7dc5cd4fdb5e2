"""How somebody was referred: what the referrer wrote, what was decided, asked and answered."""

from collections.abc import Iterator

from sqlmodel import col, select

from mentorship.desk.people.happenings import Happening, Reading
from mentorship.desk.tasks.task import Place
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.labels import FIELDS, OUTCOMES
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral, TriageAnswer, TriageDecision


def told(db: Db, mentee: Mentee) -> Iterator[Happening]:
    reading = Reading(db, Purpose.TRIAGE)
    found = select(Referral).where(col(Referral.subject_id) == mentee.subject_id)
    for row in db.exec(found):
        yield Happening(
            row.received_at,
            _("A referral came in"),
            words=reading.words(row, **{name: FIELDS[name] for name in _WRITTEN}),
            place=Place("referrals.case", {"referral_id": row.id}),
        )
    decided = (
        select(TriageDecision, TriageAnswer)
        .join(TriageAnswer, isouter=True)
        .where(col(TriageDecision.subject_id) == mentee.subject_id)
    )
    for decision, answer in db.exec(decided):
        yield Happening(
            decision.decided_at,
            _("Triage: %(outcome)s", outcome=OUTCOMES[decision.outcome]),
            by=decision.decided_by,
            words=reading.words(decision, question=_l("Question"), reason=_l("Reason")),
        )
        if answer is not None:
            yield Happening(
                answer.answered_at,
                _("The referrer answered"),
                by=answer.noted_by,
                words=reading.words(answer, text=_l("Answer")),
            )


_WRITTEN = ("need", "hope", "own_words")
