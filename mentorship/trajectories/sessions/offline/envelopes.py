"""A sealed log as it travels: what it is bound to, and how only the server opens it."""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mentorship.trajectories.sessions.offline.keys import public_bytes

VERSION = 1
BLOCK = 2_048
_KEY_BYTES, _IV_BYTES, _POINT_BYTES = 32, 12, 65
_MOST_SEALED = 64 * 1024
_IDS, _PARTS = ("user", "trajectory", "id"), ("half", "iv", "sealed")


class EnvelopeUnreadable(Exception):
    """It was changed on the way, is of another version, or was never sealed for this person."""


@dataclass(frozen=True)
class Envelope:
    """`half` is the public key that the phone made for this one log."""

    user: UUID
    trajectory: UUID
    id: UUID
    half: bytes
    iv: bytes
    sealed: bytes
    version: int = VERSION

    @classmethod
    def read(cls, sent: object) -> Self:
        """From the JSON of a phone. Raises EnvelopeUnreadable."""
        if not isinstance(sent, dict) or sent.get("version") != VERSION:
            raise EnvelopeUnreadable
        try:
            user, trajectory, key = (UUID(str(sent[name])) for name in _IDS)
            half, iv, text = (b64decode(str(sent[name]), validate=True) for name in _PARTS)
        except (KeyError, ValueError) as malformed:
            raise EnvelopeUnreadable from malformed
        found = cls(user, trajectory, key, half, iv, text)
        if not found._has_its_sizes():
            raise EnvelopeUnreadable
        return found

    def written(self) -> dict[str, Any]:
        """As the phone keeps and sends it."""
        return {
            name: b64encode(value).decode() if isinstance(value, bytes)
            else value if isinstance(value, int) else str(value)
            for name, value in asdict(self).items()
        }  # fmt: skip

    def _has_its_sizes(self) -> bool:
        is_small = len(self.sealed) <= _MOST_SEALED
        return len(self.half) == _POINT_BYTES and len(self.iv) == _IV_BYTES and is_small


def opened(private: ec.EllipticCurvePrivateKey, envelope: Envelope) -> dict[str, str]:
    """The fields of the form. Raises EnvelopeUnreadable."""
    bound = _bound(envelope.user, envelope.trajectory, envelope.id)
    try:
        half = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), envelope.half)
        shared = private.exchange(ec.ECDH(), half)
        key = _key(shared, envelope.half + public_bytes(private), bound)
        text = AESGCM(key).decrypt(envelope.iv, envelope.sealed, bound)
        fields = json.loads(text)
    except (InvalidTag, ValueError) as broken:
        raise EnvelopeUnreadable from broken
    if not isinstance(fields, dict):
        raise EnvelopeUnreadable
    return {str(name): str(value) for name, value in fields.items()}


def sealed(
    server: ec.EllipticCurvePublicKey, server_bytes: bytes, fields: Mapping[str, str],
    *, user: UUID, trajectory: UUID, key: UUID,
) -> Envelope:  # fmt: skip
    """What the phone does, in the same steps as static/js/sealing.js."""
    own = ec.generate_private_key(ec.SECP256R1())
    half, bound = public_bytes(own), _bound(user, trajectory, key)
    text = json.dumps(dict(fields), ensure_ascii=False)
    padded = text.ljust(-(-len(text) // BLOCK) * BLOCK)
    iv = os.urandom(_IV_BYTES)
    secret = _key(own.exchange(ec.ECDH(), server), half + server_bytes, bound)
    return Envelope(
        user, trajectory, key, half, iv, AESGCM(secret).encrypt(iv, padded.encode(), bound)
    )


def _bound(user: UUID, trajectory: UUID, key: UUID) -> bytes:
    return f"one-on-one session log|{VERSION}|{user}|{trajectory}|{key}".encode()


def _key(shared: bytes, salt: bytes, bound: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=salt, info=bound).derive(shared)
