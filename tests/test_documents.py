"""The documents tell the truth: commands exist, examples run, paths are there."""

import re
import shlex

import click
import pytest
from support import ROOT, run_nianbao

from archive.cli.options import DEFAULT_ARCHIVE
from archive.database.public import NAMES
from crawler.cli import main
from crawler.portals import COLUMNS, read
from crawler.replicas.documents import html, pdf, word
from crawler.replicas.figures import real, reports

TEXTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(group=main, prefix=()):
    for name, command in group.commands.items():
        yield (*prefix, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*prefix, name))


def examples():
    """Every `nianbao …` line of a code block, without its comment."""
    for path in TEXTS:
        for block in re.findall(r"^```\w*\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            for line in block.splitlines():
                if line.startswith("nianbao "):
                    yield pytest.param(line.partition("   #")[0].strip(), id=f"{path.name}: {line[:50]}")


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name)
def test_links_and_paths_lead_somewhere(path):
    text = path.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (path.parent / target).exists(), target
    for target in re.findall(
        r"`((?:archive|crawler|spiders|tests|benchmarks|docs)/[\w/.-]+\.(?:py|toml|csv|md))`", text
    ):
        assert (ROOT / target).exists(), target


def test_every_command_is_mentioned_in_the_readme_or_the_docs():
    text = "".join(path.read_text("utf-8") for path in TEXTS)
    for path, command in commands():
        if not isinstance(command, click.Group):
            assert f"nianbao {' '.join(path)}" in text, path


@pytest.mark.parametrize(
    ("path", "command"), list(commands()), ids=lambda v: " ".join(v) if isinstance(v, tuple) else ""
)
def test_every_command_has_help_and_an_example(path, command):
    assert command.help
    if not isinstance(command, click.Group):
        assert f"nianbao {' '.join(path)}" in command.help, path


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with everything the examples speak of."""
    folder = tmp_path_factory.mktemp("desk")
    report = reports("云岭乡人民政府", [2023])[0]
    (folder / "report.docx").write_bytes(word.docx(report))
    (folder / "draft.docx").write_bytes(word.docx(report))
    (folder / "report.pdf").write_bytes(pdf.pdf(report))
    (folder / "2020").mkdir()
    seed = real()["秀洲区卫生健康局", 2020]
    (folder / "2020" / "a.docx").write_bytes(word.docx(seed))
    page = folder / "seed.html"
    page.write_text(f"<h1>{seed.title}</h1>{html.fragment(seed)}", encoding="utf-8")
    example = re.search(r"```csv\n(.*?)```", (ROOT / "docs" / "crawling.md").read_text("utf-8"), re.DOTALL)[1]
    (folder / "mine.csv").write_text(example, encoding="utf-8")
    (folder / "old").mkdir()
    (folder / "old" / "seed.html").write_bytes(page.read_bytes())
    (folder / "old" / "manifest.csv").write_text(
        "path,url,captured_at\nseed.html,http://www.example.gov.cn/,2021-02-01\n"
    )
    assert run_nianbao("import", "old", cwd=folder).code == 0
    assert run_nianbao("add", page, cwd=folder).code == 0
    shared = re.search(r"```jsonl\n(.*?)```", (ROOT / "docs" / "corrections.md").read_text("utf-8"), re.DOTALL)[1]
    (folder / "corrections.jsonl").write_text(shared, encoding="utf-8")
    assert run_nianbao("corrections", "import", "corrections.jsonl", cwd=folder).code == 0
    assert (folder / DEFAULT_ARCHIVE / "archive.db").is_file()
    assert run_nianbao("prove", "秀洲区卫生健康局:2020", "--output", "figure.zip", cwd=folder).code == 0
    return folder


def expanded(line, desk):
    """The words of a line as the shell gives them to the program."""
    for word_ in shlex.split(line)[1:]:
        if "*" in word_ and " " not in word_:
            yield from sorted(str(path.relative_to(desk)) for path in desk.glob(word_))
        else:
            yield word_


@pytest.mark.parametrize("line", list(examples()))
def test_every_example_runs(line, desk):
    words = list(expanded(line.partition(" #")[0], desk))
    if words[0] == "prove":  # another example may have written it already
        (desk / words[-1]).unlink(missing_ok=True)
    ran = run_nianbao(*words, cwd=desk)
    fetches = line.startswith(("nianbao crawl", "nianbao portals detect", "nianbao portals add"))
    if (fetches and "--address-only" not in line) or "--live" in line:
        assert ran.code == 2  # a real portal, and nobody has said who is asking
        assert "NIANBAO_CONTACT" in ran.err
        return
    if shlex.split(line, comments=True) == ["nianbao", "check"]:
        assert ran.code == 1  # the bureau's own slip: 1105 and 375 are not 1475
        assert "D4" in ran.out
        return
    assert ran.code == 0, ran.err


def test_the_portal_list_of_the_docs_is_valid(desk):
    assert len(list(read((desk / "mine.csv").read_text("utf-8"), "docs"))) == 2


def test_the_docs_name_every_public_table_and_every_portal_column():
    archive = (ROOT / "docs" / "archive.md").read_text("utf-8")
    for name in NAMES:
        assert f"`{name}`" in archive, name
    crawling = (ROOT / "docs" / "crawling.md").read_text("utf-8")
    for column in COLUMNS:
        assert f"`{column}`" in crawling, column


def test_the_sql_of_the_docs_runs(desk):
    for block in re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "archive.md").read_text("utf-8"), re.DOTALL):
        for statement in filter(str.strip, block.split(";")):
            ran = run_nianbao("query", statement, cwd=desk)
            assert ran.code == 0, (statement, ran.err)
