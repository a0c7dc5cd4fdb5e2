"""One way of writing JSON, so that a changed byte is a changed byte."""

import json
from typing import Any


def canonical(plain: Any) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
