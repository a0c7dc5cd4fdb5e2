"""Numbers that a phone can call, wherever they stand in a text; everything else stays text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ("0297-123456", "tel:0297123456"),
        ("(0297) 123456", "tel:0297123456"),
        ("0800-1234", "tel:08001234"),
        ("0900 123 45 67", "tel:09001234567"),
    ],
)
def test_a_number_becomes_a_link_and_looks_as_it_was_typed(typed: str, called: str) -> None:
    told = f"Oma Riet, {typed} (na school)"
    assert phone_links(told) == (
        f'Oma Riet, <a class="utrecht-link utrecht-link--html-a" href="{called}">{typed}</a>'
        " (na school)"
    )


def called(text: str) -> list[str]:
    return re.findall(r'href="tel:([^"]+)"', phone_links(text))


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("06 12345678 of 023-5551234", ["0612345678", "0235551234"]),
        ("06-12345678 06-87654321", ["0612345678", "0687654321"]),
        ("06 12345678 - 020 1234567", ["0612345678", "0201234567"]),
        ("023-5551234/06-12345678", ["0235551234", "0612345678"]),
        ("06-12345678 17.00", ["0612345678"]),
        ("06-12345678 (17.00-20.00 uur)", ["0612345678"]),
        ("17.00 06-12345678", ["0612345678"]),
        ("tel.06-12345678", ["0612345678"]),
        ("0612345678 01-02-2026", ["0612345678"]),
        ("0900-8844 17.00", ["09008844"]),
        ("0900-8844 06-12345678", ["09008844", "0612345678"]),
        ("+31 0612345678", ["0612345678"]),
        ("Bel 112!", ["112"]),
        ("112", ["112"]),
    ],
)
def test_of_several_figures_the_right_ones_are_called(typed: str, numbers: list[str]) -> None:
    assert called(typed) == numbers


SHAPES = st.sampled_from(
    [
        "06-########", "06 ########", "06########", "06 ## ## ## ##", "023-#######",
        "(020) ### ## ##", "0297 ######", "+316########", "+31 (0)6 ########", "0031 20 #######",
        "0800-####", "0900 #######",
    ]
)  # fmt: skip
BETWEEN = st.sampled_from(
    [" ", " - ", ", ", " of ", "/", "; ", "\n", " (werk), ", " 17.00 ", " (9-12 uur) ",
     " 17.00-20.00 uur, ", " vanaf 01-02-2026: "]
)  # fmt: skip


@given(st.data())
def test_numbers_behind_each_other_never_become_another_number(data: st.DataObject) -> None:
    text, meant = "", list[str]()
    for _ in range(data.draw(st.integers(1, 4))):
        shape = data.draw(SHAPES)
        figures = iter(data.draw(st.text("123456789", min_size=10, max_size=10)))
        number = "".join(next(figures) if sign == "#" else sign for sign in shape)
        text += number + data.draw(BETWEEN)
        meant.append(re.sub(r"[^\d+]", "", number.replace("(0)", "")))
    assert called(text) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "oma@voorbeeld.example",
        "01-02-2026",
        "geboren 2008",
        "1234567890123456789",
        "VOG0612345678",
        "01-02-2026 17 uur",
        "2026-01-31 1234 5678",
        "06-1234567",
        "06--12345678",
        "06 - 12345678",
        "06-123456789",
        "Laan 112",
        "Laan 112.",
        "0612345678@voorbeeld.example",
        "+49 30 1234567",
    ],
)
def test_what_is_no_number_to_call_stays_text(typed: str) -> None:
    assert phone_links(typed) == typed


def test_what_was_typed_is_never_markup() -> None:
    assert phone_links("<b>06 12345678</b>").startswith("&lt;b&gt;<a ")
    assert phone_links(None) == ""
