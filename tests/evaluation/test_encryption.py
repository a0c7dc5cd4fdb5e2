"""A bundle that is encrypted to its recipient: they open it, nobody else does."""

import pyrage
import pytest
from pyrage.x25519 import Identity

from mentorship.evaluation.package.archive import packed
from mentorship.evaluation.package.encryption import (
    RecipientKeyUnusable,
    SecretKeyGiven,
    encrypt,
    read_recipient_key,
)

ARCHIVE = packed({"report.pdf": b"%PDF", "data/first-table.csv": b"category,count\r\n" * 9000})


@pytest.fixture(scope="module")
def pair() -> Identity:
    return Identity.generate()


def test_its_recipient_opens_it_and_finds_the_bundle_as_it_was(pair: Identity) -> None:
    encrypted = encrypt(ARCHIVE, str(pair.to_public()))
    assert encrypted.startswith(b"age-encryption.org/v1\n-> X25519 ")
    assert b"category,count" not in encrypted
    assert pyrage.decrypt(encrypted, [pair]) == ARCHIVE
    assert encrypted != encrypt(ARCHIVE, str(pair.to_public()))


def test_nobody_else_opens_it_and_a_changed_byte_is_noticed(pair: Identity) -> None:
    encrypted = encrypt(ARCHIVE, str(pair.to_public()))
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(encrypted, [Identity.generate()])
    for position in (0, 60, len(encrypted) // 2, len(encrypted) - 1):
        changed = bytearray(encrypted)
        changed[position] ^= 1
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(bytes(changed), [pair])


def test_a_key_is_taken_as_people_copy_it(pair: Identity) -> None:
    """With a line around it or broken in two; kept as age writes it."""
    key = str(pair.to_public())
    assert len(key) == 62
    for copied in (key, f"  {key}\n", f"{key[:30]}\r\n{key[30:]}", key.upper()):
        assert read_recipient_key(copied) == key


@pytest.mark.parametrize(
    "given",
    [
        "", "age1", "x" * 62, "sleutel", "age1" + "q" * 58,
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2vV5pXQ0Nq3q2bHq1GmV5l2b3n4m5k6j7h8g9f0e1d",
        "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t", "\0", "é",
    ],
)  # fmt: skip
def test_what_is_no_public_key_is_refused(given: str) -> None:
    with pytest.raises(RecipientKeyUnusable) as refused:
        read_recipient_key(given)
    assert "age1" in str(refused.value.why)
    with pytest.raises(RecipientKeyUnusable):
        encrypt(ARCHIVE, given)


def test_one_letter_wrong_is_no_other_key(pair: Identity) -> None:
    key = str(pair.to_public())
    for position in range(4, len(key)):
        wrong = "q" if key[position] != "q" else "p"
        with pytest.raises(RecipientKeyUnusable):
            read_recipient_key(key[:position] + wrong + key[position + 1 :])


def test_a_secret_key_is_said_to_be_one_and_stands_in_no_error(pair: Identity) -> None:
    secret = str(pair)
    for given in (secret, secret.lower(), f"# created\n{secret}\n", secret[:40]):
        with pytest.raises(SecretKeyGiven) as refused:
            read_recipient_key(given)
        assert secret[20:30].lower() not in repr(refused.value).lower()
        assert refused.value.__cause__ is None
        assert "geheime" in str(refused.value.why)
