"""Bodies that are not packed as their header says are kept as they came."""

from __future__ import annotations

import zlib
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response


class DecodingMiddleware(HttpCompressionMiddleware):
    """As Scrapy's; where a body cannot be unpacked it is passed on as it is, without the header."""

    def process_response(self, request: Request, response: Response, *more: Any) -> Request | Response:
        """Unpack a body by its Content-Encoding."""
        try:
            unpacked: Request | Response = super().process_response(request, response, *more)
        except (OSError, EOFError, zlib.error, ValueError):  # BadGzipFile is an OSError
            headers = response.headers.copy()
            headers.pop("Content-Encoding", None)
            return response.replace(headers=headers, flags=[*response.flags, "undecoded"])
        return unpacked
