"""Which passwords are refused, and that hashing tells nothing about who exists."""

from statistics import median
from time import perf_counter

import pytest

from mentorship.accounts.passwords import (
    HashCost,
    PasswordProblem,
    Passwords,
    blocked_words,
    password_problem,
)

CHEAP = HashCost(memory_kib=64, passes=1, lanes=1)


@pytest.mark.parametrize("password", [
    "correct horse battery staple",
    "geheime tuin achter het station",
    "jXk29!mmQpz7ruT",
    "de fiets staat nog bij de bakker",
    "ünïcödé wörds mäy bé üsed",
    "        vijftien tekens met spaties        ",
])  # fmt: skip
def test_a_long_sentence_is_enough_whatever_its_signs(password: str) -> None:
    assert password_problem(password) is None


@pytest.mark.parametrize("password", [
    "welkom2026welkom2026", "mentorship12345678", "aaaaaaaaaaaaaaaa", "123456789012345",
    "OneOnOneMentor2026!", "W3lk0m1nHaarl3m!!", "passwordpassword", "ikhouvanjou123456",
    "abcdefghijklmnopqrst", "abababababababababab", "!!!!!!!!!!!!!!!!!!!!", "               ",
])  # fmt: skip
def test_known_words_runs_and_repetition_are_refused(password: str) -> None:
    assert password_problem(password) is PasswordProblem.TOO_COMMON


def test_the_length_counts_characters_from_15_up_to_128() -> None:
    assert password_problem("jXk29!mmQpz7ru") is PasswordProblem.TOO_SHORT
    sentence = ("de fiets staat bij de bakker " * 5)[:128]
    assert password_problem(sentence) is None
    assert password_problem(sentence + "x") is PasswordProblem.TOO_LONG


def test_a_persons_own_name_and_address_count_as_known() -> None:
    own = ["Fenna Roodenburg", "fenna.roodenburg@buurtzorgplein.example"]
    assert password_problem("fennaroodenburg!") is None
    assert password_problem("fennaroodenburg!", own) is PasswordProblem.TOO_COMMON


def test_the_list_is_there() -> None:
    assert {"mentorship", "welkom", "veiligheidshuis"} <= blocked_words()


def test_only_the_right_password_is_right() -> None:
    passwords = Passwords(CHEAP)
    known = passwords.hash("geheime tuin achter het station")
    assert known.startswith("$argon2id$")
    assert passwords.verify(known, "geheime tuin achter het station")
    assert not passwords.verify(known, "geheime tuin achter het perron")
    assert not passwords.verify("no hash at all", "geheime tuin achter het station")
    assert not passwords.verify(None, "nobody has this password")


def test_two_ways_of_typing_an_accent_are_one_password() -> None:
    passwords = Passwords(CHEAP)
    known = passwords.hash("caf\u00e9 op de hoek van de straat")
    assert passwords.verify(known, "cafe\u0301 op de hoek van de straat")


def test_a_stronger_price_asks_for_a_new_hash() -> None:
    known = Passwords(CHEAP).hash("geheime tuin achter het station")
    assert Passwords(HashCost(memory_kib=128, passes=1, lanes=1)).needs_rehash(known)
    assert not Passwords(CHEAP).needs_rehash(known)


def test_somebody_unknown_takes_as_long_as_somebody_known() -> None:
    passwords = Passwords(HashCost(memory_kib=8192, passes=2, lanes=1))
    known = passwords.hash("geheime tuin achter het station")

    def seconds(stored: str | None) -> float:
        start = perf_counter()
        passwords.verify(stored, "not the password that is asked")
        return perf_counter() - start

    ratios = [seconds(None) / seconds(known) for _ in range(21)]
    assert 0.6 < median(ratios) < 1.6
