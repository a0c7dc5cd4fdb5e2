"""Names as they are compared: without accents and capitals, word by word, in any order."""

import unicodedata

# What doesn't fall apart into a letter and an accent.
_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        **dict.fromkeys("'’‘ʼ`´", ""),
    }
)


def words_of(text: str) -> list[str]:
    """`Çelik-El Amrani` becomes celik, el, amrani."""
    plain = text.casefold().translate(_LETTERS)
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain).translate(_LETTERS)
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()


def is_found(asked: list[str], name: str) -> bool:
    """Every word that was asked for begins a word of the name."""
    words = words_of(name)
    return all(any(word.startswith(part) for word in words) for part in asked)
