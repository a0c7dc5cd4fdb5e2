"""What stands in an address of the matrix: a record of the person who asks, or another's."""

from dataclasses import dataclass, field
from uuid import uuid4


@dataclass(frozen=True)
class Records:
    """`foreign` is None where a record is nobody's in particular; `none` never existed."""

    own: object
    foreign: object = None
    none: object = field(default_factory=uuid4)
