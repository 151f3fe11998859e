"""Names in a ZIP that does not say how they are written: all of them together tell.

An archiver without UTF-8 writes names as its system does, and says nothing. Detectors that are made for pages of text
guess wrong on a few short names (charset-normalizer 3.5.3 reads 猫 and 狗 as 癡 and 僩), so each way of writing that
can be meant is tried on all names at once and scored: by letters of the language, by their case within words, by how
common a character is. What is left open is decided by the languages of whoever brings the ZIP.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.data.uploads.common_characters import HAN, HANGUL

MOST_SCORED = 500
"""Distinct names that are looked at closely."""
HINT = 0.12
"""What a language of the reader's adds to a score between 0 and about 1."""
VOWELS = frozenset("aeiouyäöüаеёиоуыэюяіїєαεηιουωάέήίόύώ")
LAST = frozenset("ךםןףץةى")
"""Letters that end words."""
PLAIN = frozenset("’‘“”„«»–—…·°€©®™№×¿¡§\u00a0\u202f")
"""Marks that names have in any language."""


@dataclass(frozen=True)
class Writing:
    """A code page, the languages that are written with it, and how much at home a character is in it, 0 to 1."""

    encoding: str
    languages: tuple[str, ...]
    home: Callable[[str], float]


def alphabet(usual: str, rare: str = "") -> Callable[[str], float]:
    """Letters that are at home, small and large; ``rare`` ones less so."""
    grades = {letter: 0.6 for one in rare for letter in (one, one.upper())}
    grades |= {letter: 1.0 for one in usual for letter in (one, one.upper())}
    return lambda character: grades.get(character, 0.1 if character.isalpha() else -0.5)


def han(encoding: str, first: int, last: int, least: int = 0) -> Callable[[str], float]:
    """Chinese characters: those of daily life, then those that the standard counts as common, by their two bytes."""

    def home(character: str) -> float:
        if character in HAN:
            return 1.1
        if unicodedata.name(character, "").startswith(("CJK", "IDEOGRAPHIC", "FULLWIDTH")):
            written = character.encode(encoding)
            return (0.9 if first <= written[0] <= last else 0.5) if least <= written[1] and len(written) == 2 else 0.15
        return 0.0 if character.isalpha() else -0.5

    return home


def japanese(character: str) -> float:
    name = unicodedata.name(character, "")
    if name.startswith(("HIRAGANA", "KATAKANA")):
        return 1.1
    return 0.1 if name.startswith("HALFWIDTH") else han("cp932", 0x88, 0x98)(character)


def korean(character: str) -> float:
    if character in HANGUL:
        return 1.15
    return 0.15 if character.isalpha() else -0.5


def arabic(character: str) -> float:
    if character in "ءثذظغضپچژگ":
        return 0.7
    return 1.0 if "\u0621" <= character <= "\u0652" else -0.2


def between(first: str, last: str) -> Callable[[str], float]:
    return lambda character: 1.0 if first <= character <= last else -0.2


def thai(character: str) -> float:
    return 1.0 if "ก" <= character <= "ฺ" or "เ" <= character <= "์" else -0.2


WESTERN = alphabet("äöüéèêàçñóíáúâôîãåøæëïùûœß", "õþðýÿìòªº")
CENTRAL = alphabet("ąćęłńóśźżáčďéěíňřšťúůýžäöüőűâăîșțşţôľĺŕđß", "ë")
CYRILLIC = alphabet("абвгдежзийклмнопрстуябьчіё", "фхцшщъыэюїєґўјљњћџђѓќѕ")
GREEK = alphabet("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ", "ϊϋΐΰ")
TURKISH = alphabet("çğıöşüİ", "âîûéäß")
BALTIC = alphabet("āčēģīķļņšūžąęėįųõäöü", "ó")
WRITINGS = (
    Writing("gb18030", ("zh",), han("gb18030", 0xB0, 0xD7, 0xA1)),
    Writing("cp932", ("ja",), japanese),
    Writing("cp949", ("ko",), korean),
    Writing("big5", ("zh-tw", "zh-hk", "zh-mo", "zh-hant"), han("big5", 0xA4, 0xC6)),
    Writing("cp866", ("ru", "be", "bg", "kk", "uk"), CYRILLIC),
    Writing("cp437", (), WESTERN),
    Writing("cp850", ("de", "fr", "es", "it", "pt", "nl", "da", "nb", "sv", "fi", "is", "ca"), WESTERN),
    Writing("cp1251", ("ru", "be", "bg", "kk", "uk", "sr", "mk"), CYRILLIC),
    Writing("cp1252", ("de", "fr", "es", "it", "pt", "nl", "da", "nb", "sv", "fi", "is", "ca"), WESTERN),
    Writing("koi8-r", ("ru",), CYRILLIC),
    Writing("cp852", ("pl", "cs", "sk", "hu", "ro", "sl", "hr", "bs"), CENTRAL),
    Writing("cp1250", ("pl", "cs", "sk", "hu", "ro", "sl", "hr", "bs"), CENTRAL),
    Writing("cp737", ("el",), GREEK),
    Writing("cp1253", ("el",), GREEK),
    Writing("cp857", ("tr",), TURKISH),
    Writing("cp1254", ("tr",), TURKISH),
    Writing("cp862", ("he",), between("א", "ת")),
    Writing("cp1255", ("he",), between("א", "ת")),
    Writing("cp874", ("th",), thai),
    Writing("cp720", ("ar", "fa", "ur"), arabic),
    Writing("cp1256", ("ar", "fa", "ur"), arabic),
    Writing("cp775", ("lt", "lv", "et"), BALTIC),
    Writing("cp1257", ("lt", "lv", "et"), BALTIC),
)
"""Where two score the same, the first counts: what Windows writes into ZIPs before what it writes elsewhere."""


def decoded(names: Sequence[bytes], languages: Sequence[str] = ()) -> list[str]:
    """All names of a ZIP that do not say how they are written. ``languages``: of the reader, the first one first."""
    foreign = [name for name in dict.fromkeys(names) if not name.isascii()]
    plain = [name for name in foreign if decodes(name, "utf-8")]
    if 10 * len(plain) >= 9 * len(foreign):
        rest = [name for name in foreign if not decodes(name, "utf-8")]
        other = writing(rest, languages) if rest else "utf-8"
        return [name.decode("utf-8" if decodes(name, "utf-8") else other) for name in names]
    encoding = writing(foreign, languages)
    return [name.decode(encoding) for name in names]


def writing(names: Sequence[bytes], languages: Sequence[str]) -> str:
    """The encoding that makes most sense of all names; code page 437, which makes letters of anything, if none does."""
    wanted = [one.lower() for one in languages]
    words = list(dict.fromkeys(part for name in names[:MOST_SCORED] for part in name.split(b"/")))
    found = []
    for place, one in enumerate(WRITINGS):
        if all(decodes(name, one.encoding) for name in names):
            made = [word.decode(one.encoding, "replace") for word in words]
            found.append((score(made, one) + hint(one, wanted), -place, one.encoding))
    return max(found, default=(0, 0, "cp437"))[2]


def decodes(name: bytes, encoding: str) -> bool:
    try:
        name.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def hint(one: Writing, languages: Sequence[str]) -> float:
    """More for the language that stands first; a region such as Taiwan's counts before its language."""
    for place, wanted in enumerate(languages[:8]):
        exact = next((known for known in WRITINGS if wanted in known.languages), None)
        plain = {wanted} if exact else {wanted.partition("-")[0]}
        if plain & set(one.languages):
            return HINT / (1 + place / 4)
    return 0.0


def score(words: Iterable[str], one: Writing) -> float:
    """The mean of how much at home each character that is not ASCII is where it stands."""
    grades = [grade for word in words for part in re.findall(r"\w+|[^\w\s]", word) for grade in graded(part, one)]
    return sum(grades) / len(grades) if grades else 0.0


def graded(word: str, one: Writing) -> Iterable[float]:
    """A grade for each character of a word that is not ASCII."""
    share = 1.0 if word.isascii() else likelihood(word)
    for place, character in enumerate(word):
        if character.isascii():
            continue
        before, after = word[place - 1] if place else "", word[place + 1 : place + 2]
        grade = 0.5 if character in PLAIN else one.home(character)
        if unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs"):
            grade = -1.0
        elif misplaced(before, character, after):
            grade = -0.3
        elif character == "ß":
            grade = 1.05 if before.lower() in VOWELS else 0.3
        yield min(grade, grade * share)


def misplaced(before: str, character: str, after: str) -> bool:
    """Whether no word has it there: a large letter after a small one, a last letter within, an accent on nothing."""
    large = (character.isupper() and before.islower()) or (character.islower() and after.isupper())
    within = character in LAST and after.isalpha()
    return large or within or (unicodedata.category(character) == "Mn" and not before)


def likelihood(word: str) -> float:
    """How likely it is a word: letters of one script, as many plain ones as Latin has, a vowel, not all large."""
    letters = [letter for letter in word if letter.isalpha()]
    scripts = {script(letter) for letter in letters}
    alphabets = scripts & {"CYRILLIC", "GREEK", "HEBREW", "ARABIC", "THAI"}
    plain = sum(letter.isascii() for letter in letters)
    if len(alphabets) > 1 or (alphabets and "LATIN" in scripts):
        return 0.0
    if scripts == {"LATIN"} and len(letters) > 1 and 5 * plain < len(letters):
        return 0.4
    if alphabets & {"CYRILLIC", "GREEK"} and len(letters) > 2 and VOWELS.isdisjoint(word.lower()):
        return 0.6
    return 0.9 if word.isupper() and len(letters) > 1 else 1.0


@lru_cache(4096)
def script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
