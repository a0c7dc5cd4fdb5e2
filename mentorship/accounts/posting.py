"""How an account gets its letters, and whose link was opened."""

from mentorship.accounts.models import User
from mentorship.foundation import links, outbox, vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose


class AccountClosed(Exception):
    """The account is disabled, so nothing is sent to it."""


def page(db: Db, path: str) -> str:
    return f"{db.info['database'].settings.base_url.rstrip('/')}{path}"


def post(db: Db, user: User, letter: outbox.Letter, address: str | None, **numbers: int) -> None:
    to = vault.read(db, user, "email", purpose=Purpose.MESSAGING)
    if to is None:
        return
    outbox.send(
        db, letter, to=to, subject_id=user.subject_id, link=address,
        language=user.language, **numbers,
    )  # fmt: skip


def user_of(db: Db, link: links.Link) -> User:
    user = db.get_one(User, link.target_id)
    if user.disabled_at is not None:
        raise links.LinkExpired
    return user
