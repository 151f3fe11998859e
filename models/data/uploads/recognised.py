"""What a file is by its first bytes, whatever it is called: pictures that can be read, what people bring instead."""

from models.data.uploads.unusable import Unusable
from models.sentences import Sentence

OLD_OFFICE_DOCUMENT = Sentence("office-document-old", "an old Office document")
PARQUET_FILE = Sentence("parquet-file", "a Parquet file")
DATABASE = Sentence("database-file", "a database")
HDF5_FILE = Sentence("hdf5-file", "an HDF5 file")
NUMPY_FILE = Sentence("numpy-file", "a file of NumPy arrays")
OFFICE_DOCUMENT = Sentence("office-document", "an Office document")
SINGLE_PICTURE = Sentence(
    "single-picture",
    "This is a single picture. Put pictures into folders, one for each class, and pack the folders into a ZIP.",
)
OTHER_ARCHIVE = Sentence("archive-not-zip", "This is a {kind} archive. Unpack it, and pack its folders into a ZIP.")
FILM_OR_SOUND = Sentence(
    "film-or-sound",
    "This is a film or a sound. Pictures in a ZIP or a table as CSV can be learnt from.",
)
PROGRAM = Sentence(
    "file-is-program",
    "This is a program. If it unpacks itself, unpack it, and pack its folders into a ZIP.",
)
E_BOOK = Sentence("e-book", "an e-book")
OPENDOCUMENT_FILE = Sentence("opendocument-file", "an OpenDocument file")
IWORK_DOCUMENT = Sentence("iwork-document", "a document of Numbers, Pages or Keynote")
PDF = Sentence("pdf-file", "a PDF")

LOOKED_AT = 40
"""First bytes that tell."""
FAMILIES = {b"heic": "HEIC", b"heix": "HEIC", b"hevc": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC", b"avif": "AVIF",
            b"avis": "AVIF"}  # fmt: skip
"""Of the container that also holds films."""
OTHER_PICTURES = {
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"8BPS": "Photoshop",
    b"\0\0\1\0": "icon",
    b"<svg": "SVG",
    b"\xff\x0a": "JPEG XL",
    b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\0\0\0\x0cjP  ": "JPEG 2000",
}
ARCHIVES = {
    b"Rar!": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"\xfd7zXZ\0": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"MSCF": "CAB",
}
TABLES = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": OLD_OFFICE_DOCUMENT(),
    b"PAR1": PARQUET_FILE(),
    b"SQLite format 3\0": DATABASE(),
    b"\x89HDF": HDF5_FILE(),
    b"\x93NUMPY": NUMPY_FILE(),
}
ZIPPED = Sentence("neither-zip-nor-table", "This is {what}. Save a table as CSV, or put pictures into a ZIP.")


def is_binary(content: bytes) -> bool:
    """Whether it has what no text has: the first letters of a table may be those of anything."""
    return any(byte < 9 or 13 < byte < 32 for byte in content[:4096])


def is_picture(first: bytes) -> bool:
    """PNG, JPEG, GIF or WebP."""
    return first.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")) or (
        first[:4] == b"RIFF" and first[8:12] == b"WEBP"
    )


def other_picture(first: bytes) -> str:
    """The format of a picture that cannot be read here; "" of what is none."""
    if first[4:8] == b"ftyp":
        return FAMILIES.get(first[8:12], "")
    return next((name for start, name in OTHER_PICTURES.items() if first.startswith(start)), "")


def refuse_by_content(content: bytes) -> None:
    """Raises :class:`Unusable` of what is neither a ZIP nor a table, and says what would do."""
    first = content[:LOOKED_AT]
    if first.startswith(b"%PDF-"):
        raise Unusable(ZIPPED(what=PDF()))
    if is_picture(first) or (other_picture(first) and (is_binary(content) or first.startswith(b"<svg"))):
        raise Unusable(SINGLE_PICTURE())
    if not is_binary(content):
        return
    archive = next((name for start, name in ARCHIVES.items() if first.startswith(start)), "")
    if content[257:262] == b"ustar":
        archive = "tar"
    elif first[:3] == b"BZh" and first[4:10] == b"1AY&SY":
        archive = "bzip2"
    if archive:
        raise Unusable(OTHER_ARCHIVE(kind=archive))
    other = next((name for start, name in TABLES.items() if first.startswith(start)), "")
    if other:
        raise Unusable(ZIPPED(what=other))
    if first[4:8] == b"ftyp" or first.startswith((b"RIFF", b"\x1a\x45\xdf\xa3", b"ID3", b"OggS")):
        raise Unusable(FILM_OR_SOUND())
    if first.startswith((b"MZ", b"\x7fELF")):
        raise Unusable(PROGRAM())


def refuse_documents(names: list[str], first: bytes) -> None:
    """Raises Unusable if a ZIP with these ``names`` is a document. ``first``: bytes of the entry that stands first."""
    ends = {name.rpartition(".")[2] for name in names}
    what = ""
    if "[Content_Types].xml" in names:
        what = OFFICE_DOCUMENT()
    elif names[:1] == ["mimetype"]:
        what = E_BOOK() if b"epub" in first else OPENDOCUMENT_FILE()
    elif "iwa" in ends or "Index.zip" in names:
        what = IWORK_DOCUMENT()
    elif ends == {"npy"}:
        what = NUMPY_FILE()
    if what:
        raise Unusable(ZIPPED(what=what))
