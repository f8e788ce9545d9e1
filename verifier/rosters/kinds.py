"""What a file is, by its first bytes and never by its name; whatever cannot be a roster is refused before anything is parsed."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path

from verifier.rosters.layout import Limits, RosterRefused

MB = 1 << 20
SAVE_AS = "请在 Excel 或 WPS 中打开，另存为 .xlsx 后重新上传"

# Beginnings of files that are no rosters: code, first bytes, what it is in words.
STRANGERS = (
    ("pdf", (b"%PDF",), "PDF 文档"),
    ("picture", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF"), "图片"),
    ("archive", (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"), "压缩包"),
    ("document", (b"{\\rtf",), "文字文档"),
    ("program", (b"MZ", b"\x7fELF"), "程序"),
)
WEB_PAGE = re.compile(rb"<(!doctype html|html|head|meta|table|body|script)\b", re.IGNORECASE)
XML_TABLE = (b"urn:schemas-microsoft-com:office:spreadsheet", b"Excel.Sheet")

# What a workbook may unpack to. A real one of 200,000 lines and 14 columns holds 130 MB of XML, packed 12 to 1.
ENTRIES = 3000
UNPACKED = 400 * MB
LARGE, RATIO = 64 * MB, 150


def size_allowed(path: Path, limits: Limits) -> None:
    """Raise RosterRefused for an empty file, and for one that is too large, without opening it."""
    size = path.stat().st_size
    if not size:
        raise RosterRefused("文件是空的（0 字节）：请确认选对了文件，重新发送。", code="empty_file")
    if size > limits.upload_mb * MB:
        raise RosterRefused(
            f"文件有 {size / MB:.1f} MB，超过上限 {limits.upload_mb} MB：请删除图片等与名册无关的内容，或分成几份上传。",
            code="too_large", status=413)


def kind_of(path: Path) -> str:
    """xlsx, xls, ods or csv. Raises RosterRefused for everything else, and for a zip that is not what it says."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(path)
    for code, beginnings, what in STRANGERS:
        if head.startswith(beginnings) and (code in ("pdf", "document") or not head[:64].isascii() or b"\0" in head[:64]):
            raise RosterRefused(f"这是{what}，不是表格：请上传名册本身（.xlsx、.xls、.ods 或 .csv）。", code=code)
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"<?xml") and any(mark in head for mark in XML_TABLE):
        raise RosterRefused(f"这是 XML 格式的旧表格：{SAVE_AS}。", code="xml_table")
    if (plain.startswith(b"<") and WEB_PAGE.search(plain)) or plain.upper().startswith(b"MIME-VERSION:"):
        raise RosterRefused(f"这是网页格式的文件（虽然文件名像表格）：{SAVE_AS}。", code="web_page")
    return "csv"


def _ole_kind(path: Path) -> str:
    """Old workbooks and everything else in Microsoft's old container, told apart by the names of its streams."""
    data = path.read_bytes()

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise _password()
    if holds("WordDocument") or holds("PowerPoint Document"):
        raise RosterRefused("这是文字或演示文档，不是表格：请把名册存为 .xlsx 后上传。", code="document")
    if holds("Workbook\0") or holds("Book\0"):
        return "xls"
    raise RosterRefused(f"这份旧格式文件中没有工作簿，或文件不完整：{SAVE_AS}。", code="no_workbook")


def _password() -> RosterRefused:
    return RosterRefused("文件设有打开密码，无法读取：请在 Excel 或 WPS 中取消密码保护，保存后重新上传。", code="password")


def truncated() -> RosterRefused:
    return RosterRefused("文件不完整（可能没有传完）：请重新发送；仍然不行时，请打开原文件另存为 .xlsx 后再上传。", code="truncated")


def _unsafe(what: str) -> RosterRefused:
    return RosterRefused(f"文件的内部结构不正常（{what}），没有读取：{SAVE_AS}。", code="unsafe_zip")


def _zip_kind(path: Path) -> str:
    """Workbooks are zip files: look at the directory, believe nothing that it says, and unpack nothing here."""
    try:
        with zipfile.ZipFile(path) as archive:
            members, end = archive.infolist(), archive.start_dir
            names = {member.filename for member in members}
            kind = _workbook_kind(archive, names)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error, EOFError) as error:
        raise truncated() from error
    if any(member.flag_bits & 0x1 for member in members):
        raise _password()
    _directory_is_sane(members, names)
    _entries_do_not_overlap(path, members, end)
    return kind


def _workbook_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    lower = {name.lower() for name in names}
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if "xl/workbook.bin" in lower:
        raise RosterRefused(f"这是二进制工作簿（.xlsb）：{SAVE_AS}。", code="xlsb")
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        mimetype = archive.read("mimetype")
        if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            manifest = next((name for name in names if name == "META-INF/manifest.xml"), None)
            if manifest and archive.getinfo(manifest).file_size < MB and b"encryption-data" in archive.read(manifest):
                raise _password()
            return "ods"
    if "word/document.xml" in lower or any(name.startswith("ppt/") for name in lower):
        raise RosterRefused("这是文字或演示文档，不是表格：请把名册存为 .xlsx 后上传。", code="document")
    raise RosterRefused("压缩包中没有工作簿：请先解压，再上传其中的名册文件（.xlsx、.xls、.ods 或 .csv）。", code="no_workbook")


def _directory_is_sane(members: list[zipfile.ZipInfo], names: set[str]) -> None:
    if len(members) > ENTRIES:
        raise _unsafe(f"含 {len(members)} 个部分")
    if len(names) < len(members):
        raise _unsafe("有重名的部分")
    for member in members:
        parts = member.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0]:
            raise _unsafe("部分的名称指向文件之外")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _unsafe("压缩方式不是表格所用的")
    unpacked, packed = sum(member.file_size for member in members), sum(member.compress_size for member in members)
    if unpacked > LARGE and unpacked > RATIO * packed:
        raise _unsafe(f"解压后会膨胀 {unpacked // max(packed, 1)} 倍")
    if unpacked > UNPACKED:
        raise RosterRefused(f"文件解压后超过 {UNPACKED // MB} MB，没有读取：请删除与名册无关的内容，或分成几份上传。", code="too_large", status=413)


def _entries_do_not_overlap(path: Path, members: list[zipfile.ZipInfo], end: int) -> None:
    """Each stretch of data belongs to one entry, and the entry's own heading gives the same name.

    Python before 3.11.8 does not look (CVE-2024-0450): 40 entries on one stretch unpack to 40 times its size.
    """
    with path.open("rb") as file:
        free = 0
        for member in sorted(members, key=lambda member: member.header_offset):
            file.seek(member.header_offset)
            head = file.read(30)
            if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
                raise truncated()
            name_length, extra_length = struct.unpack("<HH", head[26:30])
            if member.header_offset < free:
                raise _unsafe("各部分相互重叠")
            free = member.header_offset + 30 + name_length + extra_length + member.compress_size
            name = file.read(name_length)
            if name != member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437", "replace"):
                raise _unsafe("部分的名称前后不一")
        if free > end:
            raise truncated()
