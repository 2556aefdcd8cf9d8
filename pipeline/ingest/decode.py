"""Which characters do the bytes of a file stand for?"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Iterator
from typing import NamedTuple

from ..errors import UndecodableFile

# The longer mark first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta\b[^<>]{0,300}?\bcharset\s{0,4}=\s{0,4}["']?\s{0,4}([\w.:-]{2,40})"""
    rb"""|<\?xml\b[^<>]{0,200}?\bencoding\s{0,4}=\s{0,4}["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_WHERE_IT_IS_DECLARED = 4096
# Character sets that pages declare; a browser reads Latin-1 and ASCII as Windows-1252, and so do we.
_CHARSETS = {
    "ascii": "cp1252",
    "big5": "big5",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "gb18030": "gb18030",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-2022-jp": "iso2022_jp",
    "iso-8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "latin1": "cp1252",
    "macintosh": "mac_roman",
    "shift_jis": "cp932",
    "us-ascii": "cp1252",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    **{f"iso-8859-{number}": f"iso8859_{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-{number}": f"cp{number}" for number in range(1250, 1259)},
}
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "a database"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.01


class Decoded(NamedTuple):
    """Text and what it was decoded with, so that `data.decode(encoding) == text`."""

    text: str
    encoding: str


def decode(data: bytes, *, declares: bool = False) -> Decoded:
    """Decode a file: by its byte order mark, else as it declares itself, else as UTF-8, else as Windows-1252.

    Args:
        data: the bytes of the file.
        declares: whether it is of a format that can declare its character set, as HTML and XML do.

    Raises:
        UndecodableFile: the bytes are no text. The message says what they look like and names no file.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise UndecodableFile(f"is {kind}, not text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data:
        raise UndecodableFile("is a binary file")
    for encoding in _candidates(data, declares):
        try:
            return _decoded(data, encoding)
        except UndecodableFile:
            continue
    raise UndecodableFile("is a binary file, or text in an unknown character set")


def _candidates(data: bytes, declares: bool) -> Iterator[str]:
    found = _DECLARED.search(data, 0, _WHERE_IT_IS_DECLARED) if declares else None
    if found:
        name = (found[1] or found[2]).decode("ascii", "replace").lower()
        if name in _CHARSETS:
            yield _CHARSETS[name]
    yield "utf-8"
    yield "cp1252"


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise UndecodableFile(f"is no {encoding} text: {fault.reason} at byte {fault.start}") from fault
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise UndecodableFile("is a binary file")
    return Decoded(text, encoding)
