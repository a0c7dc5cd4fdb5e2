"""The forms of a review and of the scale of one goal."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from mentorship.foundation.forms import (
    CheckboxesField,
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    TextAreaField,
    ValidationError,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.forms import minutes_field, minutes_of, why_field
from mentorship.trajectories.reviews.labels import DECISIONS, LEVELS, SIGNS, TOOK_PART
from mentorship.trajectories.reviews.models import (
    HEAVIEST,
    LEVEL_COLUMNS,
    LONGEST_LEVEL,
    LONGEST_TEXT,
    Review,
    ReviewDecision,
)
from mentorship.trajectories.reviews.queries import GoalTold
from mentorship.trajectories.reviews.services import NewReview, NewScale

AnyForm = TypeVar("AnyForm", bound="ReviewForm")


class ReviewForm(Form):
    """Who took part, how far each goal is, what was decided; `for_goals` adds the goals."""

    goals: tuple[GoalTold, ...] = ()

    version = HiddenField()
    held_on = DutchDateField(
        _l("Day of the review"), [Required(_l("Fill in the day of the review, like 03-11-2026."))]
    )
    took_part = CheckboxesField(
        _l("Who took part?"),
        choices=[SelectChoice(key.value, label) for key, label in TOOK_PART.items()],
    )
    decision = RadioField(
        _l("What do you decide together?"),
        [Required(_l("Choose what you decide together."))],
        choices=[SelectChoice(key.value, label) for key, label in DECISIONS.items()],
    )
    summary = TextAreaField(
        _l("What was said"),
        [Optional(), Longest(LONGEST_TEXT)],
        description=_l("Only what is needed. The young person may read it."),
    )
    next_steps = TextAreaField(
        _l("Next steps"),
        [Optional(), Longest(LONGEST_TEXT)],
        description=_l("Who does what, and until when. The young person gets this on paper."),
    )
    minutes = minutes_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def validate_held_on(self, field: DutchDateField) -> None:
        if field.data is not None and field.data > self.today:
            raise ValidationError(_("This day is still to come. Fill in the day that it was."))

    def level_field(self, goal: GoalTold) -> Any:
        return self[_name_of(goal)]

    @property
    def told(self) -> NewReview:
        assert self.held_on.data is not None  # noqa: S101 — validated
        chosen = {goal.goal.id: self.level_field(goal).data for goal in self.goals}
        return NewReview(
            held_on=self.held_on.data,
            took_part=tuple(self.took_part.data or ()),
            decision=ReviewDecision(self.decision.data),
            summary=self.summary.data or "",
            next_steps=self.next_steps.data or "",
            levels={key: int(level) for key, level in chosen.items() if level},
            minutes=minutes_of(self.minutes),
        )


class CorrectReviewForm(ReviewForm):
    """A review that is put right, filled in with what stands now."""

    why = why_field()

    def show(
        self, review: Review, words: Mapping[str, str], levels: Mapping[UUID, int | None]
    ) -> None:
        self.held_on.data, self.decision.data = review.held_on, review.decision.value
        self.took_part.data = list(review.took_part)
        self.summary.data = words.get("summary", "")
        self.next_steps.data = words.get("next_steps", "")
        self.minutes.data = str(review.minutes or "")
        for goal in self.goals:
            if (level := levels.get(goal.goal.id)) is not None:
                self.level_field(goal).data = str(level)


def review_form(goals: Sequence[GoalTold], base: type[AnyForm]) -> type[AnyForm]:
    """The form with a question for each goal that has a scale; none of them has to be answered."""
    asked = tuple(goal for goal in goals if goal.is_scored)
    fields = {_name_of(goal): _level_field(goal) for goal in asked}
    return cast(type[AnyForm], type("ReviewOfGoals", (base,), {**fields, "goals": asked}))


def _name_of(goal: GoalTold) -> str:
    return f"goal_{goal.goal.id.hex}"


def _level_field(goal: GoalTold) -> RadioField:
    choices = [
        SelectChoice(str(level), f"{SIGNS[level]} · {goal.descriptions.get(level, '')}")
        for level in LEVELS
    ]
    return RadioField(goal.text, [Optional()], choices=choices)


class ScaleForm(Form):
    """Five levels of one goal in plain words, its weight, and where it stands now."""

    version = HiddenField()
    much_less = TextAreaField(
        LEVELS[-2], [Required(_l("Describe this level.")), Longest(LONGEST_LEVEL)]
    )
    less = TextAreaField(LEVELS[-1], [Required(_l("Describe this level.")), Longest(LONGEST_LEVEL)])
    expected = TextAreaField(
        LEVELS[0],
        [Required(_l("Describe this level.")), Longest(LONGEST_LEVEL)],
        description=_l("What you can be glad about after a year."),
    )
    more = TextAreaField(LEVELS[1], [Required(_l("Describe this level.")), Longest(LONGEST_LEVEL)])
    much_more = TextAreaField(
        LEVELS[2], [Required(_l("Describe this level.")), Longest(LONGEST_LEVEL)]
    )
    baseline = RadioField(
        _l("Where does it stand now?"),
        [Required(_l("Choose where it stands now."))],
        choices=[SelectChoice(str(level), label) for level, label in LEVELS.items()],
    )
    weight = RadioField(
        _l("How much does this goal count?"),
        [Required(_l("Choose how much this goal counts."))],
        choices=[SelectChoice(str(n), str(n)) for n in range(1, HEAVIEST + 1)],
        default="1",
        description=_l("1 is usual; 5 is what matters most by far."),
    )

    @property
    def told(self) -> NewScale:
        words = {level: self[name].data for level, name in LEVEL_COLUMNS.items()}
        return NewScale(words, int(self.weight.data), int(self.baseline.data))

    def show(self, goal: GoalTold) -> None:
        assert goal.scale is not None  # noqa: S101 — only one that has a scale is shown
        for level, name in LEVEL_COLUMNS.items():
            self[name].data = goal.descriptions.get(level, "")
        self.weight.data, self.version.data = str(goal.scale.weight), str(goal.scale.version)
        self.baseline.data = str(next(iter(goal.levels.values()), ""))
