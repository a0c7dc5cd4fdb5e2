"""A profile survives being stored, and its form says what is wrong in words."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from mentorship.matching.assignment import model
from mentorship.profiles.forms import MenteeProfileForm, MentorProfileForm
from mentorship.profiles.profile import (
    Asked,
    MenteeProfile,
    MentorProfile,
    restored,
    stored,
)
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.profiles.week import DAYS, PARTS, SLOTS

WORDS = shipped_vocabulary()
INTERESTS = [tag.id for tag in WORDS.interests.tags]
THEMES = [tag.id for tag in WORDS.themes.tags]


def some(of: list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(of))


def asked(values: st.SearchStrategy[str | int]) -> st.SearchStrategy[Asked | None]:
    return st.none() | st.builds(Asked, values, st.booleans())


MENTEES = st.builds(
    MenteeProfile,
    place=st.sampled_from(["", "Haarlem", "Den Burg", "'t Zand"]),
    latitude=st.none() | st.floats(50, 54),
    max_travel_m=st.integers(1, 1_000_000),
    gender=st.sampled_from([None, "woman", "man", "other"]),
    birth_year=st.none() | st.integers(1990, 2014),
    languages=some(["nl", "ar", "ti"]),
    slots=some(list(SLOTS)),
    interests=some(INTERESTS),
    themes=some(THEMES),
    wish_gender=asked(st.sampled_from(["woman", "man"])),
    wish_age_min=asked(st.integers(0, 120)),
)


@given(MENTEES)
def test_what_is_stored_comes_back(profile: MenteeProfile) -> None:
    assert restored(MenteeProfile, stored(profile)) == profile


def test_the_same_profile_is_the_same_text() -> None:
    there = MentorProfile(place="Haarlem", slots=frozenset({"mon-late", "wed-evening"}))
    back = MentorProfile(slots=frozenset({"wed-evening", "mon-late"}), place="Haarlem")
    assert stored(there) == stored(back)
    assert restored(MentorProfile, None) == MentorProfile()


def test_the_week_is_the_optimiser_s_week() -> None:
    assert (DAYS, PARTS, SLOTS) == (model.DAYS, model.PARTS, model.SLOTS)


@pytest.mark.parametrize(
    "missing", ["place", "slots", "languages"], ids=lambda name: f"without-{name}"
)
def test_an_incomplete_profile_says_so(missing: str) -> None:
    whole = {"place": "Haarlem", "slots": frozenset({"mon-late"}), "languages": frozenset({"nl"})}
    assert MentorProfile(**whole).is_complete
    assert not MentorProfile(**whole | {missing: type(whole[missing])()}).is_complete


FILLED = [
    ("place", "t zand"),
    ("max_travel_km", "7,5"),
    ("slots", "mon-evening"),
    ("slots", "sat-late"),
    ("languages", "nl"),
    ("other_language", "yo"),
    ("interests", INTERESTS[0]),
    ("meeting_mode", "both"),
    ("birth_year", "1984"),
]


def test_a_filled_form_is_a_profile(app: Flask) -> None:
    with app.test_request_context(method="POST", data=MultiDict(FILLED)):
        form = MentorProfileForm(meta={"csrf": False})
        assert form.validate(), form.problems
        profile = form.profile
    assert profile == MentorProfile(
        place="'t Zand",
        max_travel_m=7500,
        slots=frozenset({"mon-evening", "sat-late"}),
        languages=frozenset({"nl", "yo"}),
        interests=frozenset({INTERESTS[0]}),
        meeting_mode="both",
        birth_year=1984,
    )


def test_what_is_shown_can_be_sent_again_unchanged(app: Flask) -> None:
    profile = MenteeProfile(
        place="Haarlem",
        max_travel_m=7500,
        slots=frozenset({"sun-morning"}),
        languages=frozenset({"yo"}),
        themes=frozenset(THEMES[:2]),
        wish_gender=Asked("woman", is_condition=True),
        wish_age_max=Asked(40),
    )
    with app.test_request_context():
        shown = MenteeProfileForm(formdata=None, meta={"csrf": False})
        shown.show(profile)
        sent = [
            (field.name, value)
            for field in shown
            for value in ([field._value()] if hasattr(field, "_value") else [])
            if not isinstance(field.data, bool)
        ]
        sent += [(f.name, v) for f in shown if isinstance(f.data, list) for v in f.data]
        sent += [(f.name, "y") for f in shown if f.data is True]
        sent += [("wish_gender", shown.wish_gender.data)]
    with app.test_request_context(method="POST", data=MultiDict(sent)):
        again = MenteeProfileForm(meta={"csrf": False})
        assert again.validate(), again.problems
        assert again.profile == profile


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("place", "Harlem", "Haarlem"),
        ("max_travel_km", "ver", "Vul kilometers in"),
        ("max_travel_km", "0", "Vul kilometers in"),
        ("slots", "mon-night", None),
        ("interests", "religion", None),
        ("birth_year", "84", "vier cijfers"),
        ("birth_year", "2093", "ligt in de toekomst"),
        ("birth_year", "1893", "kan niet kloppen"),
        ("dislikes", INTERESTS[0], "Kies een van de twee"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field(
    app: Flask, field: str, value: str, told: str | None
) -> None:
    sent = [*(pair for pair in FILLED if pair[0] != field), (field, value)]
    with app.test_request_context(method="POST", data=MultiDict(sent)):
        form = MentorProfileForm(meta={"csrf": False})
        assert not form.validate()
        assert set(form.errors) == {field}
        if told:
            assert told in str(form.errors[field])


def test_a_language_that_nobody_speaks_is_not_offered_and_stays_where_it_was_stored(
    app: Flask,
) -> None:
    stored = MenteeProfile(
        place="Haarlem", slots=frozenset({"mon-late"}), languages=frozenset({"la", "nl"})
    )
    with app.test_request_context():
        form = MenteeProfileForm(meta={"csrf": False})
        form.show(stored)
        offered = {choice.value for choice in form.other_language.iter_choices()}
        assert {"da", "ku", "sr"} < offered
        assert not offered & {"ae", "cu", "la", "vo"}
        assert "la" in {box.value for box in form.languages.iter_choices()}
    sent = [*FILLED, ("languages", "la")]
    with app.test_request_context(method="POST", data=MultiDict(sent)):
        form = MenteeProfileForm(meta={"csrf": False})
        assert form.validate(), form.problems
        assert "la" in form.profile.languages
