"""The same bytes are the same reading, byte by byte, in whatever process, order, place, language or zone."""

import json
import subprocess
import sys

import pytest
from support import ROOT, environment

REPORTS = ROOT / "tests" / "reports"
NAMES = sorted(path.name for path in REPORTS.iterdir())
BY_OFFICE = {"doc", "et", "ods", "odt", "printed", "rtf", "wps", "xls"}  # LibreOffice starts for these, or wrote them
READS = """
import hashlib, json, sys
from pathlib import Path
from archive.blobs import Blobs, digest_of
from archive.cache import DocumentCache
from archive.database.packing import pack
from archive.jobs import Job, Source
from archive.media import sniff
from archive.models import Hints
from archive.reading import read_job
from archive.truth import load

folder, *names = map(Path, sys.argv[1:])
blobs, told = Blobs(folder / "blobs"), {}
for name in names:
    bodies = [path.read_bytes() for path in load(name).documents]
    blobs.keep((digest_of(body), body) for body in bodies)
    sources = tuple(Source("", digest_of(body), sniff(body)) for body in bodies)
    job = Job(sources, Hints(), None, None, None, "2026-01-01T00:00:00.000Z")
    result = read_job(blobs, job, DocumentCache(folder / "cache", worth=0))
    packed = pack(result.report) if result.report else result.problem.encode()
    told[name.name] = [hashlib.sha256(packed).hexdigest(), list(result.contents)]
print(json.dumps(told))
"""
MACHINES = [
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8", "TZ": "Asia/Shanghai"},
    {"PYTHONHASHSEED": "7", "PYTHONUTF8": "0", "LC_ALL": "POSIX", "TZ": "America/St_Johns"},
]


def packed(names, archive, cwd, turned, surroundings):
    """The digests of the packed readings of these folders, as a process of its own reads them one after the other."""
    folders = [str(REPORTS / name) for name in names]
    done = subprocess.run(
        [sys.executable, "-c", READS, str(archive), *(folders[::-1] if turned else folders)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment(PYTHONPATH=str(ROOT)) | surroundings,
        timeout=1500,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def of_each_format():
    first = {}
    for name in NAMES:
        first.setdefault(name.partition("-")[0], name)
    return [name for format_, name in first.items() if format_ not in BY_OFFICE]


def test_one_document_a_format_is_read_alike_by_two_processes_and_from_the_cache(tmp_path):
    names = of_each_format()
    assert len(names) >= 8
    one = packed(names, tmp_path / "one", ROOT, False, MACHINES[0])
    other = packed(names, tmp_path / "one", tmp_path, True, MACHINES[1])  # what took long is in the cache by now
    assert {name: one[name] for name in names} == other


@pytest.mark.nightly
@pytest.mark.timeout(6000)
def test_every_document_is_read_alike_everywhere(tmp_path):
    made = [packed(NAMES, tmp_path / str(n), tmp_path, n % 2, m) for n, m in enumerate(MACHINES)]
    made.append(packed(NAMES, tmp_path / "0", ROOT, True, MACHINES[2]))  # from the cache
    assert made[1:] == [made[0]] * 3
