"""Key-encryption keys: where they come from, and wrapping a data key with one of them."""

import base64
import json
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from mentorship.foundation.settings import Settings, replace_private, write_private

KEY_BYTES = 32


class KeysUnusable(Exception):
    """The key-encryption keys are missing, malformed or readable by others."""


class KeyFileMissing(KeysUnusable):
    """There is no file where the key-encryption keys should be."""


@dataclass(frozen=True)
class KeyRing:
    """Versioned key-encryption keys; new data keys are wrapped by the current one."""

    current: int
    keys: dict[int, bytes]

    def wrap(self, data_key: bytes) -> bytes:
        return aes_key_wrap(self.keys[self.current], data_key)

    def unwrap(self, version: int, wrapped: bytes) -> bytes:
        if version not in self.keys:
            raise KeysUnusable(f"key-encryption key {version} is missing")
        return aes_key_unwrap(self.keys[version], wrapped)

    def with_new_key(self) -> "KeyRing":
        version = max(self.keys) + 1
        return KeyRing(version, {**self.keys, version: os.urandom(KEY_BYTES)})

    def with_current_only(self) -> "KeyRing":
        return KeyRing(self.current, {self.current: self.keys[self.current]})

    def to_json(self) -> str:
        keys = {str(version): base64.b64encode(key).decode() for version, key in self.keys.items()}
        return json.dumps({"current": self.current, "keys": keys})

    @classmethod
    def from_json(cls, content: str) -> "KeyRing":
        try:
            written = json.loads(content)
            keys = {
                int(version): base64.b64decode(key, validate=True)
                for version, key in written["keys"].items()
            }
            ring = cls(int(written["current"]), keys)
        except (ValueError, KeyError, TypeError, AttributeError) as malformed:
            raise KeysUnusable("the key-encryption keys can't be read") from malformed
        if ring.current not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
            raise KeysUnusable("the key-encryption keys are incomplete")
        return ring


class KeySource(Protocol):
    """Where the ring is kept: a file, the environment, or later a key service."""

    def open(self, is_unused: Callable[[], bool]) -> KeyRing:
        """At the start of the program; a ring may be made while the key store is unused."""

    def load(self) -> KeyRing: ...

    def store(self, ring: KeyRing) -> None: ...


@dataclass(frozen=True)
class FileKeys:
    """The ring in a 0600 file; demo and trial make it at the first start."""

    path: Path
    may_create: bool

    def open(self, is_unused: Callable[[], bool]) -> KeyRing:
        try:
            return self.load()
        except KeyFileMissing:
            if not self.may_create or not is_unused():
                raise
        first = KeyRing(1, {1: os.urandom(KEY_BYTES)})
        write_private(self.path, first.to_json().encode())
        return self.load()

    def load(self) -> KeyRing:
        try:
            mode, content = self.path.stat().st_mode, self.path.read_text()
        except FileNotFoundError:
            raise KeyFileMissing(
                f"there is no key file at {self.path}, and a new one can't open what is stored: "
                "put it back from your copy, or set MENTORSHIP_KEY_FILE to where it is"
            ) from None
        except OSError as unreadable:
            raise KeysUnusable(f"{self.path} can't be read: {unreadable.strerror}") from None
        except UnicodeDecodeError:
            raise KeysUnusable(f"{self.path} holds no keys") from None
        if stat.S_IMODE(mode) & 0o077:
            raise KeysUnusable(f"{self.path} is readable by others; chmod 600 it")
        return KeyRing.from_json(content)

    def store(self, ring: KeyRing) -> None:
        replace_private(self.path, ring.to_json().encode())


@dataclass(frozen=True)
class EnvironmentKeys:
    """The ring in `MENTORSHIP_KEY_ENCRYPTION_KEYS`; the operator adds and retires keys there."""

    content: str

    def load(self) -> KeyRing:
        return KeyRing.from_json(self.content)

    def open(self, is_unused: Callable[[], bool]) -> KeyRing:
        return self.load()

    def store(self, ring: KeyRing) -> None:
        known = self.load()
        if ring == known:
            return
        if set(ring.keys) < set(known.keys):
            raise KeysUnusable(
                "nothing is under the older keys any more: take them out of "
                "MENTORSHIP_KEY_ENCRYPTION_KEYS where it is set, and restart every process"
            )
        raise KeysUnusable(
            "every key is under the current one: to go on to a newer, add it to "
            "MENTORSHIP_KEY_ENCRYPTION_KEYS where it is set, make it current, restart, and rotate"
        )


def key_source(settings: Settings) -> KeySource:
    if settings.key_encryption_keys is not None:
        return EnvironmentKeys(settings.key_encryption_keys.get_secret_value())
    return FileKeys(settings.key_path, may_create=settings.mode != "production")
