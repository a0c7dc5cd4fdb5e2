"""The key pair of a user for sealed logs, made anew from the key store whenever it is needed."""

from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mentorship.foundation.keys.store import KeyMissing, KeyStore

NAME = "offline-envelopes"
# So many more than the curve needs that every private key is as likely as any other.
_BYTES = 48
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def private_key(keys: KeyStore, subject_id: UUID) -> ec.EllipticCurvePrivateKey:
    """Always the same for the same person, and gone with the data key of that person.

    Raises KeyMissing for who was erased. See docs/decisions/0023.
    """
    found = keys.find([subject_id])
    if subject_id not in found:
        raise KeyMissing("this person has no data key: erased, or never stored")
    derived = HKDF(SHA256(), _BYTES, salt=keys.named(NAME), info=NAME.encode() + subject_id.bytes)
    number = int.from_bytes(derived.derive(found[subject_id]), "big")
    return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())


def public_bytes(private: ec.EllipticCurvePrivateKey) -> bytes:
    """As WebCrypto reads a raw key: the uncompressed point, 65 bytes."""
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
