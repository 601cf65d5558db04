"""Writers of RAR (4 and 5) and 7z files that only store their members, after the published formats."""

import struct
import zlib

RAR4, RAR5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_ENCRYPTED_4, _LINK_MODE, _FILE_MODE = 0x04, 0xA1FF, 0x81A4


def rar4(members, *, encrypted=(), headers_encrypted=False, links=()):
    """A RAR 4 file; names are bytes as they stand, without a word on their charset; `encrypted` names members."""
    made = RAR4 + _block4(0x73, 0x80 if headers_encrypted else 0, bytes(6))
    if headers_encrypted:
        return made + bytes(200)
    for name, body in members:
        raw = name if isinstance(name, bytes) else name.encode("gb18030")
        flags = 0x8000 | (_ENCRYPTED_4 if name in encrypted else 0)
        mode = _LINK_MODE if name in links else _FILE_MODE
        fields = struct.pack(
            "<IIBIIBBHI", len(body), len(body), 3, zlib.crc32(body), 0x21 << 16, 20, 0x30, len(raw), mode
        )
        made += _block4(0x74, flags, fields + raw) + body
    return made + _block4(0x7B, 0x4000, b"")


def _block4(kind, flags, rest):
    block = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(block) & 0xFFFF) + block


def rar5(members, *, encrypted=(), headers_encrypted=False, links=()):
    """A RAR 5 file; names are UTF-8."""
    made = RAR5
    if headers_encrypted:
        return made + _block5(4, 0, _number(0) + _number(0) + b"\x0f" + bytes(16)) + bytes(200)
    made += _block5(1, 0, _number(0))
    for name, body in members:
        raw = name.encode()
        extra = b""
        if name in encrypted:
            record = _number(1) + _number(0) + _number(0) + b"\x0f" + bytes(32)
            extra += _number(len(record)) + record
        if name in links:
            record = _number(5) + _number(1) + _number(0) + _number(len(body)) + body
            extra += _number(len(record)) + record
        size = 0 if name in links else len(body)
        stored = b"" if name in links else body
        fields = (
            _number(0x04)
            + _number(size)
            + _number(0o100644)
            + struct.pack("<I", zlib.crc32(stored))
            + _number(0)
            + _number(1)
        )
        made += _block5(2, 2, fields + _number(len(raw)) + raw, extra, stored)
    return made + _block5(5, 4, _number(0))


def _block5(kind, flags, rest, extra=b"", data=b""):
    flags |= 1 if extra else 0
    sizes = (_number(len(extra)) if flags & 1 else b"") + (_number(len(data)) if flags & 2 else b"")
    head = _number(kind) + _number(flags) + sizes + rest + extra
    sized = _number(len(head)) + head
    return struct.pack("<I", zlib.crc32(sized)) + sized + data


def _number(value):
    """Seven bits a byte, the least first."""
    made = b""
    while value > 0x7F:
        made += bytes([value & 0x7F | 0x80])
        value >>= 7
    return made + bytes([value])


def seven_zip(members, *, links=()):
    """A 7z file whose members are one folder each, packed with the Copy method."""
    members = list(members)
    packed = b"".join(body for _, body in members)
    count = _integer(len(members))
    sizes = b"".join(_integer(len(body)) for _, body in members)
    folders = b"\x01\x01\x00" * len(members)  # one coder, of one byte, Copy
    sums = b"".join(struct.pack("<I", zlib.crc32(body)) for _, body in members)
    streams = b"\x04" + b"\x06\x00" + count + b"\x09" + sizes + b"\x00"
    streams += (
        b"\x07\x0b" + count + b"\x00" + folders + b"\x0c" + sizes + b"\x0a\x01" + sums + b"\x00" + b"\x08\x00\x00"
    )
    names = b"\x00" + b"".join(name.encode("utf-16-le") + b"\0\0" for name, _ in members)
    modes = b"".join(
        struct.pack("<I", 0x8000 | ((_LINK_MODE if name in links else _FILE_MODE) << 16)) for name, _ in members
    )
    files = b"\x05" + count + b"\x11" + _integer(len(names)) + names
    files += b"\x15" + _integer(len(modes) + 2) + b"\x01\x00" + modes + b"\x00"
    header = b"\x01" + streams + files + b"\x00" if members else b""
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


def _integer(value):
    """A 7z number: the leading ones of the first byte say how many bytes follow."""
    for more in range(8):
        if value < 1 << (7 * (more + 1)):
            first = (0xFF << (8 - more)) & 0xFF | value >> (8 * more)
            return bytes([first]) + (value & ((1 << (8 * more)) - 1)).to_bytes(more, "little")
    return b"\xff" + value.to_bytes(8, "little")
