"""A folder with files of the names of our modules is no part of the program."""

import subprocess
import sys

import pytest
from support import ROOT, environment

from crawler.replicas.documents.word import docx
from crawler.replicas.figures import reports


@pytest.mark.parametrize("name", ["archive.py", "json.py", "pickle.py"])
def test_python_files_in_the_current_folder_are_never_run(tmp_path, name):
    (tmp_path / name).write_text("open('ran', 'w').write('x')\nraise SystemExit(3)\n", "utf-8")
    (tmp_path / "report.docx").write_bytes(docx(reports("云岭乡人民政府", (2023,))[0]))
    line = [sys.executable, "-P", "-m", "crawler", "check", "report.docx"]  # as the installed program starts
    ran = subprocess.run(line, cwd=tmp_path, env=environment(PYTHONPATH=str(ROOT)), capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert not (tmp_path / "ran").exists()
