"""Numbers that a phone can call, wherever they stand in a text; everything else stays text."""

import pytest

from mentorship.foundation.web.telephone import phone_links


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("06 12345678", "tel:0612345678"),
        ("06-12 34 56 78", "tel:0612345678"),
        ("(023) 555 12 34", "tel:0235551234"),
        ("+31 (0)6 12345678", "tel:+31612345678"),
        ("+31 6 1234 5678", "tel:+31612345678"),
        ("0031612345678", "tel:0031612345678"),
    ],
)
def test_a_number_becomes_a_link_and_looks_as_it_was_typed(typed: str, called: str) -> None:
    told = f"Oma Riet, {typed} (na school)"
    assert phone_links(told) == (
        f'Oma Riet, <a class="utrecht-link utrecht-link--html-a" href="{called}">{typed}</a>'
        " (na school)"
    )


def test_several_numbers_of_one_text_are_links() -> None:
    assert phone_links("06 12345678 of 023-5551234").count("href=") == 2


@pytest.mark.parametrize(
    "typed",
    ["oma@voorbeeld.example", "01-02-2026", "geboren 2008", "1234567890123456789", "VOG0612345678"],
)
def test_what_is_no_number_to_call_stays_text(typed: str) -> None:
    assert phone_links(typed) == typed


def test_what_was_typed_is_never_markup() -> None:
    assert phone_links("<b>06 12345678</b>").startswith("&lt;b&gt;<a ")
    assert phone_links(None) == ""
