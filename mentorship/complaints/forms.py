"""The screens about complaints: telling one, and what the confidant notes, finds and writes."""

from collections.abc import Mapping
from uuid import UUID

from mentorship.complaints import labels
from mentorship.complaints.models import LONGEST_LINE, LONGEST_TEXT, About, CameBy, Outcome
from mentorship.complaints.telling import Told
from mentorship.foundation.forms import (
    Form,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    StringField,
    TextAreaField,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l


class TellForm(Form):
    """What the teller says; only what happened and about what kind of person has to be there."""

    about = RadioField(
        _l("Who is it about?"),
        [Required(_l("Choose who it is about."))],
        choices=[SelectChoice(about.value, label) for about, label in labels.ABOUT.items()],
    )
    which = RadioField(
        _l("Which confidant is it about?"),
        [Optional()],
        choices=[],
        validate_choice=False,
        description=_l("This confidant does not get to see what you write."),
    )
    who = StringField(
        _l("What is their name?"),
        [Optional(), Longest(LONGEST_LINE)],
        description=_l("You may leave this open, or write what you do know."),
    )
    words = TextAreaField(
        _l("What happened?"),
        [Required(_l("Write down what happened.")), Longest(LONGEST_TEXT)],
        description=_l(
            "Write it as you would tell it. When was it, where, and was anybody else there? You "
            "need not prove anything."
        ),
    )
    teller = StringField(
        _l("Who are you?"),
        [Optional(), Longest(LONGEST_LINE)],
        description=_l("You may leave this open. Then nobody knows that you told it."),
    )
    contact = TextAreaField(
        _l("How can the confidant reach you safely?"),
        [Optional(), Longest(LONGEST_LINE)],
        description=_l(
            "For example a telephone number, when we may call, and what we had better not do. "
            "When you leave this open, the confidant can ask you nothing."
        ),
    )

    def offer(self, names: Mapping[UUID, str]) -> None:
        """The confidants to choose from, when it is about one of them."""
        self.which.choices = [SelectChoice(str(key), name) for key, name in names.items()]

    @property
    def is_about_a_confidant(self) -> bool:
        return bool(self.about.data == About.CONFIDANT)

    def chosen(self, names: Mapping[UUID, str]) -> UUID | None:
        """The confidant it is about; asks for one when none was chosen."""
        found = next((key for key in names if str(key) == self.which.data), None)
        if found is None:
            self.refuse(_("Choose which confidant it is about."), "which")
        return found

    @property
    def told(self) -> Told:
        return Told(
            about=About(self.about.data),
            who=self.who.data or "",
            words=self.words.data,
            teller=self.teller.data or "",
            contact=self.contact.data or "",
        )


class TypeInForm(TellForm):
    """The same, typed in by a confidant for somebody who called or wrote."""

    came_by = RadioField(
        _l("How did it reach you?"),
        [Required(_l("Choose how it reached you."))],
        choices=[
            SelectChoice(way.value, label)
            for way, label in labels.CAME_BY.items()
            if way is not CameBy.PAGE
        ],
    )

    @property
    def way(self) -> CameBy:
        return CameBy(self.came_by.data)


class MoreForm(Form):
    more = TextAreaField(
        _l("What else do you want to tell?"),
        [Required(_l("Write down what you want to add.")), Longest(LONGEST_TEXT)],
        description=_l("For example what happened since, or how we can reach you now."),
    )


class NoteForm(Form):
    words = TextAreaField(
        _l("What did you do or hear?"),
        [Required(_l("Write down what you did or heard.")), Longest(LONGEST_TEXT)],
        description=_l("Only the confidants who may open this read it."),
    )


class FindForm(Form):
    name = StringField(
        _l("A part of the name"),
        [Required(_l("Fill in at least two letters of the name.")), Longest(LONGEST_LINE)],
    )


class CloseForm(Form):
    """What was found, and the letter for who told it."""

    outcome = RadioField(
        _l("What did you find?"),
        [Required(_l("Choose your finding."))],
        choices=[SelectChoice(one.value, label) for one, label in labels.OUTCOMES.items()],
    )
    letter = TextAreaField(
        _l("Letter to who told it"),
        [Required(_l("Write the letter.")), Longest(LONGEST_TEXT)],
        description=_l(
            "Plain words: what you did, what you found, what happens now, and where they can go "
            "when they do not agree. Others may look along: name nobody."
        ),
    )

    @property
    def found(self) -> Outcome:
        return Outcome(self.outcome.data)
