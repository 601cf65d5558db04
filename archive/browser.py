"""The browser of this machine: where it is, how it runs without privileges, and a picture of a page of ours."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.errors import ArchiveError

EXECUTABLES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
UNPRIVILEGED = "nobody"
SECONDS = 40.0  # a page without scripts takes less than one
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # the browser itself reaches nobody
)


class NoPicture(ArchiveError):
    """Raised when a page cannot be shown in a browser; the text says why."""


def executable() -> str | None:
    """The browser on this machine: the one $NIANBAO_BROWSER names, else Debian's; None where there is none."""
    chosen = os.environ.get("NIANBAO_BROWSER", "").strip()
    return next(filter(None, map(shutil.which, (chosen,) if chosen else EXECUTABLES)), None)


def as_unprivileged(browser: str, folder: Path) -> str:
    """A script in `folder` that starts the browser as somebody who may nothing, where we run as root.

    The profile folder is made by our user; it is handed over first.
    """
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        return browser
    folder.chmod(0o755)
    script = folder / "browser"
    script.write_text(
        "#!/bin/sh\n"
        "for argument; do case $argument in --user-data-dir=*)\n"
        f'  chown -R {UNPRIVILEGED} "${{argument#--user-data-dir=}}";; esac; done\n'
        f"exec setpriv --reuid={UNPRIVILEGED} --regid=nogroup --clear-groups -- "
        f'env HOME=/nonexistent {shlex.quote(browser)} "$@"\n'
    )
    script.chmod(0o755)
    return str(script)


def screenshot(page: str, width: int, height: int) -> bytes:
    """The upper `width` x `height` pixels of a page of HTML as PNG. The page must be one of ours: no scripts, no links.

    Raises NoPicture where there is no browser, or it shows nothing in time.
    """
    browser = executable()
    if browser is None:
        msg = "there is no browser on this machine (install chromium-headless-shell)"
        raise NoPicture(msg)
    with TemporaryDirectory(prefix="nianbao-picture-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "profile").mkdir()
        (folder / "page.html").write_text(page, encoding="utf-8")
        (folder / "page.html").chmod(0o644)
        shown = folder / "profile" / "page.png"
        command = [
            as_unprivileged(browser, folder),
            *ARGUMENTS,
            "--headless",
            "--hide-scrollbars",
            f"--user-data-dir={folder / 'profile'}",
            f"--screenshot={shown}",
            f"--window-size={width},{height}",
        ]
        for more in ((), ("--no-sandbox",)):  # where the machine does not allow a sandbox; the page holds no scripts
            _run([*command, *more, (folder / "page.html").as_uri()])
            if shown.is_file():
                return shown.read_bytes()
    msg = "the browser showed nothing"
    raise NoPicture(msg)


def _run(command: list[str]) -> None:
    """Run the browser to its end, or end it with all its processes."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the browser the machine has
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        msg = f"the browser does not start: {error.strerror}"
        raise NoPicture(msg) from error
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        msg = f"the browser showed nothing in {SECONDS:.0f} seconds"
        raise NoPicture(msg) from None
    finally:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
