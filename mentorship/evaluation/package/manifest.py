"""The list of all files with their hashes, and the signature under it."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from mentorship.evaluation.package.json_text import canonical

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
FORMAT = 1
SIGNED = b"ONE-on-ONE evaluation bundle, manifest.json, SHA-256 "
_ALGORITHM = "Ed25519"


class SignatureUnusable(ValueError):
    """The file with the signature isn't one, or doesn't fit what it says."""


class KeyUnusable(ValueError):
    """What was given as a public key isn't one."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What the signature stands for, and the key it was made with."""

    manifest_sha256: str
    public_key: bytes


def manifest(facts: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    listed = {
        path: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for path, content in files.items()
    }
    return canonical({"format": FORMAT, **facts, "files": listed})


def signature(manifest_json: bytes, key: Ed25519PrivateKey) -> bytes:
    """The hash stands beside the signature, so that one can tell which of the two was changed."""
    digest = hashlib.sha256(manifest_json).hexdigest()
    return canonical(
        {
            "algorithm": _ALGORITHM,
            "manifest_sha256": digest,
            "public_key": _text(raw(key.public_key())),
            "signature": _text(key.sign(SIGNED + digest.encode())),
        }
    )


def read_signature(content: bytes) -> Signed:
    """Raises SignatureUnusable, also for one that says the same in other bytes."""
    try:
        plain = json.loads(content)
        key, signed = _bytes(plain["public_key"]), _bytes(plain["signature"])
        digest = plain["manifest_sha256"]
        is_ours = plain["algorithm"] == _ALGORITHM and canonical(plain) == content
        Ed25519PublicKey.from_public_bytes(key).verify(signed, SIGNED + digest.encode())
    except (InvalidSignature, ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise SignatureUnusable from wrong
    if not is_ours:
        raise SignatureUnusable
    return Signed(digest, key)


def raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_public_key(pem_text: bytes) -> bytes:
    """The key itself from a PEM file. Raises KeyUnusable."""
    try:
        key = load_pem_public_key(pem_text)
    except (ValueError, TypeError) as wrong:
        raise KeyUnusable from wrong
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnusable
    return raw(key)


def fingerprint(public_key: bytes) -> str:
    """A public key in groups that two people can compare aloud."""
    digest = hashlib.sha256(public_key).hexdigest()[:32]
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    content = base64.b64decode(text, validate=True)
    if _text(content) != text:
        raise ValueError("not written in the one way")
    return content
