"""What an evaluator may ask about: by which measures it is counted, or why it never is.

The one place that says so; report, methods and disclosure.json read it. A test holds it against
all measures that there are, so that a new one can't be left out here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase

from mentorship.evaluation.measures.per_trajectory import (
    AS_MEANT,
    CHANGED,
    COST,
    EXPERIENCE,
    HOW_MUCH,
    REACH,
    WHO_STOPPED,
)
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

MEANWHILE = _l("What else changed meanwhile?")
# In the order of the house; the last one is answered by the log of changes, not by a table.
QUESTIONS = (REACH, AS_MEANT, HOW_MUCH, WHO_STOPPED, EXPERIENCE, CHANGED, COST, MEANWHILE)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that a question asks about.

    `counted_by` are ids of measures, with * for what differs between programmes. Where there is no
    such measure, `why_not` says why; where there always is one, it is None.
    """

    question: LazyText
    name: LazyText
    counted_by: tuple[str, ...] = ()
    why_not: LazyText | None = None

    def is_counted(self, ids: Collection[str]) -> bool:
        return any(fnmatchcase(one, form) for one in ids for form in self.counted_by)


ASPECTS = (
    Aspect(REACH, _l("Referrals and what came of them"), ("referrals-by-*",)),
    Aspect(REACH, _l("Matches per House"), ("matches-by-house",)),
    Aspect(
        REACH,
        _l("Outreach before the referrals"),
        why_not=_l("Nobody keeps which visit or talk led to which referral."),
    ),
    Aspect(
        REACH,
        _l("Why referrals were not taken up"),
        why_not=_l(
            "Mentor consultants write the reason in their own words. These stay sealed, and there "
            "are no codes to count."
        ),
    ),
    Aspect(
        REACH,
        _l("The time from a referral to the decision and to the consent"),
        why_not=_l("There is no table for it. Only the time from consent to match has one."),
    ),
    Aspect(
        AS_MEANT,
        _l("Matches and mentors trained"),
        ("matches-by-answer", "time-to-match", "mentors-trained"),
    ),
    Aspect(
        AS_MEANT,
        _l("Practice standards about single trajectories"),
        ("support-contacts", "reviews-in-time", "formal-closure"),
    ),
    Aspect(
        AS_MEANT,
        _l("The other practice standards"),
        why_not=_l(
            "They are about the programme as a whole or about mentors. The programme follows them "
            "on a page of its own."
        ),
    ),
    Aspect(
        AS_MEANT,
        _l("Subjects of the training"),
        why_not=_l("Only whether a mentor completed the training is counted."),
    ),
    Aspect(
        HOW_MUCH,
        _l("Meetings, hours, weeks, gaps, and what was agreed"),
        ("sessions-met", "hours-per-month", "weeks-active", "meetings-delivered", "contact-met",
         "contact-called", "contact-tried", "contact-cancelled", "longest-gap"),
    ),
    Aspect(
        WHO_STOPPED,
        _l("Time, kind, reason and wish of the end"),
        ("duration", "attrition", "closure-by-*"),
    ),
    Aspect(
        WHO_STOPPED,
        _l("Trajectories in half-years of which one still runs"),
        why_not=_l("A half-year is counted once everything that began in it has ended."),
    ),
    Aspect(
        EXPERIENCE,
        _l("Three questions to young people and to mentors"),
        ("contact-before", "contact-after", "contact-mentor", "useful-*", "safe-*"),
    ),
    Aspect(
        EXPERIENCE,
        _l("A measure of the relationship between the two"),
        why_not=_l(
            "The programme brings none. Where it loaded a questionnaire about it, its tables are "
            "under the question what changed."
        ),
    ),
    Aspect(
        EXPERIENCE,
        _l("What was said in exit talks"),
        why_not=_l(
            "Noted is whether a talk was held and which subjects came up. What was said stays "
            "sealed, and there are no codes to count."
        ),
    ),
    Aspect(CHANGED, _l("Ladder of life"), ("ladder-*",)),
    Aspect(CHANGED, _l("Own goals"), ("goals-*",)),
    Aspect(CHANGED, _l("Who answered, at each moment"), ("check-in-*",)),
    Aspect(
        CHANGED,
        _l("Loaded questionnaires"),
        ("instrument-*",),
        _l("The programme has not loaded any, so nobody answered one."),
    ),
    Aspect(
        CHANGED,
        _l("Reliable change"),
        ("instrument-*-change",),
        _l(
            "It needs a questionnaire, asked at the start and at the end, of which reliability and "
            "spread were published. For own goals and the ladder of life there are none."
        ),
    ),
    Aspect(COST, _l("Expenses of mentors"), ("expenses",)),
    Aspect(COST, _l("Hours of consultants"), ("consultant-hours*",)),
    Aspect(
        COST,
        _l("Training of mentors"),
        why_not=_l(
            "A training is given to a group of mentors, before they guide anybody. What it cost is "
            "not divided over trajectories."
        ),
    ),
    Aspect(
        COST,
        _l("Time for intakes, matching, concerns and recruiting"),
        why_not=_l("Nobody notes the minutes of this work."),
    ),
    Aspect(
        COST,
        _l("Hours in euros"),
        why_not=_l("Rates are settings of the programme, so only the hours are told."),
    ),
    Aspect(
        MEANWHILE,
        _l("What changed around the programme"),
        why_not=_l("Only changes in the programme itself are kept."),
    ),
)  # fmt: skip


def uncounted(ids: Collection[str]) -> tuple[tuple[Aspect, LazyText], ...]:
    """What none of these measures counts, with the reason, in the order of the house."""
    return tuple(
        (one, one.why_not) for one in ASPECTS if one.why_not is not None and not one.is_counted(ids)
    )
