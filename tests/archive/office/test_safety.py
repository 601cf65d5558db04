"""LibreOffice runs no macro, follows no link, sees no network and writes in one folder alone."""

import subprocess
import sys
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest

from archive import confinement
from archive.errors import EncryptedDocument
from archive.models import Table
from archive.office import converter
from archive.readers.registry import read
from tests.archive.converted import needs_office

pytestmark = needs_office
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.{kind}"/>
{entries}</manifest:manifest>"""
SPACES = " ".join(
    f'xmlns:{short}="{long}"'
    for short, long in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    }.items()
)


def odf(kind, content, **parts):
    """An OpenDocument file; `parts` are further members, `/` written as `__`."""
    made = BytesIO()
    names = [name.replace("__", "/") + ".xml" for name in parts]
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", *names)
    )
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("META-INF/manifest.xml", MANIFEST.format(kind=kind, entries=entries))
        package.writestr(
            "content.xml", f'<office:document-content {SPACES} office:version="1.2">{content}</office:document-content>'
        )
        for name, text in zip(names, parts.values(), strict=True):
            package.writestr(name, text)
    return made.getvalue()


def odt(body, before=""):
    return odf("text", f"{before}<office:body><office:text>{body}</office:text></office:body>")


@pytest.fixture(scope="module")
def unconfined():
    """A LibreOffice for all tests in which it is started without confinement."""
    own = converter.Converter()
    yield own
    own.close()


@pytest.fixture(params=["confined", "by its settings alone"])
def office(request, monkeypatch, unconfined):
    """LibreOffice as it always runs, and as it runs where the system permits no confinement."""
    if request.param == "confined":
        yield
        return
    monkeypatch.setattr(confinement, "command", lambda _, program: [program])
    monkeypatch.setattr(converter, "_warm", unconfined)
    yield


@contextmanager
def visited():
    """A server on loopback and the list of what was asked of it."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"7")

        do_OPTIONS = do_HEAD = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def said(body):
    """All the texts of a document."""
    document = read(body)
    cells = [c.text for b in document.blocks if isinstance(b, Table) for row in b.rows for c in row]
    return cells + [b.text for b in document.blocks if not isinstance(b, Table)]


IMAGE = '<text:p>1<draw:frame text:anchor-type="as-char" svg:width="1cm" svg:height="1cm"><draw:image xlink:href="{0}/a.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'
SECTION = '<text:section text:name="a"><text:section-source xlink:href="{0}/a.txt"/><text:p>1</text:p></text:section>'
OBJECT = '<text:p>1<draw:frame text:anchor-type="as-char" svg:width="1cm" svg:height="1cm"><draw:object xlink:href="{0}/a.odt" xlink:actuate="onLoad"/></draw:frame></text:p>'
PICTURE = r'{{\rtf1\ansi\pard 1{{\field{{\*\fldinst INCLUDEPICTURE "{0}/a.png" \\d}}{{\fldrslt}}}}\par}}'
INCLUDED = r'{{\rtf1\ansi\pard 1{{\field\flddirty{{\*\fldinst INCLUDETEXT "{0}/a.txt"}}{{\fldrslt}}}}\par}}'
TEMPLATE = r"{{\rtf1\ansi{{\*\template {0}/a.dot}}\pard 1\par}}"


@pytest.mark.parametrize(
    "made",
    [IMAGE, SECTION, OBJECT, PICTURE, INCLUDED, TEMPLATE],
    ids=["image", "section", "object", "picture", "included", "template"],
)
def test_links_of_a_text_are_not_followed(tmp_path, made, office):
    (tmp_path / "a.txt").write_text("secret 42\n")
    with visited() as (url, asked):
        for where in (url, tmp_path.as_uri()):
            text = made.format(where)
            assert "secret" not in " ".join(said(text.encode() if text.startswith("{") else odt(text)))
        assert asked == []


CELLS = """<office:body><office:spreadsheet><table:table table:name="a">
<table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>
<table:table-cell table:formula="{formula}" office:value-type="string" office:string-value="5"><text:p>5</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>y</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="6"><text:p>6</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body>"""


@pytest.mark.parametrize(
    "formula",
    [
        "of:=WEBSERVICE(&quot;{0}/a&quot;)",
        "of:=['{0}/a.ods'#$a.A1]",
        "of:=DDE(&quot;soffice&quot;;&quot;{0}/a.ods&quot;;&quot;A1&quot;)",
    ],
)
def test_links_of_a_sheet_are_not_followed(formula, office):
    with visited() as (url, asked):
        assert "7" not in said(odf("spreadsheet", CELLS.format(formula=formula.format(url))))
        assert asked == []


BASIC = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">
Sub Main
Open "{path}" For Output As #1
Print #1, "ran"
Close #1
ThisComponent.Text.String = "ran"
End Sub
</script:module>"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="M"/></library:library>"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" library:link="false"/></library:libraries>"""
RUN_ON_LOAD = """<office:scripts><office:event-listeners>
<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document" xlink:type="simple"/>
</office:event-listeners></office:scripts>"""


def test_macros_never_run(tmp_path, office):
    body = odf(
        "text",
        f"{RUN_ON_LOAD}<office:body><office:text><text:p>quiet</text:p></office:text></office:body>",
        Basic__Standard__M=BASIC.format(path=tmp_path / "ran"),
        **{"Basic__Standard__script-lb": LIBRARY, "Basic__script-lc": LIBRARIES},
    )
    assert said(body) == ["quiet"]
    assert list(tmp_path.iterdir()) == []


TRY = """
import os, socket, sys
for path in sys.argv[1:]:
    try:
        open(path, "w").close()
        print("wrote", os.path.basename(path))
    except OSError:
        pass
try:
    socket.create_connection(("127.0.0.1", int(os.environ["PORT"])), timeout=5)
    print("talked")
except OSError:
    pass
"""


def test_a_confined_program_writes_in_its_folder_alone_and_talks_to_nobody(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    with visited() as (url, _):
        done = subprocess.run(
            [
                *(sys.executable, "-m", "archive.confinement", str(inside)),
                *(sys.executable, "-c", TRY, inside / "a", outside / "b"),
            ],
            env={"PORT": url.rpartition(":")[2]},
            capture_output=True,
            text=True,
            check=True,
        )
    lines = done.stdout.split("\n")[:-1]
    assert "wrote a" in lines
    if confined_here("landlock"):
        assert "wrote b" not in lines
    if confined_here("network"):
        assert "talked" not in lines


def confined_here(what):
    """Whether this machine permits it; containers often do not."""
    ask = {"landlock": "write_only_in(__import__('pathlib').Path('/tmp'))", "network": "leave_network()"}[what]
    code = f"from archive import confinement; print(confinement.{ask})"
    return "True" in subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_files_written_are_bounded(tmp_path):
    code = f"open('a', 'wb').write(bytes({confinement.MOST_BYTES + 1}))"
    command = [sys.executable, "-m", "archive.confinement", str(tmp_path), sys.executable, "-c", code]
    subprocess.run(command, cwd=tmp_path, capture_output=True, env={"PYTHONPATH": ":".join(sys.path)}, timeout=60)
    assert (tmp_path / "a").stat().st_size <= confinement.MOST_BYTES


def test_an_encrypted_document_says_so():
    body = odt("<text:p>1</text:p>")
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.endswith("manifest.xml"):
                data = data.replace(
                    b'full-path="content.xml" manifest:media-type="text/xml"/>',
                    b'full-path="content.xml" manifest:media-type="text/xml" manifest:size="9"><manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="aaaa"><manifest:algorithm manifest:algorithm-name="Blowfish CFB" manifest:initialisation-vector="aaaaaaaaaaA="/><manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:iteration-count="1024" manifest:salt="aaaaaaaaaaA="/></manifest:encryption-data></manifest:file-entry>',
                )
            new.writestr(info.filename, data)
    with pytest.raises(EncryptedDocument):
        read(made.getvalue())
