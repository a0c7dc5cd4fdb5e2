"""Knows time-based codes, their QR picture and the recovery codes that stand in for them."""

import hmac
import secrets
from datetime import datetime
from hashlib import sha256
from io import BytesIO

import pyotp
import segno

STEP_SECONDS = 30
RECOVERY_CODES = 10
# Letters and digits that are not mistaken for one another on paper: 31 characters, 16 of them
# are 79 bits, too many to guess even without the throttling.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _GROUP_LENGTH = 4, 4


def new_secret() -> str:
    return pyotp.random_base32()


def accepted_step(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """Find the time step the code belongs to; None when wrong or used before.

    One step of drift is allowed either way. A step is accepted once and never after a later one.
    """
    typed = "".join(code.split())
    current = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    found = None
    for step in (current - 1, current, current + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode())
        if right and step > last_step:
            found = step
    return found


def provisioning_uri(secret: str, account: str, issuer: str) -> str:
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(
        name=account, issuer_name=issuer
    )


def qr_svg(content: str) -> str:
    """Draw the code as inline SVG without a style attribute, so a strict CSP lets it through."""
    picture = BytesIO()
    segno.make(content, error="m").save(
        picture,
        kind="svg",
        scale=5,
        border=4,
        dark="#000000",
        light="#ffffff",
        xmldecl=False,
        svgns=True,
        omitsize=False,
        svgclass="oo-qr",
        lineclass=None,
    )
    return picture.getvalue().decode()


def in_groups(secret: str) -> str:
    """Write a secret in groups of four, for typing it over."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def new_recovery_codes() -> list[str]:
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def _recovery_code() -> str:
    groups = (
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)


def recovery_code_hash(code: str) -> bytes:
    """Hash what was typed, whatever its capitals, spaces and hyphens."""
    plain = "".join(character for character in code.casefold() if character.isalnum())
    return sha256(plain.encode()).digest()


def looks_like_recovery_code(code: str) -> bool:
    return sum(character.isalnum() for character in code) == _GROUPS * _GROUP_LENGTH
