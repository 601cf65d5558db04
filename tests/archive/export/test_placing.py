"""What stands under the name of an export is whole, and nothing else is lost for it."""

import os
import stat

import pytest

from archive.errors import CannotExport
from archive.export.placing import placed_file, placed_folder


@pytest.fixture
def place(tmp_path):
    (tmp_path / "archive").mkdir()
    return lambda name, how=placed_folder, force=False: how(tmp_path / name, tmp_path / "archive", force=force)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def export_of(folder, more=()):
    folder.mkdir()
    (folder / "export.json").write_text('{"nianbao": {}, "tables": [{"path": "reports.csv"}]}')
    for name in ("reports.csv", *more):
        (folder / name).write_text("old")


@pytest.mark.parametrize("how", [placed_file, placed_folder])
@pytest.mark.parametrize("end", [KeyboardInterrupt, OSError])
def test_what_ends_in_the_middle_leaves_nothing(place, tmp_path, how, end):
    def stopped():
        with place("out", how) as path:
            (path if how is placed_file else path / "reports.csv").write_text("half")
            raise end

    with pytest.raises(end):
        stopped()
    assert names(tmp_path) == ["archive"]


def test_a_file_that_is_there_is_written_over_only_when_asked(place, tmp_path):
    (tmp_path / "out").write_text("old")
    with pytest.raises(CannotExport, match="--force"), place("out", placed_file):
        pass
    with pytest.raises(FileNotFoundError), place("out", placed_file, force=True) as path:
        path.with_name("elsewhere").replace(path)
    assert (tmp_path / "out").read_text() == "old"
    with place("out", placed_file, force=True) as path:
        path.write_text("new")
    assert (tmp_path / "out").read_text() == "new"
    assert names(tmp_path) == ["archive", "out"]


def test_an_export_takes_the_place_of_an_export(place, tmp_path):
    export_of(tmp_path / "out")
    with pytest.raises(CannotExport, match="--force"), place("out"):
        pass
    with place("out", force=True) as folder:
        (folder / "export.json").write_text("new")
        assert (tmp_path / "out" / "reports.csv").read_text() == "old"
    assert names(tmp_path / "out") == ["export.json"]
    assert names(tmp_path) == ["archive", "out"]


@pytest.mark.parametrize(
    "told",
    ['{"nianbao": {}, "tables": null}', "[]", "{", "[" * 100_000, '{"nianbao": {}, "tables": [1, {"path": 7}]}', ""],
    ids=lambda told: told[:20],
)
def test_a_folder_of_a_persons_own_is_never_replaced(place, tmp_path, told):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "export.json").write_text(told)
    (tmp_path / "out" / "thesis.docx").write_text("years of work")
    with pytest.raises(CannotExport, match=r"thesis\.docx"), place("out", force=True):
        pass
    assert (tmp_path / "out" / "thesis.docx").read_text() == "years of work"


def test_a_file_laid_into_an_export_keeps_it_from_being_replaced(place, tmp_path):
    export_of(tmp_path / "out", ["notes.csv"])
    with pytest.raises(CannotExport, match=r"notes\.csv"), place("out", force=True):
        pass


@pytest.mark.parametrize("how", [placed_file, placed_folder])
@pytest.mark.parametrize("name", ["archive", "archive/blobs", "archive/../archive/archive.db", "x/../archive/out"])
def test_nothing_is_exported_into_the_archive(place, tmp_path, how, name):
    with pytest.raises(CannotExport, match="inside the archive"), place(name, how, force=True):
        pass
    assert names(tmp_path / "archive") == []


def test_a_pipe_or_device_is_never_replaced(place, tmp_path):
    os.mkfifo(tmp_path / "out")
    with pytest.raises(CannotExport, match="files only"), place("out", placed_file, force=True):
        pass
    assert stat.S_ISFIFO((tmp_path / "out").stat().st_mode)


def test_a_folder_named_for_a_file_and_a_file_named_for_a_folder_are_told(place, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotExport, match="name a file"), place("folder", placed_file, force=True):
        pass
    with pytest.raises(CannotExport, match="name a folder"), place("file", force=True):
        pass
    with place("folder") as path:  # an empty one may have been made for it
        (path / "a").touch()
    assert names(tmp_path / "folder") == ["a"]
