"""The screens of invitations: writing one, deciding about it, noting what came of it."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import ValidationError

from mentorship.evaluation.interviews.labels import OUTCOMES
from mentorship.evaluation.interviews.models import (
    LONGEST_ABOUT,
    LONGEST_BECAUSE,
    LONGEST_LANGUAGES,
    LONGEST_PRACTICAL,
    LONGEST_REACH,
    LONGEST_RESEARCHER,
    Outcome,
)
from mentorship.evaluation.interviews.queries import Words
from mentorship.evaluation.interviews.services import Wanted
from mentorship.evaluation.wording import half_year_name
from mentorship.foundation.forms import (
    CheckboxesField,
    DutchDateField,
    Form,
    HiddenField,
    Longest,
    NearDateField,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    StringField,
    TextAreaField,
    is_email_address,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

_APPROVE, _SEND_BACK = "approve", "send_back"
# A number with spaces or strokes in it, as people write one; within the country it has ten digits.
_NUMBER = re.compile(r"[+(]?\d[\d ()/.-]{7,}\d")
_DIGITS_OF_A_NUMBER = 10


def _can_be_reached(words: str) -> bool:
    """Whether a telephone number or an e-mail address stands in these words."""
    numbers = (sum(map(str.isdigit, found)) for found in _NUMBER.findall(words))
    addresses = (is_email_address(word.strip("<>(),.;:")) for word in words.split())
    return any(digits >= _DIGITS_OF_A_NUMBER for digits in numbers) or any(addresses)


class InvitationForm(Form):
    """What a young person reads; `seen` is the version that is changed."""

    seen = HiddenField()
    researcher = TextAreaField(
        _l("Who are you as a researcher?"),
        [Required(_l("Fill in who you are.")), Longest(LONGEST_RESEARCHER)],
        description=_l("Your name, where you work, and that you are a researcher."),
    )
    about = TextAreaField(
        _l("What is the talk about?"),
        [Required(_l("Fill in what the talk is about.")), Longest(LONGEST_ABOUT)],
        description=_l(
            "Also say what you do with what they tell you, and whether they get something for it. "
            "Young people read this: write short sentences and easy words."
        ),
    )
    practical = TextAreaField(
        _l("How long does it take, and where is it?"),
        [Required(_l("Fill in how long it takes and where it is.")), Longest(LONGEST_PRACTICAL)],
    )
    languages = StringField(
        _l("In which languages can you talk?"),
        [Required(_l("Fill in the languages.")), Longest(LONGEST_LANGUAGES)],
    )
    reach = TextAreaField(
        _l("How can they reach you?"),
        [Required(_l("Fill in how you can be reached.")), Longest(LONGEST_REACH)],
        description=_l("A telephone number, an e-mail address, or both. Of you, not of us."),
    )
    cohorts = CheckboxesField(
        _l("For young people who started in"),
        [Required(_l("Choose at least one half-year."))],
    )
    open_until = DutchDateField(
        _l("Until which day is the invitation open?"),
        [Required(_l("Fill in the date."))],
        description=_l(
            "Day-month-year, like 03-11-2026. It stands in the letter. After that day nobody "
            "passes it on."
        ),
    )

    def validate_reach(self, field: TextAreaField) -> None:
        """Whoever wants to talk has nothing else."""
        if not _can_be_reached(field.data):
            raise ValidationError(
                _(
                    "Nobody can reach you with this. Write a whole telephone number or an e-mail "
                    "address."
                )
            )

    def __init__(self, offered: Iterable[str], **shown: Any) -> None:
        super().__init__(**shown)
        self.cohorts.choices = [SelectChoice(code, half_year_name(code)) for code in offered]

    @property
    def wanted(self) -> Wanted:
        words = Words(
            self.researcher.data, self.about.data, self.practical.data,
            self.languages.data, self.reach.data,
        )  # fmt: skip
        return Wanted(words, self.cohorts.data, self.open_until.day)


class DecisionForm(Form):
    """`seen` is the version that was read."""

    seen = HiddenField()
    decision = RadioField(
        _l("May it be passed on?"),
        [Required(_l("Choose whether it may be passed on."))],
        choices=[
            SelectChoice(_APPROVE, _l("Yes, consultants may pass it on")),
            SelectChoice(_SEND_BACK, _l("No, send it back")),
        ],
    )
    because = TextAreaField(
        _l("What has to change?"),
        [Optional(), Longest(LONGEST_BECAUSE)],
        description=_l(
            "Only when you send it back. The researcher reads this. Write nothing about a person, "
            "and not how many young people there are."
        ),
    )

    def validate_because(self, field: TextAreaField) -> None:
        """Else these words would be lost."""
        if self.is_approved:
            raise ValidationError(
                _(
                    "Here stands what has to change, and you chose yes. Empty this field, or send "
                    "the invitation back."
                )
            )

    @property
    def is_approved(self) -> bool:
        return bool(self.decision.data == _APPROVE)


class AskingForm(Form):
    """What came of it, and on which day."""

    outcome = RadioField(
        _l("What did you do?"),
        [Required(_l("Choose what you did."))],
        choices=[SelectChoice(one.value, label) for one, label in OUTCOMES.items()],
    )
    happened_on = NearDateField(
        _l("When?"),
        [Required(_l("Fill in the date."))],
        is_past=True,
        description=_l("Day-month-year, like 03-11-2026."),
    )

    def __init__(self, today: date) -> None:
        super().__init__(meta={"today": today})

    @property
    def chosen(self) -> Outcome:
        return Outcome(self.outcome.data)
