"""Encrypts a whole bundle to its recipient, with age (https://age-encryption.org)."""

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

_SECRET = "AGE-SECRET-KEY-"  # noqa: S105


class RecipientKeyUnusable(ValueError):
    """What was given isn't a public key of age (X25519); `why` says so to who gave it."""

    why: LazyText = _l("This is no public key of age. It begins with age1 and has 62 signs.")


class SecretKeyGiven(RecipientKeyUnusable):
    """The half of the pair that nobody else may have; from now on somebody else has it."""

    why = _l(
        "This is your secret key. We did not keep it, but it was sent here: make a new pair, and "
        "fill in the public key, which begins with age1."
    )


def read_recipient_key(text: str) -> str:
    """The key as age writes it. Raises RecipientKeyUnusable, and SecretKeyGiven for a secret one.

    The errors don't hold what was given.
    """
    import pyrage  # noqa: PLC0415

    text = "".join(text.split())
    if _SECRET in text.upper():
        raise SecretKeyGiven
    try:
        return str(pyrage.x25519.Recipient.from_str(text))
    except pyrage.RecipientError:
        raise RecipientKeyUnusable from None


def encrypt(archive: bytes, public_key: str) -> bytes:
    """Other bytes every time, as it has to be; within is the bundle as it was signed.

    Raises RecipientKeyUnusable.
    """
    # Loaded late: only a download that is encrypted needs it.
    import pyrage  # noqa: PLC0415

    recipient = pyrage.x25519.Recipient.from_str(read_recipient_key(public_key))
    encrypted: bytes = pyrage.encrypt(archive, [recipient])
    return encrypted
