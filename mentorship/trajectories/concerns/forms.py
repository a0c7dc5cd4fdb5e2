"""The small forms of a concern: the mentor's few words, and one for each act of a consultant."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from mentorship.foundation.forms import (
    BooleanField,
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    TextAreaField,
)
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.concerns.labels import PROTOCOLS
from mentorship.trajectories.concerns.protocols import Protocol, ProtocolKind, Step
from mentorship.trajectories.models import LONGEST_TEXT


class RaiseForm(Form):
    """A few words of the mentor; `version` is that of the draft on the screen."""

    version = HiddenField()
    words = TextAreaField(
        _l("What did you see or hear, and since when?"),
        [Required(_l("Write in a few words what you are worried about.")), Longest(LONGEST_TEXT)],
        description=_l("A few words are enough: a consultant calls you about it."),
    )
    is_now = BooleanField(
        _l("I want to be called today"),
        [Optional()],
        description=_l("We then tell more people sooner. In danger: call 112 yourself."),
    )

    @property
    def fields(self) -> dict[str, str]:
        return {"words": self.words.data or "", "is_now": "y" if self.is_now.data else ""}

    def show(self, kept: Mapping[str, str], version: int) -> None:
        self.words.data, self.is_now.data = kept.get("words", ""), bool(kept.get("is_now"))
        self.version.data = str(version)


class AddForm(Form):
    """What a mentor tells later of the own concern."""

    words = TextAreaField(
        _l("What do you want to add?"),
        [Required(_l("Write in a few words what you want to add.")), Longest(LONGEST_TEXT)],
        description=_l("Your first words stay as they are; this stands below them."),
    )


class MistakeForm(Form):
    """That it was a mistake; saying why is not asked."""

    words = TextAreaField(
        _l("Do you want to say how it came?"), [Optional(), Longest(LONGEST_TEXT)]
    )


class ProtocolForm(Form):
    """How to act."""

    protocol = RadioField(
        _l("Which protocol do you follow?"),
        [Required(_l("Choose a protocol."))],
        choices=[SelectChoice(kind.value, label) for kind, label in PROTOCOLS.items()],
    )

    @property
    def chosen(self) -> ProtocolKind:
        return ProtocolKind(self.protocol.data)


class StepForm(Form):
    """One step that somebody took."""

    step = RadioField(_l("Which step did you take?"), [Required(_l("Choose the step."))])
    done_on = DutchDateField(
        _l("On which day?"), [Required(_l("Fill in the day, like 03-11-2026."))]
    )
    note = TextAreaField(
        _l("What was done or agreed"),
        [Optional(), Longest(LONGEST_TEXT)],
        description=_l(
            "Short, only what is needed and without names: the young person may read it, and a "
            "colleague of another House when you ask one to look along."
        ),
    )

    def __init__(self, *args: object, protocol: Protocol | None, today: date, **kw: object) -> None:
        super().__init__(*args, **{"done_on": today, **kw})
        steps = protocol.steps if protocol else ()
        self.step.choices = [SelectChoice(step.code, step.title) for step in steps]

    @property
    def day(self) -> date:
        """The day, once the form is valid."""
        assert self.done_on.data is not None  # noqa: S101 — required
        return self.done_on.data


class SecondForm(Form):
    """Who looks along; the ids are those of colleagues."""

    colleague = RadioField(_l("Which colleague?"), [Required(_l("Choose a colleague."))])

    def __init__(self, *args: object, names: Mapping[UUID, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.colleague.choices = [SelectChoice(str(key), name) for key, name in names.items()]

    @property
    def chosen(self) -> UUID:
        return UUID(self.colleague.data)


class HandOverForm(Form):
    """Who has it from now on; beside the other form its field needs a name of its own."""

    taker = RadioField(_l("Who takes it over?"), [Required(_l("Choose a colleague."))])

    def __init__(self, *args: object, names: Mapping[UUID, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.taker.choices = [SelectChoice(str(key), name) for key, name in names.items()]

    @property
    def chosen(self) -> UUID:
        return UUID(self.taker.data)


class LookForm(Form):
    """What the second pair of eyes thinks."""

    opinion = TextAreaField(
        _l("What do you think of it?"),
        [Required(_l("Write down what you think.")), Longest(LONGEST_TEXT)],
    )


class CloseForm(Form):
    """What came of it; while steps are missing also why."""

    outcome = TextAreaField(
        _l("What came of it?"),
        [Required(_l("Write down what came of it.")), Longest(LONGEST_TEXT)],
        description=_l("Short, and only what is needed. The young person may read everything."),
    )
    left_out = TextAreaField(
        _l("Why were these steps not noted?"),
        [
            Required(_l("Write down why these steps were not noted, or note them first.")),
            Longest(LONGEST_TEXT),
        ],
        description=_l("Not taken, not needed, or done and not noted: a few words are enough."),
    )

    def __init__(self, *args: object, missing: Sequence[Step], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.left_out

    @property
    def reason(self) -> str:
        """Why steps were left out; empty when none was."""
        return self.left_out.data or "" if self.left_out else ""
