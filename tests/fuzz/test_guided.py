"""Some minutes of the fuzzer that coverage leads, for each format."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("atheris")
ROOT = Path(__file__).resolve().parents[2]
SECONDS = int(os.environ.get("NIANBAO_FUZZ_SECONDS", "60"))
OPTIONS = ("-timeout=60", "-rss_limit_mb=3000", "-print_final_stats=1", "-verbosity=0")


@pytest.mark.nightly
@pytest.mark.timeout(SECONDS + 300)
@pytest.mark.parametrize("name", ["html", "text", "docx", "xlsx", "xls", "pdf", "ofd", "zip"])
def test_no_input_crashes_the_reader(name, tmp_path):
    command = [sys.executable, "-m", "tests.fuzz.guided", name, f"-max_total_time={SECONDS}", *OPTIONS]
    ran = subprocess.run(
        [*command, f"-artifact_prefix={tmp_path}/"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=SECONDS + 240,
    )
    said = ran.stderr.decode("utf-8", "replace")
    assert ran.returncode == 0, said[-4000:]
    assert "number_of_executed_units" in said
