"""Sealed values: what they look like, and the column type that takes nothing else."""

import os
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_FORMAT = b"\x01"
_NONCE_BYTES = 12


@dataclass(frozen=True)
class Sealed:
    """Ciphertext bound to one table, column, row and person; never shows itself."""

    content: bytes = field(repr=False)


class SealedBytes(TypeDecorator[Sealed]):
    """Binds only `Sealed`, so that no plain text slips into a sealed column."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Sealed | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError("a sealed column takes only what vault.write made")
        return value.content

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))


class SealBroken(Exception):
    """The value doesn't belong to this row, column and person, or was changed."""


class Place(NamedTuple):
    """Where a sealed value belongs; a list has thousands, so it is a plain tuple."""

    table: str
    column: str
    row_id: UUID
    subject_id: UUID

    @property
    def binding(self) -> bytes:
        return f"v1\0{self.table}\0{self.column}\0{self.row_id}\0{self.subject_id}".encode()


def seal(key: bytes, place: Place, text: str) -> Sealed:
    nonce = os.urandom(_NONCE_BYTES)
    ciphertext = AESGCMSIV(key).encrypt(nonce, text.encode(), place.binding)
    return Sealed(_FORMAT + nonce + ciphertext)


def unseal(key: bytes, place: Place, sealed: Sealed) -> str:
    content = sealed.content
    if content[:1] != _FORMAT:
        raise SealBroken(f"unknown format in {place.table}.{place.column}")
    nonce, ciphertext = content[1 : 1 + _NONCE_BYTES], content[1 + _NONCE_BYTES :]
    try:
        return AESGCMSIV(key).decrypt(nonce, ciphertext, place.binding).decode()
    except (InvalidTag, ValueError) as broken:
        raise SealBroken(f"{place.table}.{place.column} can't be unsealed here") from broken
