"""The screens around bundles: asking for one, releasing it, noting what changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from mentorship.evaluation.labels import BASES, KINDS
from mentorship.evaluation.measures.crossed import CrossedMeasure
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.models import (
    LONGEST_AGREEMENT,
    LONGEST_CHANGE,
    LONGEST_PURPOSE,
    LONGEST_REASON,
    BundleBasis,
    ChangeKind,
)
from mentorship.evaluation.question_models import LONGEST_ANSWER, LONGEST_QUESTION
from mentorship.evaluation.services import Wanted
from mentorship.evaluation.wording import half_year_name
from mentorship.foundation.forms import (
    BooleanField,
    CheckboxesField,
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    RadioField,
    Required,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    WithheldField,
)
from mentorship.foundation.i18n import format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

_DATE_HINT = _l("Day-month-year, like 03-11-2026.")
_DATE_MISSING = _l("Fill in the date.")


def _day_in(field: DutchDateField) -> date:
    """Of a form that was found valid."""
    if field.data is None:
        raise ValueError("the form was not valid")
    return field.data


Offered = Measure | CrossedMeasure


def questions(measures: Iterable[Offered]) -> dict[str, list[Offered]]:
    """The tables under the question that they belong to, in the order of the house."""
    found: dict[str, list[Offered]] = {}
    for measure in measures:
        found.setdefault(str(measure.question), []).append(measure)
    return found


class BundleForm(Form):
    """For whom, for what, and which tables over which half-years.

    `questions` stands for all tables under a question, by its number; on the page that answers
    they are ticked one by one, so that one of them can be left out.
    """

    cohorts = CheckboxesField(
        _l("Half-years"),
        [Required(_l("Choose at least one half-year."))],
        description=_l("Only half-years in which everything has ended can be counted."),
    )
    questions = CheckboxesField(_l("Everything under this question"))
    measures = CheckboxesField(
        _l("Tables"),
        [Required(_l("Choose at least one table."))],
    )
    with_records = BooleanField(
        _l("Also rows about single young people, without names"),
        description=_l(
            "Only for an external evaluator, and once for each half-year. Look first whether it "
            "can be: enough young people have to be alike in everything by which somebody could "
            "be recognised."
        ),
    )
    recipient = SelectField(
        _l("For whom"),
        [Required(_l("Choose for whom the bundle is."))],
        description=_l(
            "An external evaluator, or the municipal expert of a municipality. Not in the list? "
            "Invite them first under Users."
        ),
    )
    purpose = StringField(
        _l("What for"),
        [Required(_l("Fill in what the figures are for.")), Longest(LONGEST_PURPOSE)],
        description=_l("The recipient reads this. Name nobody."),
    )
    legal_basis = RadioField(
        _l("Legal basis"),
        [Required(_l("Choose the legal basis."))],
        choices=[SelectChoice(basis.value, label) for basis, label in BASES.items()],
    )
    agreement = StringField(
        _l("Number of the agreement"),
        [Required(_l("Fill in the number of the agreement.")), Longest(LONGEST_AGREEMENT)],
        description=_l("For a municipality: of the covenant or of the decision."),
    )
    destroy_by = DutchDateField(_l("All copies destroyed by"), [Required(_DATE_MISSING)])

    def __init__(self, offered: Sequence[Offered]) -> None:
        super().__init__()
        self.by_question = questions(offered)
        self.questions.choices = [
            SelectChoice(str(number), question) for number, question in enumerate(self.by_question)
        ]
        self.measures.choices = [SelectChoice(one.id, one.title) for one in offered]
        self._tick_whole_questions([one.id for one in offered])

    def _tick_whole_questions(self, known: Sequence[str]) -> None:
        asked = {
            measure.id
            for number, measures in enumerate(self.by_question.values())
            for measure in measures
            if str(number) in (self.questions.data or ())
        }
        ticked = asked | set(self.measures.data or ())
        unknown = sorted(ticked - set(known))
        self.measures.data = [one for one in known if one in ticked] + unknown
        self.measures.raw_data = list(self.measures.data)  # as if each had been ticked
        self.questions.data = []

    def offer(
        self, recipients: Mapping[UUID, str], cohorts: Iterable[str], keeping: tuple[date, date]
    ) -> None:
        self.recipient.choices = [
            SelectChoice("", _l("Choose")),
            *(SelectChoice(str(key), name) for key, name in recipients.items()),
        ]
        self.cohorts.choices = [SelectChoice(code, half_year_name(code)) for code in cohorts]
        first, last = (format_date(one) for one in keeping)
        term = _("From %(first)s to %(last)s.", first=first, last=last)
        self.destroy_by.description = f"{_DATE_HINT} {term}"

    @property
    def boxes(self) -> dict[str, Any]:
        """The checkbox of each table."""
        choices = self.measures.iter_choices()
        return {str(one.value): box for one, box in zip(choices, self.measures, strict=True)}

    @property
    def chosen_recipient(self) -> UUID | None:
        """None while nobody who is in the list is chosen."""
        known = {str(one.value) for one in self.recipient.iter_choices() if one.value}
        return UUID(self.recipient.data) if self.recipient.data in known else None

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            recipient_id=UUID(self.recipient.data),
            purpose=self.purpose.data,
            legal_basis=BundleBasis(self.legal_basis.data),
            agreement=self.agreement.data,
            destroy_by=_day_in(self.destroy_by),
            measures=self.measures.data,
            cohorts=self.cohorts.data,
            with_records=self.with_records.data,
        )


class ReleaseForm(Form):
    """Carries which tables were looked at."""

    seen = HiddenField()


class WithdrawForm(Form):
    """Why; who asked for the bundle reads it."""

    because = TextAreaField(
        _l("Why"),
        [Required(_l("Fill in why.")), Longest(LONGEST_REASON)],
        description=_l("Who asked for the bundle reads this. Name nobody."),
    )


class ChangeForm(Form):
    happened_on = DutchDateField(
        _l("Since when"), [Required(_DATE_MISSING)], description=_DATE_HINT
    )
    kind = RadioField(
        _l("Kind of change"),
        [Required(_l("Choose what kind of change it is."))],
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
    )
    change = TextAreaField(
        _l("What changed"),
        [Required(_l("Fill in what changed.")), Longest(LONGEST_CHANGE)],
        description=_l("Recipients read this beside the figures. Name nobody."),
    )

    @property
    def day(self) -> date:
        return _day_in(self.happened_on)

    @property
    def chosen_kind(self) -> ChangeKind:
        return ChangeKind(self.kind.data)


class QuestionForm(Form):
    question = TextAreaField(
        _l("Your question"),
        [Required(_l("Fill in your question.")), Longest(LONGEST_QUESTION)],
        description=_l(
            "Ask about the figures and how they were counted. Write no name, and nothing by which "
            "somebody can be known. It can't be changed after sending."
        ),
    )


class AnswerForm(Form):
    """An answer leaves the house as a bundle does; `seen` is how many there were on the page."""

    seen = HiddenField()
    answer = TextAreaField(
        _l("The answer"),
        [Required(_l("Fill in your answer.")), Longest(LONGEST_ANSWER)],
        description=_l("It can't be changed after sending. You can add to it later."),
    )
    is_clean = BooleanField(
        _l("There is no number in it that isn't in the bundle, and nothing about a person."),
        [Required(_l("Read your answer once more, and tick that it holds nothing of the kind."))],
    )


class WordsForm(Form):
    """Which words are taken out, by the id of what holds them."""

    which = RadioField(_l("Which words"), [Required(_l("Choose which words."))])

    def __init__(self, texts: Mapping[UUID, str]) -> None:
        super().__init__()
        self.which.choices = [SelectChoice(str(key), text[:200]) for key, text in texts.items()]

    @property
    def chosen(self) -> UUID:
        return UUID(self.which.data)


class RecipientKeyForm(Form):
    # Room for the whole file that holds both keys, so that it is told apart and not only too long.
    public_key = WithheldField(
        _l("Your public key"),
        [Required(_l("Fill in your public key.")), Longest(100_000)],
        description=_l("It begins with age1 and has 62 signs. Never fill in the secret key."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
