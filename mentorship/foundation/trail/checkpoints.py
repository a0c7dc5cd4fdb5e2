"""Signed checkpoints outside the database: they give away a trail that was cut off or rebuilt."""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mentorship.foundation.keys.store import KeyStore
from mentorship.foundation.settings import write_private
from mentorship.foundation.trail.checkpoint_memory import Remembered, recall, remember

_SIGNING_KEY = "audit-signing"
_PUBLIC_KEY_FILE = "audit-public-key.pem"
_NO_EVENTS = hashlib.sha256().digest()


@dataclass
class MerkleTree:
    """The Merkle tree of RFC 6962 over all event hashes, kept as its complete subtrees."""

    peaks: list[tuple[int, bytes]] = field(default_factory=list)

    def add(self, event_hash: bytes) -> None:
        size, node = 1, hashlib.sha256(b"\0" + event_hash).digest()
        while self.peaks and self.peaks[-1][0] == size:
            _, left = self.peaks.pop()
            size, node = size * 2, _join(left, node)
        self.peaks.append((size, node))

    def root(self) -> bytes:
        if not self.peaks:
            return _NO_EVENTS
        *lefts, (_, node) = self.peaks
        for _, left in reversed(lefts):
            node = _join(left, node)
        return node


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Checkpoint:
    """What the trail looked like at one moment; `previous` chains the checkpoints themselves."""

    number: int
    seq: int
    chain: str
    root: str
    at: str
    previous: str

    def signed_content(self) -> bytes:
        return json.dumps(vars(self), sort_keys=True, separators=(",", ":")).encode()

    def digest(self) -> str:
        return hashlib.sha256(self.signed_content()).hexdigest()

    def remembered(self) -> Remembered:
        return Remembered(self.number, self.digest(), datetime.fromisoformat(self.at))


@dataclass(frozen=True)
class Found:
    """The readable checkpoints in order, and what is wrong with the others."""

    checkpoints: tuple[Checkpoint, ...]
    problems: tuple[str, ...]


def find_checkpoints(directory: Path, keys: KeyStore) -> Found:
    """Those in the folder, held against what the key store remembers of the last one."""
    public_key = _signing_key(keys).public_key()
    checkpoints: list[Checkpoint] = []
    problems: list[str] = []
    for path in sorted(directory.glob("checkpoint-*.json")):
        checkpoint = _read(path, public_key)
        if checkpoint is None:
            problems.append(f"{path.name} is not a checkpoint that this program signed")
        else:
            checkpoints.append(checkpoint)
    lost = _lost(checkpoints, recall(keys))
    return Found(tuple(checkpoints), (*problems, *_gaps(checkpoints), *lost))


def _read(path: Path, public_key: Ed25519PublicKey) -> Checkpoint | None:
    try:
        written = json.loads(path.read_text())
        signature = base64.b64decode(written.pop("signature"))
        checkpoint = Checkpoint(**written)
        public_key.verify(signature, checkpoint.signed_content())
    except (InvalidSignature, ValueError, TypeError, KeyError, AttributeError):
        return None
    return checkpoint if path.name == _file_name(checkpoint.number) else None


def _gaps(checkpoints: Iterable[Checkpoint]) -> list[str]:
    problems = []
    expected, previous = 1, ""
    for checkpoint in checkpoints:
        if checkpoint.number != expected or checkpoint.previous != previous:
            problems.append(f"a checkpoint before number {checkpoint.number} is missing")
        expected, previous = checkpoint.number + 1, checkpoint.digest()
    return problems


def _lost(checkpoints: Iterable[Checkpoint], remembered: Remembered | None) -> list[str]:
    digests = {checkpoint.number: checkpoint.digest() for checkpoint in checkpoints}
    if remembered is None or digests.get(remembered.number) == remembered.digest:
        return []
    moment = remembered.at.isoformat()
    return [f"checkpoint {remembered.number}, signed at {moment}, is missing or another one"]


def sign_checkpoint(
    directory: Path,
    keys: KeyStore,
    *,
    seq: int,
    chain: bytes,
    root: bytes,
    at: datetime,
    previous: Checkpoint | None,
) -> Checkpoint:
    """Writes the next checkpoint, and the public key with which anybody can check it."""
    checkpoint = Checkpoint(
        number=previous.number + 1 if previous else 1,
        seq=seq,
        chain=chain.hex(),
        root=root.hex(),
        at=at.astimezone(UTC).isoformat(),
        previous=previous.digest() if previous else "",
    )
    key = _signing_key(keys)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    write_private(directory / _PUBLIC_KEY_FILE, public)
    signature = base64.b64encode(key.sign(checkpoint.signed_content())).decode()
    content = json.dumps(vars(checkpoint) | {"signature": signature}, indent=1)
    path = directory / _file_name(checkpoint.number)
    write_private(path, content.encode())
    stands = _read(path, key.public_key())  # of two processes the first one's stands
    if stands is None:
        raise OSError(f"{path.name} can't be read back")
    remember(keys, stands.remembered())
    return stands


def _file_name(number: int) -> str:
    return f"checkpoint-{number:09d}.json"


def _signing_key(keys: KeyStore) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.named(_SIGNING_KEY))
