"""ZIP archives as Chinese Windows writes them: names in GBK, and nothing that says so."""

import struct
import zlib

_DAY = 33  # 1 January 1980
_DEFLATED = 8


def zipped(members):
    """An archive of these members, bytes by name."""
    made, directory = b"", b""
    for name, body in members.items():
        raw, packed = name.encode("gbk"), _deflated(body)
        facts = struct.pack(
            "<HHHHHIIIHH", 20, 0, _DEFLATED, 0, _DAY, zlib.crc32(body), len(packed), len(body), len(raw), 0
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + facts + struct.pack("<HHHII", 0, 0, 0, 0, len(made)) + raw
        made += b"PK\x03\x04" + facts + raw + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(made), 0)
    return made + directory + b"PK\x05\x06" + end


def _deflated(body):
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return machine.compress(body) + machine.flush()
