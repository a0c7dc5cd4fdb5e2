"""The forms that put something right that was noted at the end; filled in with what stands now."""

from collections.abc import Mapping

from mentorship.trajectories.closure.forms import AftercareForm, ContactForm, HowForm, TalkForm
from mentorship.trajectories.closure.models import (
    AftercareCheck,
    Closure,
    ContactStatement,
    ExitTalk,
)
from mentorship.trajectories.closure.rows import Agreed, Checked, Talk
from mentorship.trajectories.closure.rules import Ending
from mentorship.trajectories.forms import why_field

_TOLD_OF = {True: "yes", False: "no", None: "unknown"}


class CorrectEndForm(HowForm):
    """How, why and by whom; the last day and what came next stay."""

    shown = ("kind", "reason", "ended_by", "was_celebrated", "explanation", "why")
    why = why_field()

    def show(self, row: Closure, words: Mapping[str, str]) -> None:
        self.kind.data, self.reason.data = row.kind.value, row.reason.value
        self.ended_by.data, self.was_celebrated.data = row.ended_by.value, row.was_celebrated
        self.explanation.data = words.get("explanation", "")

    def told(self, row: Closure) -> Ending:
        return self.ending_on(row.ended_on, row.what_next)


class CorrectTalkForm(TalkForm):
    """A talk with the same side."""

    shown = ("talked_on", "held", "topics", "notes", "minutes", "why")
    why = why_field()

    def show(self, row: ExitTalk, words: Mapping[str, str]) -> None:
        self.talked_on.data, self.held.data = row.talked_on, _TOLD_OF[row.is_held]
        self.topics.data, self.notes.data = list(row.topics), words.get("notes", "")
        self.minutes.data = str(row.minutes or "")

    def told(self, row: ExitTalk) -> Talk:
        return self.talk_with(row.side)


class CorrectContactForm(ContactForm):
    """What the two agreed on, and who knows it."""

    shown = (
        "choice", "may_be_online", "agreed_on", "known_to_mentee", "known_to_mentor", "why",
    )  # fmt: skip
    why = why_field()

    def show(self, row: ContactStatement, words: Mapping[str, str]) -> None:
        self.choice.data, self.may_be_online.data = row.choice.value, row.may_be_online
        self.agreed_on.data = row.agreed_on
        self.known_to_mentee.data = row.known_to_mentee
        self.known_to_mentor.data = row.known_to_mentor

    def told(self, row: ContactStatement) -> Agreed:
        return self.agreed


class CorrectAftercareForm(AftercareForm):
    """How it goes, at the same moment."""

    shown = ("held_on", "outcome", "natural_mentor", "notes", "minutes", "why")
    why = why_field()

    def show(self, row: AftercareCheck, words: Mapping[str, str]) -> None:
        self.held_on.data, self.outcome.data = row.held_on, row.outcome.value
        self.natural_mentor.data = _TOLD_OF[row.has_natural_mentor]
        self.notes.data = words.get("notes", "")
        self.minutes.data = str(row.minutes or "")

    def told(self, row: AftercareCheck) -> Checked:
        return self.checked(row.months)
