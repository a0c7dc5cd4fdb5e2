"""The key that bundles are signed with: kept in the key store, its public half for everybody."""

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mentorship.evaluation.package.manifest import fingerprint, pem, raw
from mentorship.foundation.db import utc_now
from mentorship.foundation.keys.store import KeyStore
from mentorship.foundation.settings import load_settings

_SIGNING_KEY = "bundle-signing"
_FINGERPRINT_KEY = "bundle-data"


def signing_key(keys: KeyStore) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.named(_SIGNING_KEY))


def public_pem(keys: KeyStore) -> bytes:
    return pem(signing_key(keys).public_key())


def public_fingerprint(keys: KeyStore) -> str:
    return fingerprint(raw(signing_key(keys).public_key()))


def data_fingerprint(keys: KeyStore, counted: bytes) -> str:
    """Keyed: a plain hash of small numbers could be undone by trying them all."""
    return keys.keyed_hash(_FINGERPRINT_KEY, counted).hex()


def show_public_key() -> None:
    """The key alone on the standard output, so that it can be sent to a file."""
    keys = KeyStore(load_settings(), utc_now)
    try:
        click.echo(public_pem(keys).decode(), nl=False)
        click.echo(public_fingerprint(keys), err=True)
    finally:
        keys.dispose()
