"""The forms of rounds, decisions, answers and rules about pairs."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mentorship.foundation.forms import (
    BooleanField,
    Form,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.labels import KINDS_EXPLAINED, OUTCOMES, REFUSALS
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import LONGEST_REASON, DecisionOutcome, Refusal, RuleKind, Side
from mentorship.matching.rounds.models import REGION

YES, NO = "yes", "no"
AGAIN, DONE = "again", "done"


def choices(labels: Mapping[Any, LazyText]) -> list[SelectChoice]:
    return [SelectChoice(value.value, label) for value, label in labels.items()]


class StartRoundForm(Form):
    """For which House, or for the region."""

    scope = RadioField(_l("For whom?"), [Required(_l("Choose for whom the round is."))], choices=[])

    def offer(self, houses: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """The own Houses by code and name, and the region."""
        own = [SelectChoice(code, name) for code, name in houses]
        self.scope.choices = [*own, SelectChoice(REGION, _("The whole region, with lending"))]
        if not self.is_submitted():
            values = [choice.value for choice in self.scope.choices]
            self.scope.data = chosen if chosen in values else values[0]

    @property
    def house_code(self) -> str | None:
        return None if self.scope.data == REGION else str(self.scope.data)


class DecisionForm(Form):
    """One pair, one decision, its own reason."""

    outcome = RadioField(
        _l("What do you decide?"),
        [Required(_l("Choose what you decide."))],
        choices=choices(OUTCOMES),
    )
    is_lending_agreed = BooleanField(_l("The House of this mentor agrees to lend them"))
    reason = TextAreaField(
        _l("Reason"),
        [Required(_l("Write down the reason.")), Longest(LONGEST_REASON)],
        description=_l("In your own words, about this pair. It stays inside the House."),
    )

    @property
    def decided(self) -> DecisionOutcome:
        return DecisionOutcome(self.outcome.data)


class AnswerForm(Form):
    """Yes, or no with one of the closed list; nobody has to give a reason."""

    answer = RadioField(
        _l("My answer"),
        [Required(_l("Choose yes or no."))],
        choices=[SelectChoice(YES, _l("Yes, I want this")), SelectChoice(NO, _l("No"))],
    )
    refusal = SelectField(
        _l("If no: may we know why?"),
        [Optional()],
        choices=choices(REFUSALS),
        default=Refusal.NO_REASON.value,
        description=_l("You do not have to say why."),
    )

    def reply(self, side: Side) -> Reply:
        is_yes = self.answer.data == YES
        refusal = None if is_yes else Refusal(self.refusal.data or Refusal.NO_REASON)
        return Reply(side, is_yes, refusal)


class NotedAnswerForm(AnswerForm):
    """What a consultant heard."""

    answer = RadioField(
        _l("The answer"),
        [Required(_l("Choose yes or no."))],
        choices=[SelectChoice(YES, _l("Yes")), SelectChoice(NO, _l("No"))],
    )
    refusal = SelectField(
        _l("If no: the reason that was given"),
        [Optional()],
        choices=choices(REFUSALS),
        default=Refusal.NO_REASON.value,
    )


class ReasonForm(Form):
    """Why a question is taken back."""

    reason = TextAreaField(
        _l("Reason"), [Required(_l("Write down the reason.")), Longest(LONGEST_REASON)]
    )


class NextForm(Form):
    """What comes for a young person whose mentor stopped."""

    comes = RadioField(
        _l("What comes next?"),
        [Required(_l("Choose what comes next."))],
        choices=[
            SelectChoice(AGAIN, _l("Look for another mentor: the young person waits again")),
            SelectChoice(DONE, _l("No other mentor: the young person is done")),
        ],
    )
    reason = TextAreaField(
        _l("Reason"), [Required(_l("Write down the reason.")), Longest(LONGEST_REASON)]
    )

    @property
    def looks_again(self) -> bool:
        return bool(self.comes.data == AGAIN)


class PairRuleForm(Form):
    """A pin, a ban or a conflict of one young person with one mentor."""

    part_of_name = StringField(
        _l("Search a mentor: the name, or part of it"), [Optional(), Longest(100)]
    )
    mentor = SelectField(_l("Mentor"), [Required(_l("Choose a mentor."))], choices=[])
    kind = RadioField(
        _l("What do you lay down?"),
        [Required(_l("Choose what you lay down."))],
        choices=choices(KINDS_EXPLAINED),
    )
    reason = TextAreaField(
        _l("Reason"), [Required(_l("Write down the reason.")), Longest(LONGEST_REASON)]
    )

    def offer(self, mentors: Sequence[tuple[UUID, str]], total: int) -> None:
        """`total` is how many there are by this part of the name; more than these have to be
        searched for."""
        self.total, self.has_more = total, total > len(mentors)
        named = [SelectChoice(str(key), name) for key, name in mentors]
        self.mentor.choices = [SelectChoice("", _("Choose a mentor")), *named]

    @property
    def picked(self) -> UUID | None:
        """Who is chosen on the page now."""
        try:
            return UUID(self.mentor.data or "")
        except ValueError:
            return None

    @property
    def mentor_id(self) -> UUID:
        return UUID(self.mentor.data)

    @property
    def laid_down(self) -> RuleKind:
        return RuleKind(self.kind.data)
