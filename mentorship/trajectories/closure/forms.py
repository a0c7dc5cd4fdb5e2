"""The forms of the end: how it ended, the talks, contact afterwards, aftercare."""

from datetime import date
from typing import Any

from mentorship.foundation.forms import (
    BooleanField,
    CheckboxesField,
    DutchDateField,
    Form,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    SelectField,
    TextAreaField,
    ValidationError,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories import texts
from mentorship.trajectories.closure.models import (
    AftercareOutcome,
    ClosureKind,
    ClosureReason,
    ContactAfterwards,
    EndedBy,
    ExitTopic,
    TalkSide,
    WhatNext,
)
from mentorship.trajectories.closure.rows import Agreed, Checked, Talk
from mentorship.trajectories.closure.rules import TREE, Ending, who_can_end
from mentorship.trajectories.forms import choices, minutes_field, minutes_of
from mentorship.trajectories.labels import (
    AFTERCARE,
    CONTACTS,
    ENDED_BY,
    EXIT_TOPICS,
    KINDS,
    REASONS,
    TALK_SIDES,
    WHAT_NEXT,
)
from mentorship.trajectories.models import LONGEST_TEXT

_DAY = _l("Fill in the day, like 03-11-2026.")


class HowForm(Form):
    """How, why and by whom; the reasons of a kind are told where another one is chosen."""

    kind = RadioField(
        _l("How does it end?"), [Required(_l("Choose how it ends."))], choices=choices(KINDS)
    )
    reason = SelectField(_l("Why?"), [Required(_l("Choose the reason."))])
    ended_by = RadioField(
        _l("Who wanted this?"), [Required(_l("Choose who wanted it."))], choices=choices(ENDED_BY)
    )
    was_celebrated = BooleanField(_l("The end was celebrated together"), [Optional()])
    explanation = TextAreaField(
        _l("What should a colleague know?"),
        [Optional(), Longest(LONGEST_TEXT)],
        description=_l("Short, and only what is needed. The young person may read everything."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [
            SelectChoice("", _l("Choose a reason")),
            *(SelectChoice(reason.value, REASONS[reason]) for reason in REASONS),
        ]

    def validate_reason(self, field: SelectField) -> None:
        if self.kind.data and field.data not in (possible := TREE[ClosureKind(self.kind.data)]):
            raise ValidationError(
                _(
                    "With this kind of end belongs one of: %(reasons)s.",
                    reasons=", ".join(str(REASONS[one]) for one in possible),
                )
            )

    def validate_ended_by(self, field: RadioField) -> None:
        if self.kind.data and field.data not in (who := who_can_end(ClosureKind(self.kind.data))):
            raise ValidationError(
                _(
                    "With this kind of end belongs one of: %(reasons)s.",
                    reasons=", ".join(str(ENDED_BY[one]) for one in who),
                )
            )

    def ending_on(self, ended_on: date, what_next: WhatNext) -> Ending:
        return Ending(
            kind=ClosureKind(self.kind.data),
            reason=ClosureReason(self.reason.data),
            ended_by=EndedBy(self.ended_by.data),
            ended_on=ended_on,
            what_next=what_next,
            explanation=self.explanation.data or "",
            was_celebrated=bool(self.was_celebrated.data),
        )


class EndForm(HowForm):
    """The end as it is noted first: also when, and what comes then."""

    ended_on = DutchDateField(_l("Last day"), [Required(_DAY)])
    what_next = RadioField(
        _l("What comes next for the young person?"), [Required(_l("Choose what comes next."))]
    )

    def __init__(self, *args: Any, nexts: tuple[WhatNext, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what_next.choices = choices({one: WHAT_NEXT[one] for one in nexts})

    @property
    def ending(self) -> Ending:
        return self.ending_on(self.ended_on.day, WhatNext(self.what_next.data))


class TalkForm(Form):
    """A talk about the end, or that it was offered and not wanted."""

    talked_on = DutchDateField(_l("Day"), [Required(_DAY)])
    held = RadioField(
        _l("Was there a talk?"),
        [Required(_l("Choose whether there was a talk."))],
        choices=[
            SelectChoice("yes", _l("Yes")),
            SelectChoice("no", _l("No: it was offered, and not wanted or not possible")),
        ],
    )
    topics = CheckboxesField(
        _l("What was talked about?"), [Optional()], choices=choices(EXIT_TOPICS)
    )
    notes = TextAreaField(
        _l("Notes"),
        [Optional(), Longest(LONGEST_TEXT)],
        description=_l("Short, and only what is needed. The young person may read everything."),
    )
    minutes = minutes_field()

    def talk_with(self, side: TalkSide) -> Talk:
        return Talk(
            side=side,
            talked_on=self.talked_on.day,
            is_held=self.held.data == "yes",
            topics=[ExitTopic(topic) for topic in self.topics.data or ()],
            notes=self.notes.data or "",
            minutes=minutes_of(self.minutes),
        )


class ExitTalkForm(TalkForm):
    """A talk as it is noted first: also with whom."""

    side = RadioField(_l("With whom?"), [Required(_l("Choose with whom the talk was."))])

    def __init__(self, *args: Any, sides: tuple[TalkSide, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side.choices = choices({side: TALK_SIDES[side] for side in sides})

    @property
    def talk(self) -> Talk:
        return self.talk_with(TalkSide(self.side.data))


class ContactForm(Form):
    """What the two agreed about contact afterwards."""

    choice = RadioField(
        _l("What do they want?"), [Required(_l("Choose what they agreed on."))],
        choices=choices(CONTACTS),
    )  # fmt: skip
    may_be_online = BooleanField(_l("Contact on line is fine too"), [Optional()])
    agreed_on = DutchDateField(_l("Day on which they agreed"), [Required(_DAY)])
    known_to_mentee = BooleanField(
        _l("The young person got it on paper and knows what it says"), [Optional()]
    )
    known_to_mentor = BooleanField(
        _l("The mentor got it on paper and knows what it says"), [Optional()]
    )

    @property
    def agreed(self) -> Agreed:
        return Agreed(
            choice=ContactAfterwards(self.choice.data),
            may_be_online=bool(self.may_be_online.data),
            agreed_on=self.agreed_on.day,
            text_version=texts.CURRENT,
            known_to_mentor=bool(self.known_to_mentor.data),
            known_to_mentee=bool(self.known_to_mentee.data),
        )


class AftercareForm(Form):
    """How it goes, after three or six months."""

    held_on = DutchDateField(_l("Day"), [Required(_DAY)])
    outcome = RadioField(
        _l("How does it go?"), [Required(_l("Choose how it goes."))], choices=choices(AFTERCARE)
    )
    natural_mentor = RadioField(
        _l("Is there somebody in their own life to turn to?"),
        [Optional()],
        choices=[
            SelectChoice("yes", _l("Yes")),
            SelectChoice("no", _l("No")),
            SelectChoice("unknown", _l("Not asked")),
        ],
        default="unknown",
    )
    notes = TextAreaField(
        _l("Notes"),
        [Optional(), Longest(LONGEST_TEXT)],
        description=_l("Short, and only what is needed. The young person may read everything."),
    )
    minutes = minutes_field()

    def checked(self, months: int) -> Checked:
        return Checked(
            months=months,
            held_on=self.held_on.day,
            outcome=AftercareOutcome(self.outcome.data),
            has_natural_mentor={"yes": True, "no": False}.get(self.natural_mentor.data),
            notes=self.notes.data or "",
            minutes=minutes_of(self.minutes),
        )
