"""Documents written by LibreOffice itself, by its own command line and with settings of its own."""

import shutil
import subprocess

import pytest

needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


def converted(folder, bodies, ending):
    """Bytes by name (with its ending) as files of another format."""
    sources, made = folder / "sources", folder / "made"
    sources.mkdir(parents=True)
    for name, body in bodies.items():
        (sources / name).write_bytes(body)
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"),
            *("--convert-to", ending, "--outdir", str(made), *map(str, sorted(sources.iterdir()))),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    suffix = "." + ending.partition(":")[0]
    return {name: (made / name).with_suffix(suffix).read_bytes() for name in bodies}
