"""WARC files as other programs write them."""

from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DAY = "2019-03-04T05:06:07Z"


class Warc:
    """A WARC file in the making; `bytes` is all of it."""

    def __init__(self, *, gzip=True, version="1.0"):
        self._out = BytesIO()
        self._writer = WARCWriter(self._out, gzip=gzip, warc_version=version)

    def answer(self, url, body, *headers, status="200 OK", date=DAY, sort="response", **more):
        """An answer, with the headers of the record as keywords; its record id."""
        head = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if sort in ("response", "revisit") else None
        asked = {"WARC-Date": date} | {name.replace("_", "-"): value for name, value in more.items()}
        record = self._writer.create_warc_record(
            url, sort, payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=asked
        )
        self._writer.write_record(record)
        return record.rec_headers["WARC-Record-ID"]

    def request(self, url, answer, *headers, method="GET", body=b""):
        head = StatusAndHeaders("/ HTTP/1.1", list(headers), protocol=method)
        asked = {"WARC-Date": DAY} | ({"WARC-Concurrent-To": answer} if answer else {})
        self._writer.write_record(
            self._writer.create_warc_record(
                url, "request", payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=asked
            )
        )

    def revisit(self, url, digest, refers_to, date, *headers, status="200 OK", **more):
        head = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        record = self._writer.create_revisit_record(url, digest, refers_to, date, http_headers=head)
        record.rec_headers.replace_header("WARC-Date", "2020-01-01T00:00:00Z")
        for name, value in more.items():
            record.rec_headers.add_header(name.replace("_", "-"), value)
        self._writer.write_record(record)

    def metadata(self, url, answer, text):
        asked = {"WARC-Date": DAY, "WARC-Concurrent-To": answer}
        body = text.encode()
        self._writer.write_record(
            self._writer.create_warc_record(
                url, "metadata", payload=BytesIO(body), length=len(body), warc_headers_dict=asked
            )
        )

    @property
    def bytes(self):
        return self._out.getvalue()

    @property
    def size(self):
        return self._out.tell()

    def save(self, path):
        path.write_bytes(self.bytes)
        return path
