"""A compound file (the container of .doc, .xls and encrypted office documents) with one stream."""

import struct

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
_STREAM = 4096  # the least size of a stream that needs no mini sectors


def compound_file(stream):
    """A valid compound file whose one stream, named `stream`, is zeros."""
    sectors = _STREAM // _SECTOR
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, _STREAM, _END, 0, _END, 0, 0)
    header += struct.pack("<108I", *[_FREE] * 108)
    chain = [_FAT, _END, *range(3, 2 + sectors), _END]
    fat = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry(stream, 2, _FREE, 2, _STREAM)
    return header + fat + directory.ljust(_SECTOR, b"\0") + bytes(_STREAM)


def _entry(name, kind, child, start, size):
    encoded = name.encode("utf-16-le") + b"\0\0"
    made = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    made += struct.pack("<III", _FREE, _FREE, child) + bytes(16 + 4 + 16)
    return made + struct.pack("<IQ", start, size)
