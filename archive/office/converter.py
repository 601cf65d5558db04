"""Documents through the one warm LibreOffice of this process, started anew after a crash, a hang or many documents."""

from __future__ import annotations

import atexit
from dataclasses import dataclass

from archive.errors import UnreadableDocument
from archive.office.service import Lost, Service

SECONDS = 60.0  # for one document; the longest reports take five
_MOST_DOCUMENTS = 200  # by one process: what it does not give back is given back then


@dataclass(frozen=True, slots=True)
class Conversion:
    """Which of LibreOffice's filters reads a format, and which writes the one our readers know.

    `ending` is what files of the format are called, `made` what those that are written are: docx or xlsx.
    """

    ending: str
    reads: str
    made: str
    writes: str


class Converter:
    """Converts documents one at a time."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Prepare; a document may take `seconds`. Nothing is started yet."""
        self._seconds = seconds
        self._service: Service | None = None

    def convert(self, body: bytes, how: Conversion) -> bytes:
        """The document in the other format. Raises UnreadableDocument, with one sentence, for all that goes wrong.

        A crash may be the late work of an earlier document, so it counts only where a fresh LibreOffice crashes too.
        """
        while True:
            service = self._ready()
            was_fresh = service.converted == 0
            service.converted += 1
            try:
                return self._once(service, body, how)
            except TimeoutError:
                self.close()
                msg = f"LibreOffice took longer than {self._seconds:.0f} seconds on it"
                raise UnreadableDocument(msg) from None
            except Lost:
                self.close()
                if was_fresh:
                    raise UnreadableDocument("LibreOffice crashed on it") from None

    def close(self) -> None:
        """End LibreOffice and remove what it wrote."""
        if self._service is not None:
            self._service.end()
            self._service = None

    def _ready(self) -> Service:
        if self._service and (self._service.converted >= _MOST_DOCUMENTS or not self._service.alive()):
            self.close()
        if self._service is None:
            self._service = Service()
        return self._service

    def _once(self, service: Service, body: bytes, how: Conversion) -> bytes:
        source = service.folder / f"document.{how.ending}"
        target = service.folder / "made" / f"document.{how.made}"
        source.write_bytes(body)
        try:
            service.ask(
                [
                    *("--headless", f"--infilter={how.reads}", "--convert-to", f"{how.made}:{how.writes}"),
                    *("--outdir", str(target.parent), source.as_uri()),
                ],
                self._seconds,
            )
            return target.read_bytes()
        except FileNotFoundError:
            raise UnreadableDocument("LibreOffice cannot open it: it is damaged or asks for a password") from None
        finally:
            source.unlink(missing_ok=True)
            target.unlink(missing_ok=True)


_warm = Converter()
atexit.register(_warm.close)


def convert(body: bytes, how: Conversion) -> bytes:
    """Convert by the LibreOffice of this process; see Converter.convert."""
    return _warm.convert(body, how)
