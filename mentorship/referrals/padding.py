"""Fills up what is sealed, because a sealed value still shows how long it is."""

CODE = 32  # longer than every code of a fixed list
BLOCK = 512  # bytes; an empty question is as long as most questions


def pad(text: str, block: int) -> str:
    """Blanks after the text, up to a whole number of blocks and always at least one."""
    return text + " " * (block - len(text.encode()) % block)


def unpad(text: str | None) -> str:
    return (text or "").rstrip(" ")
