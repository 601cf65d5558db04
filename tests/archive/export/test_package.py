"""`nianbao export package`, as frictionless validates it."""

import gc
import json
import warnings

import frictionless
import pytest

from tests.archive.export.conftest import KEY


def errors(folder):
    with warnings.catch_warnings():  # frictionless forgets to close what it reads
        warnings.simplefilter("ignore", ResourceWarning)
        report = frictionless.validate(str(folder / "datapackage.json"))
        gc.collect()
    return [] if report.valid else report.flatten(["type", "note"])


@pytest.mark.parametrize("how", [[], ["--gzip", "--raw", "--year", "2023"]], ids=" ".join)
def test_frictionless_finds_it_valid(run, tmp_path, how):
    assert run("package", tmp_path / "package", *how).code == 0
    assert errors(tmp_path / "package") == []


@pytest.mark.parametrize(
    ("name", "old", "new", "error"),
    [
        ("applications.csv", "applications.new,", "applications.old,", "hash-count"),
        ("applications.csv", ",0,", ",nought,", "type-error"),
        ("reports.csv", KEY, f"{KEY}0", "foreign-key"),
        ("crawls.csv", "crawl-1,", ",", "primary-key"),
    ],
)
def test_what_is_altered_afterwards_is_found(run, tmp_path, name, old, new, error):
    assert run("package", tmp_path / "package").code == 0
    path = tmp_path / "package" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="")
    assert error in {found[0] for found in errors(tmp_path / "package")}


def test_it_says_what_is_in_it_and_where_that_is_from(run, tmp_path):
    ran = run(
        "package",
        tmp_path / "package",
        *("--year", "2022", "--license", "CC-BY-4.0", "--organization", "某大学", "--title", "年报"),
    )
    assert ran.code == 0
    made = json.loads((tmp_path / "package" / "datapackage.json").read_bytes())
    assert (made["title"], made["licenses"]) == ("年报", [{"name": "CC-BY-4.0"}])
    assert made["contributors"] == [{"title": "某大学", "role": "publisher"}]
    assert made["nianbao"]["choice"] == {"first": 2022, "last": 2022, "reports": 1}
    assert made["nianbao"]["archive"]["crawls"] == 1
    resources = {resource["name"]: resource for resource in made["resources"]}
    fields = {field["name"]: field for field in resources["applications"]["schema"]["fields"]}
    assert (fields["total"]["type"], fields["total"]["unit"]) == ("integer", "件")
    assert all(f["description"] for r in made["resources"] for f in r["schema"]["fields"])
    readme = (tmp_path / "package" / "README.md").read_text("utf-8")
    assert "is empty (NULL), never 0" in " ".join(readme.split())
    assert "has an apostrophe" in readme
    assert made["description"] in readme


def test_it_takes_the_place_of_an_earlier_one_only(run, tmp_path):
    assert run("package", tmp_path / "package").code == 0
    assert run("package", tmp_path / "package").code == 2
    assert run("package", tmp_path / "package", "--force").code == 0
    (tmp_path / "package" / "mine.txt").write_text("mine")
    ran = run("package", tmp_path / "package", "--force")
    assert ran.code == 2
    assert "mine.txt" in ran.err
