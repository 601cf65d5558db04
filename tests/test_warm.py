"""What tests run as a fork of a loaded process is what a person runs: same words, same exit status, nothing left over."""

import subprocess

import pytest
from support import ROOT, Ran, command, environment, run_nianbao, standby

REPORT = ROOT / "tests" / "reports" / "html-t2021-whole-about" / "report.html"


@pytest.mark.parametrize(
    "arguments",
    [["parse", REPORT, "--json"], ["query", "SELECT 1", "--archive", "nowhere"], ["repots"], ["crawl", "ftp://x/"]],
    ids=["prints", "complains", "no command", "crawls"],
)
def test_a_fork_says_what_a_process_of_its_own_says(tmp_path, arguments):
    whole = command(*arguments)
    alone = subprocess.run(whole, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert run_nianbao(*arguments, cwd=tmp_path) == Ran(alone.returncode, alone.stdout, alone.stderr)


def test_a_fork_has_its_own_folder_and_settings(tmp_path):
    (tmp_path / "report.html").write_bytes(REPORT.read_bytes())
    assert run_nianbao("add", "report.html", cwd=tmp_path, NIANBAO_ARCHIVE="kept").code == 0
    assert (tmp_path / "kept" / "archive.db").is_file()
    assert run_nianbao("reports", cwd=tmp_path).code == 2


def test_a_fork_that_takes_too_long_is_ended(tmp_path):
    with pytest.raises(subprocess.TimeoutExpired):
        run_nianbao("parse", REPORT, timeout=0.001)
    assert run_nianbao("--version").code == 0
    assert standby().seconds > 0
