"""The screens of a referral: the first question, the form itself, the answer, the triage."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from wtforms.validators import Optional

from mentorship.foundation.drafts import OpenedDraft
from mentorship.foundation.forms import (
    Form,
    HiddenField,
    Longest,
    RadioField,
    Required,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
    version_in,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.referrals.facts import (
    ContactRoute,
    DraftCopy,
    GuardianKnows,
    Introduction,
)
from mentorship.referrals.labels import FIELDS, ROUTES
from mentorship.referrals.models import (
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_TEXT,
)
from mentorship.referrals.terms import (
    AgeOutsideProgramme,
    Terms,
    check_age,
    is_surely_under_sixteen,
    may_be_under_sixteen,
)
from mentorship.region.places import Place, UnknownPlace, find_place

YES, NO, NOT_NEEDED = _KNOWS = tuple(answer.value for answer in GuardianKnows)
_BY_NUMBER = (ContactRoute.PHONE, ContactRoute.MESSAGE)


class FirstQuestionForm(Form):
    """Asked before anything is stored."""

    agrees = RadioField(
        _l("Does the young person know about this, and do they agree that we contact them?"),
        [Required(_l("Say whether the young person knows about this and agrees."))],
        choices=[
            SelectChoice(YES, _l("Yes, we talked about it and it is all right")),
            SelectChoice(NO, _l("No, or not yet")),
        ],
    )


class ReferralForm(Form):
    """Everything a House needs to make a first contact; `version` is that of the draft."""

    version = HiddenField()
    first_name = StringField(
        FIELDS["first_name"],
        [Required(_l("Fill in the first name.")), Longest(LONGEST_NAME)],
        description=_l("The name that the young person uses."),
    )
    family_name = StringField(FIELDS["family_name"], [Optional(), Longest(LONGEST_NAME)])
    birth_year = StringField(
        FIELDS["birth_year"],
        [Required(_l("Fill in the year of birth, like 2008.")), Longest(LONGEST_NAME)],
        description=_l("The year is enough."),
    )
    place = StringField(
        FIELDS["place"],
        [Required(_l("Fill in the place.")), Longest(LONGEST_NAME)],
        description=_l("The place decides which Care & Safety House gets the referral."),
    )
    contact_route = RadioField(
        FIELDS["contact_route"],
        [Required(_l("Choose how we can reach the young person."))],
        choices=[SelectChoice(route.value, label) for route, label in ROUTES.items()],
    )
    contact_details = StringField(
        FIELDS["contact_details"],
        [Required(_l("Fill in how we can reach the young person.")), Longest(LONGEST_LINE)],
    )
    contact_times = StringField(
        FIELDS["contact_times"],
        [Optional(), Longest(LONGEST_LINE)],
        description=_l("For example: after school, or not on Fridays."),
    )
    contact_caution = TextAreaField(
        FIELDS["contact_caution"],
        [Optional(), Longest(LONGEST_TEXT)],
        description=_l("For example: do not call the home number, or leave no voice message."),
    )
    guardian_knows = RadioField(
        FIELDS["guardian_knows"],
        validate_choice=False,  # may stay open from 16; what is needed is looked at below
        description=_l(
            "Under 16 a parent or guardian has to agree as well. From 16 we only speak to parents "
            "when the young person agrees."
        ),
        choices=[
            SelectChoice(YES, _l("Yes, a parent or guardian knows and agrees")),
            SelectChoice(NO, _l("No, or not yet")),
            SelectChoice(NOT_NEEDED, _l("Not needed: the young person is 16 or older")),
        ],
    )
    guardian = StringField(
        FIELDS["guardian"],
        [Longest(LONGEST_LINE)],
        description=_l("From 16: only when the young person agrees."),
    )
    need = TextAreaField(
        FIELDS["need"],
        [Required(_l("Tell in a few sentences what is going on.")), Longest(LONGEST_TEXT)],
        description=_l("In a few sentences. Leave out names of others."),
    )
    hope = TextAreaField(
        FIELDS["hope"],
        [Required(_l("Tell what a mentor could bring.")), Longest(LONGEST_TEXT)],
        description=_l("For example: somebody to do things with, or help with finding work."),
    )
    own_words = TextAreaField(FIELDS["own_words"], [Optional(), Longest(LONGEST_TEXT)])
    relation = StringField(
        FIELDS["relation"],
        [Required(_l("Tell how you know the young person.")), Longest(LONGEST_LINE)],
        description=_l("For example: mentor at school, or youth worker in the neighbourhood."),
    )
    callback = StringField(FIELDS["callback"], [Longest(LONGEST_PHONE)])
    is_status_shared = RadioField(
        FIELDS["is_status_shared"],
        [Required(_l("Say whether you may hear how it goes on."))],
        description=_l("Ask the young person. You never hear what they tell us."),
        choices=[
            SelectChoice(YES, _l("Yes, the young person agrees that I hear how it goes on")),
            SelectChoice(NO, _l("No, or I did not ask")),
        ],
    )

    def __init__(
        self, *args: Any, terms: Terms, today: date, is_called: bool = False, **kwargs: Any
    ) -> None:
        self.terms, self.today, self.is_called = terms, today, is_called
        self.found: Place | None = None
        super().__init__(*args, **kwargs)
        if is_called:
            self.callback.flags.required = True
            self.callback.description = _("We never write to you about this referral: we call.")
        else:
            self.callback.description = _("For a question that is easier to ask by telephone.")

    def validate_callback(self, field: StringField) -> None:
        """Who reads no questions here can only be called."""
        if self.is_called and not field.data:
            raise ValidationError(_("Fill in a telephone number: we call you with a question."))

    def validate_birth_year(self, field: StringField) -> None:
        year = self._year()
        if year is None:
            raise ValidationError(_("Fill in the year of birth as four digits, like 2008."))
        if year > self.today.year:
            raise ValidationError(
                _("This year of birth is still to come. Check what you filled in.")
            )
        try:
            check_age(year, self.today, self.terms)
        except AgeOutsideProgramme:
            raise ValidationError(
                _(
                    "ONE-on-ONE is for young people from %(youngest)s to %(oldest)s years. For "
                    "somebody younger or older your own youth or neighbourhood team can help.",
                    youngest=self.terms.youngest,
                    oldest=self.terms.oldest,
                )
            ) from None

    def validate_place(self, field: StringField) -> None:
        try:
            self.found = find_place(field.data)
        except UnknownPlace as unknown:
            raise ValidationError(_unknown_place(unknown.suggestions)) from None
        if self.found.house is None:
            raise ValidationError(
                _(
                    "%(place)s lies outside our region. ONE-on-ONE works in Noord-Holland Noord, "
                    "Kennemerland and Zaanstreek-Waterland. Ask the youth or neighbourhood team "
                    "of that municipality.",
                    place=self.found.name,
                )
            )

    def validate_contact_details(self, field: StringField) -> None:
        """Words around it are welcome, as long as the number or the address is among them."""
        route = self.contact_route.data
        if route in _BY_NUMBER and not any(sign.isdigit() for sign in field.data):
            raise ValidationError(_("Fill in the telephone number."))
        if route == ContactRoute.EMAIL and "@" not in field.data:
            raise ValidationError(_("Fill in the e-mail address."))

    def validate_guardian_knows(self, field: RadioField) -> None:
        year = self._year()
        if year is None or not may_be_under_sixteen(year, self.today):
            return
        if field.data not in _KNOWS:
            raise ValidationError(_("Choose whether a parent or guardian knows."))
        if field.data == NO:
            raise ValidationError(
                _(
                    "Under 16 a parent or guardian has to agree first. Talk to them; your text "
                    "stays here as a draft for 30 days."
                )
            )
        if field.data == NOT_NEEDED and is_surely_under_sixteen(year, self.today):
            raise ValidationError(
                _("By the year of birth the young person is under 16, so it is needed.")
            )

    def validate_guardian(self, field: StringField) -> None:
        year = self._year()
        needed = year is not None and may_be_under_sixteen(year, self.today)
        if needed and self.guardian_knows.data == YES and not field.data:
            raise ValidationError(_("Fill in the name of the parent or guardian."))

    def _year(self) -> int | None:
        typed = self.birth_year.data or ""
        return int(typed) if len(typed) == 4 and typed.isascii() and typed.isdecimal() else None

    def show(self, draft: OpenedDraft) -> None:
        """Puts what was written before back into the fields."""
        self.version.data = str(draft.version)
        for name in FIELDS:
            self[name].data = draft.fields.get(name, "")

    def copy_of(self, draft_id: UUID) -> DraftCopy:
        """The draft as this page holds it, right or wrong."""
        written = {name: str(self[name].data or "") for name in FIELDS}
        page = (self.submission.data or "")[:36]
        return DraftCopy(draft_id, version_in(self.version.data), page, _filled(written))

    def introduction(self) -> Introduction:
        """What was told, once it is valid."""
        if self.found is None or self.found.house is None:
            raise ValueError("the place was not looked up")
        knows = self.guardian_knows.data
        return Introduction(
            first_name=self.first_name.data,
            family_name=self.family_name.data or "",
            birth_year=int(self.birth_year.data),
            place=self.found.name,
            house_code=self.found.house,
            contact_route=ContactRoute(self.contact_route.data),
            contact_details=self.contact_details.data,
            contact_times=self.contact_times.data or "",
            contact_caution=self.contact_caution.data or "",
            guardian_knows=GuardianKnows(knows) if knows in _KNOWS else None,
            guardian=self.guardian.data or "",
            need=self.need.data,
            hope=self.hope.data,
            own_words=self.own_words.data or "",
            relation=self.relation.data,
            callback=self.callback.data or "",
            is_status_shared=self.is_status_shared.data == YES,
        )


def _filled(written: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in written.items() if text}


def _unknown_place(suggestions: tuple[str, ...]) -> str:
    if not suggestions:
        return _("We do not know this place. Check the spelling, or fill in the nearest place.")
    return _(
        "We do not know this place. Do you mean: %(places)s? Fill in the right name.",
        places=", ".join(suggestions),
    )
