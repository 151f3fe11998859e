"""Which pictures of a ZIP belong to which class where its note is of the first version, and does not say."""

import io
import unicodedata
import zipfile

ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
UTF8 = 0x800


def places_by_name(content: bytes) -> dict[str, list[int]]:
    """As the first version found them, so that its runs can go on with the same data."""
    found: dict[str, list[int]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for place, info in enumerate(packed.infolist()):
            name = "" if info.is_dir() else class_of(name_of(info))
            if name:
                found.setdefault(name, []).append(place)
    return dict(sorted(found.items(), key=lambda one: (one[0].zfill(9) if one[0].isdecimal() else one[0], one[0])))


def name_of(info: zipfile.ZipInfo) -> str:
    """The entry's name; programs that write it in UTF-8 do not always say so."""
    name = info.filename
    if not info.flag_bits & UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return unicodedata.normalize("NFC", name)


def class_of(name: str) -> str:
    """The folder that a picture lies in; "" of what is no picture, lies in no folder or is hidden."""
    *folders, file = name.replace("\\", "/").split("/")
    hidden = any(part.startswith((".", "__MACOSX")) for part in (*folders, file))
    if hidden or not folders or not file.lower().endswith(ENDINGS):
        return ""
    return folders[-1].strip()
