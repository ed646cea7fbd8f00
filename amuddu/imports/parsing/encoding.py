"""In which encoding a text is written: only one reading must be possible, or the text is refused.

UTF-8 is certain: no other text of some length happens to be valid UTF-8. The older encodings give
every byte a letter, so each reading is checked word by word; between two that hold equally
`charset-normalizer` may decide, and where it does not either, the text is refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from amuddu.imports.parsing.said import N_, Remark, Said, Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLDER = {
    "cp1252": "Windows",
    "cp1256": "Windows (arabe)",
    "mac_roman": "Mac",
    "cp850": "DOS",
    "iso8859_15": "ISO",
    "iso8859_6": "ISO (arabe)",
    "mac_arabic": "Mac (arabe)",
    "cp720": "DOS (arabe)",
}
"""Of encodings in which a text is the same, the first is named."""
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")
_SAMPLE_WORDS = 4_000
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_WORD = re.compile(rb"[^\s;,|\t\"]*[\x80-\xff][^\s;,|\t\"]*")
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_PROBABLE = re.compile(r"[\t\n\r\x20-\x7e\u00a0-\u024f\u0600-\u06ff\u2010-\u203a]")


@dataclass(slots=True)
class Decoded:
    """A file's text, and what has to be said of how it was read."""

    text: str
    remarks: list[Remark] = field(default_factory=list)


def decode(content: bytes) -> Decoded:
    """The text. Bytes that UTF-8 cannot hold become lone surrogates, for the row to be named.

    Raises `Unreadable` for what is no text, and where two readings are equally possible.
    """
    if content.startswith(_NOT_TEXT):
        raise Unreadable(_NO_TEXT)
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _by_mark(content[len(mark) :], encoding)
    if b"\x00" in content:
        wide = _wide(content)
        if wide is not None:
            return wide
        if content.count(b"\x00") * 4 > len(content) or _is_binary(content):
            raise Unreadable(_NO_TEXT)
    if content.isascii() and len(_UTF7_LETTER.findall(content)) > 1:
        return _seven_bits(content)
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _not_quite_utf8(content)


_UTF7_LETTER = re.compile(rb"[a-zA-Z]\+(?:A[A-P]|I[AB]|B[i-n])[A-Za-z0-9+/]+-")
"""A letter of Latin-1, a curved quote or an Arabic word within ASCII: `recherch+AOk-s`."""


def _seven_bits(content: bytes) -> Decoded:
    """UTF-7, as an old mail program writes it; where it is none, the text as it stands."""
    try:
        text = content.decode("utf-7")
    except UnicodeDecodeError:
        return Decoded(content.decode("ascii"))
    said = Said(N_("Texte lu comme du {encoding}."), {"encoding": "UTF-7"})
    return Decoded(text, [Remark(None, "", said)])


def _by_mark(content: bytes, encoding: str) -> Decoded:
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    return Decoded(content.decode(encoding, errors))


def _is_binary(content: bytes) -> bool:
    """Whether control characters are many among the first bytes."""
    head = content[:4096]
    return sum(byte < 9 or 13 < byte < 32 for byte in head) * 10 > len(head) + 10


def _wide(content: bytes) -> Decoded | None:
    """UTF-16 that does not say so: the reading in which nearly all letters are probable ones."""
    head = content[: 4096 if len(content) > 4096 else len(content) // 2 * 2]
    shares = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head.decode(encoding, "replace")
        shares[encoding] = len(_PROBABLE.findall(text)) / max(len(text), 1)
    best, other = sorted(shares, key=lambda name: -shares[name])
    if shares[best] < 0.9 or shares[other] > 0.6:
        return None
    said = Said(N_("Texte lu comme du {encoding}."), {"encoding": best.upper()})
    return Decoded(content.decode(best, "replace"), [Remark(None, "", said)])


def _not_quite_utf8(content: bytes) -> Decoded:
    letters = len(_UTF8_LETTER.findall(content))
    bad = len(_HIGH.findall(_UTF8_LETTER.sub(b"", content)))
    if letters * 2 >= bad:
        return Decoded(content.decode("utf-8", "surrogateescape"))
    return _older(content)


def _older(content: bytes) -> Decoded:
    """The one older encoding in which the words hold."""
    words = _sample(content)
    readings = {name: [word.decode(name) for word in words] for name in _possible(content)}
    marks = {name: _mark(reading) for name, reading in readings.items()}
    best = min(marks.values(), default=None)
    if best is None or best[0] * 2 > len(words):
        raise Unreadable(_UNKNOWN)
    equal = [name for name, mark in marks.items() if mark == best]
    if any(readings[name] != readings[equal[0]] for name in equal):
        equal = _likelier_arabic({name: readings[name] for name in equal})
    if any(readings[name] != readings[equal[0]] for name in equal):
        likely = _likely(content)
        equal = [name for name in equal if name in likely] or equal
    encoding = equal[0]
    for other in equal:
        if readings[other] != readings[encoding]:
            raise Unreadable(_AMBIGUOUS, one=_OLDER[encoding], other=_OLDER[other])
    if sum(map(_is_wrong, readings[encoding])) * 2 > len(words):
        raise Unreadable(_UNKNOWN)
    said = Said(_READ_AS, {"system": _OLDER[encoding], "encoding": encoding})
    return Decoded(_without_wrong(content, encoding), [Remark(None, "", said)])


def _without_wrong(content: bytes, encoding: str) -> str:
    """The text; a word that no language here writes keeps its bytes, for its row to be named."""
    found = set(_HIGH_WORD.findall(content))
    wrong = {word for word in found if _is_wrong(word.decode(encoding))}
    if not wrong:
        return content.decode(encoding)
    pieces, last = [], 0
    for each in _HIGH_WORD.finditer(content):
        if each.group() in wrong:
            pieces.append(content[last : each.start()].decode(encoding))
            pieces.append(each.group().decode("ascii", "surrogateescape"))
            last = each.end()
    return "".join([*pieces, content[last:].decode(encoding)])


_OF_A_HUNDRED = {
    letter: share
    for letters, share in (
        ("ا", 13), ("ل", 9), ("ي", 8), ("منو", 6), ("رته", 4.5), ("بعة", 3.8), ("دفقسك", 2.8),
        ("حأ", 2), ("جشصط", 1.1), ("خىضإ", 0.8), ("ثذزغءئ", 0.5), ("ظؤآ", 0.15),
    )
    for letter in letters
}  # fmt: skip
"""How often Arabic writes each letter."""
_RARE = 0.01
_ARTICLE = 20
"""By how much a word that begins with the article is likelier than one that does not."""
_MARGIN = 20
"""By how much one reading must be likelier than each of the others."""


def _likelier_arabic(readings: dict[str, list[str]]) -> list[str]:
    """Of encodings in which all words can be Arabic, the one that reads much likelier letters."""
    if not all(any(map(_ARABIC.search, words)) for words in readings.values()):
        return list(readings)
    likely = {name: _likelihood(words) for name, words in readings.items()}
    best = max(likely, key=lambda name: likely[name])
    return [
        name
        for name in readings
        if readings[name] == readings[best] or likely[best] - likely[name] < log(_MARGIN)
    ]


def _likelihood(words: list[str]) -> float:
    found = 0.0
    for word in words:
        arabic = [letter for letter in word if "\u0600" <= letter <= "\u06ff"]
        found += sum(log(_OF_A_HUNDRED.get(letter, _RARE)) for letter in arabic)
        found += log(_ARTICLE) if word.startswith(("ال", "وال", "بال", "لل")) else 0
    return found


def _sample(content: bytes) -> list[bytes]:
    """Different words that hold a byte beyond ASCII, in the order of the file."""
    words: dict[bytes, None] = {}
    for found in _HIGH_WORD.finditer(content):
        words[found.group()[:60]] = None
        if len(words) >= _SAMPLE_WORDS:
            break
    return list(words)


def _possible(content: bytes) -> Iterator[str]:
    """Encodings in which every byte is a letter or a sign."""
    for encoding in _OLDER:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield encoding


def _likely(content: bytes) -> set[str]:
    """Encodings in which the text as a whole is not chaos; it decides between equal readings."""
    from charset_normalizer import from_bytes

    return {match.encoding for match in from_bytes(content, cp_isolation=list(_OLDER))}


_COMMON = "àâäçéèêëîïôöùûüÿœñáíóú"
_LONE_LETTERS = set(_COMMON + _COMMON.upper()) - {"à", "À", "ô", "Ô"}
"""Of letters with an accent, only a few are a word."""
_LATIN = re.compile(rf"[A-Za-z{_COMMON}{_COMMON.upper()}]+")
_ARABIC = re.compile("[\u0621-\u063a\u0640-\u0652]+")
_RUN = re.compile(r"[^\W\d_]+(?:[\u064b-\u0652][^\W\d_]*)*")
_INNER_SIGN = re.compile(
    r"(?<=[^\W\d_])[^\w\s'’.,:;!?()/&+@#*\-‑–\u064b-\u0652\u200c-\u200f](?=[^\W\d_])"
)
_SIGNS = re.compile(r"[^\w\s]{2,}")
_UNLIKELY_SIGN = re.compile(
    r"^…[a-z]|[\x80-\x9f¡¤¦¨ª¬®¯±¶¸¹º¼½¾‡‰†ˆ˜ƒ≠∞≤≥∂∑∏π∫Ω√≈∆◊‹›⁄ﬁﬂ˘˙˚˝˛ˇ░▒▓│┤╣║╗╝┐└┴┬├─┼]"
)


_WESTERN = f"{_COMMON}{_COMMON.upper()}ãõìòåæßšžÃÕÌÒÅÆŠŽ"
_WRITTEN = re.compile(
    rf"[A-Za-z{_WESTERN}²]+|[A-Za-z\u0600-\u06ff\ufe70-\ufefc]+|[nN]?[ºª]|m³|[½¼¾µ]"
)
"""A run of letters as French, Spanish, English, Portuguese or Arabic have it."""
_SIGN_OF_OTHERS = "¤¦¨¬¯¶¸‡‰†ˆ˜ƒ≠∞≤≥∂∑∏π∫Ω√≈∆◊˘˙˚˝˛ˇ≡∩∙\u2320\u2321\u2500-\u25a0"
_GLUED = re.compile(
    rf"[{_SIGN_OF_OTHERS}](?=[^\W\d_])|[£¢¥](?=[^\W\d_]{{2}})|[°·](?=[\u0621-\u064a])|"
    rf"(?<=[^\W\d_])[{_SIGN_OF_OTHERS}¡¿£¢¥]"
)
"""Signs that stand at a letter in no language here: `£ukasz`, `»‚‡Ì`."""


_NO_ARABIC = re.compile(
    r"(?:^|(?<![\u0621-\u0652]))[\u0629\u0649\u064b-\u0652](?=[\u0621-\u0652])"
    r"|[\u0629\u0649](?=[\u0621-\u064a])|[\u064b-\u0652]{3}|\u0640[\u064b-\u0652]|\u0640$"
)
"""Letters of the end of a word elsewhere in it, marks on no letter or three on one."""


def _is_wrong(word: str) -> bool:
    """Whether a word can only be of a language for which this encoding was not made."""
    if _GLUED.search(word) or _NO_ARABIC.search(word):
        return True
    return any(_WRITTEN.fullmatch(run) is None or _mixed_case(run) for run in _RUN.findall(word))


def _mark(words: list[str]) -> tuple[int, int]:
    """How many words cannot be, and how many are odd, in the languages that are written here."""
    impossible = odd = 0
    for word in words:
        runs = _RUN.findall(word)
        if not _holds(word, runs):
            impossible += 1
        elif any(map(_is_odd, runs)) or _UNLIKELY_SIGN.search(word) or _is_signs(word, runs):
            odd += 1
    return impossible, odd


def _holds(word: str, runs: list[str]) -> bool:
    if _INNER_SIGN.search(word):
        return False
    if not runs:
        return not any(not character.isascii() and character.isalnum() for character in word) and (
            _SIGNS.search(word) is None or word.isascii() or _is_typography(word)
        )
    return all(_one_script(run) and not _mixed_case(run) for run in runs)


def _is_signs(word: str, runs: list[str]) -> bool:
    """Several signs and no letter, as other letters look in a wrong encoding: `·«”`."""
    return not runs and len({sign for sign in word if not sign.isascii() and sign != "\xa0"}) > 1


def _is_typography(word: str) -> bool:
    return all(sign in "«»…’‘“”–—-.,;:!?()°€·•\u00a0'" for sign in word if not sign.isascii())


def _one_script(run: str) -> bool:
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in run)
    if arabic:
        return arabic == len(run)
    accented = sum(not letter.isascii() for letter in run)
    return len(run) < 3 or accented * 3 <= len(run) * 2


def _mixed_case(run: str) -> bool:
    """A capital beyond ASCII after a small letter: `rÈfÈrence`."""
    return any(
        after.isupper() and not after.isascii() and before.islower()
        for before, after in pairwise(run)
    )


def _is_odd(run: str) -> bool:
    if "\u0600" <= run[0] <= "\u06ff":
        return len(run) == 1 or _ARABIC.fullmatch(run) is None
    return _LATIN.fullmatch(run) is None or (not run.isascii() and run in _LONE_LETTERS)


_NO_TEXT = N_("Ce fichier n'est pas du texte, malgré son nom. Enregistrez-le en CSV ou XLSX.")
_UNKNOWN = N_(
    "Les lettres de ce fichier ne se lisent pas : enregistrez-le en CSV UTF-8 ou en XLSX."
)
_READ_AS = N_(
    "Texte lu dans l'ancien codage {system} ({encoding}), pas UTF-8 : vérifiez les lettres."
)
_AMBIGUOUS = N_(
    "Les lettres de ce fichier se lisent de deux façons ({one} ou {other}) : "
    "enregistrez-le en CSV UTF-8 ou en XLSX."
)
