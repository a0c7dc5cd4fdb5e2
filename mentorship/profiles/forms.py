"""The screens of a profile: what a mentor offers, and what a young person wants."""

from __future__ import annotations

from datetime import date
from typing import Any

from mentorship.foundation.forms import (
    BooleanField,
    Form,
    HiddenField,
    Longest,
    Optional,
    RadioField,
    Required,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.profiles.fields import (
    KilometresField,
    LanguagesField,
    NotBoth,
    PlaceField,
    TagsField,
    WeekField,
    other_language_choices,
)
from mentorship.profiles.profile import (
    DEFAULT_METRES,
    DUTCH,
    Asked,
    MenteeProfile,
    MentorProfile,
    Profile,
)
from mentorship.profiles.vocabulary import shipped_vocabulary

EARLIEST_BIRTH_YEAR = 1920
OLDEST_AGE = 120
_WORDS = shipped_vocabulary()
_BOTH_LIKED = _l("This stands under interests too: %(tags)s. Choose one of the two.")
GENDERS = {"woman": _l("Woman"), "man": _l("Man"), "other": _l("Other")}
MEETING_MODES = {
    "in_person": _l("Meeting in person"),
    "online": _l("Online"),
    "both": _l("In person, and sometimes online"),
}
_UNKNOWN = SelectChoice("", _l("Rather not say, or unknown"))


class ProfileForm(Form):
    """What both sides fill in; `version` is that of the profile on the screen."""

    version = HiddenField()
    place = PlaceField(
        _l("Place"),
        [Required(_l("Fill in the place.")), Longest(80)],
        description=_l("The town or village; no address."),
    )
    max_travel_km = KilometresField(
        _l("Travel at most (kilometres)"),
        [Required(_l("Fill in how far is all right, like 15."))],
        description=_l("As the crow flies, from the middle of the place."),
    )
    slots = WeekField(
        _l("Free in the week"),
        [Required(_l("Choose at least one part of the week."))],
        description=_l("Choose every part of the week that is usually possible."),
    )
    languages = LanguagesField(
        _l("Languages to talk in"), [Required(_l("Choose at least one language."))]
    )
    other_language = SelectField(
        _l("Another language"), [Optional()], choices=other_language_choices
    )
    interests = TagsField(_l("Likes to do"), _WORDS.interests)
    dislikes = TagsField(_l("Rather not"), _WORDS.interests, [NotBoth("interests", _BOTH_LIKED)])
    gender = SelectField(
        _l("Gender"),
        [Optional()],
        choices=[_UNKNOWN, *(SelectChoice(value, label) for value, label in GENDERS.items())],
    )
    birth_year = StringField(
        _l("Year of birth"),
        [Optional(), Longest(10)],
        description=_l("Only used where somebody asks for a mentor of a certain age."),
    )

    def validate_birth_year(self, field: StringField) -> None:
        if not field.data:
            return
        typed = field.data
        if not (len(typed) == 4 and typed.isascii() and typed.isdecimal()):
            raise ValidationError(_("Fill in the year of birth with four figures, like 1984."))
        if int(typed) > date.today().year:  # noqa: DTZ011 — a year is enough
            raise ValidationError(
                _("This year of birth is still to come. Check what you filled in.")
            )
        if int(typed) < EARLIEST_BIRTH_YEAR:
            raise ValidationError(_("This year of birth can't be right. Check what you filled in."))

    def show(self, profile: Profile) -> None:
        """Puts what is known in the fields."""
        self.place.data = profile.place
        self.max_travel_km.data = profile.max_travel_m
        for name in ("slots", "languages", "interests", "dislikes"):
            self[name].data = sorted(getattr(profile, name))
        if not profile.is_complete:
            self._leave_open(profile)
        self.gender.data = profile.gender or ""
        self.birth_year.data = str(profile.birth_year or "")

    def _leave_open(self, profile: Profile) -> None:
        """What a profile has from itself isn't an answer while nobody was asked."""
        if profile.max_travel_m == DEFAULT_METRES:
            self.max_travel_km.data = None
        if profile.languages == DUTCH:
            self.languages.data = []

    def _common(self) -> dict[str, Any]:
        other = [self.other_language.data] if self.other_language.data else []
        return {
            "place": self.place.data,
            "max_travel_m": self.max_travel_km.data,
            "slots": frozenset(self.slots.data),
            "languages": frozenset([*self.languages.data, *other]),
            "interests": frozenset(self.interests.data),
            "dislikes": frozenset(self.dislikes.data),
            "gender": self.gender.data or None,
            "birth_year": int(self.birth_year.data) if self.birth_year.data else None,
        }


class MentorProfileForm(ProfileForm):
    """What a mentor offers and what not."""

    themes = TagsField(_l("Themes you can help with"), _WORDS.themes)
    refused_themes = TagsField(
        _l("Themes you do not want to guide on"),
        _WORDS.themes,
        [NotBoth("themes", _l("You offer this too: %(tags)s. Choose one of the two."))],
    )
    meeting_mode = RadioField(
        _l("How you meet"),
        [Required(_l("Choose how you meet."))],
        choices=[SelectChoice(value, label) for value, label in MEETING_MODES.items()],
    )

    def show(self, profile: Profile) -> None:
        super().show(profile)
        assert isinstance(profile, MentorProfile)  # noqa: S101 — a programmer's mistake
        self.themes.data = sorted(profile.themes)
        self.refused_themes.data = sorted(profile.refused_themes)
        self.meeting_mode.data = profile.meeting_mode if profile.is_complete else None

    @property
    def profile(self) -> MentorProfile:
        return MentorProfile(
            **self._common(),
            themes=frozenset(self.themes.data),
            refused_themes=frozenset(self.refused_themes.data),
            meeting_mode=self.meeting_mode.data,
        )


class MenteeProfileForm(ProfileForm):
    """What a young person wants; a wish becomes a condition only when they say so."""

    themes = TagsField(_l("What the mentor should bring"), _WORDS.themes)
    wish_gender = SelectField(
        _l("Rather a woman or a man as mentor"),
        [Optional()],
        choices=[
            SelectChoice("", _l("No preference")),
            SelectChoice("woman", _l("A woman")),
            SelectChoice("man", _l("A man")),
        ],
    )
    is_gender_condition = BooleanField(_l("Only that, otherwise rather wait"))
    wish_age_min = StringField(_l("Mentor at least this old"), [Optional(), Longest(3)])
    is_age_min_condition = BooleanField(_l("Only that, otherwise rather wait"))
    wish_age_max = StringField(_l("Mentor at most this old"), [Optional(), Longest(3)])
    is_age_max_condition = BooleanField(_l("Only that, otherwise rather wait"))

    def validate_wish_age_min(self, field: StringField) -> None:
        _check_age(field)

    def validate_wish_age_max(self, field: StringField) -> None:
        _check_age(field)
        low, high = _age_in(self.wish_age_min), _age_in(field)
        if low is not None and high is not None and low > high:
            raise ValidationError(_("No mentor can be both: the lowest age is above the highest."))

    def show(self, profile: Profile) -> None:
        super().show(profile)
        assert isinstance(profile, MenteeProfile)  # noqa: S101 — a programmer's mistake
        self.themes.data = sorted(profile.themes)
        for wish, field, condition in self._wishes(profile):
            field.data = "" if wish is None else str(wish.value)
            condition.data = wish is not None and wish.is_condition

    def _wishes(self, profile: MenteeProfile) -> tuple[tuple[Asked | None, Any, Any], ...]:
        return (
            (profile.wish_gender, self.wish_gender, self.is_gender_condition),
            (profile.wish_age_min, self.wish_age_min, self.is_age_min_condition),
            (profile.wish_age_max, self.wish_age_max, self.is_age_max_condition),
        )

    @property
    def profile(self) -> MenteeProfile:
        low, high = _age_in(self.wish_age_min), _age_in(self.wish_age_max)
        gender = self.wish_gender.data
        return MenteeProfile(
            **self._common(),
            themes=frozenset(self.themes.data),
            wish_gender=Asked(gender, self.is_gender_condition.data) if gender else None,
            wish_age_min=None if low is None else Asked(low, self.is_age_min_condition.data),
            wish_age_max=None if high is None else Asked(high, self.is_age_max_condition.data),
        )


def _age_in(field: StringField) -> int | None:
    typed = field.data or ""
    return int(typed) if typed.isascii() and typed.isdecimal() else None


def _check_age(field: StringField) -> None:
    age = _age_in(field)
    if field.data and (age is None or age > OLDEST_AGE):
        raise ValidationError(_("Fill in an age in years, like 30."))
