"""Writes down what goes over the wire, next to it: headers as sent and received, each redirect, encodings."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.http import Headers, Response


def _pairs(headers: Headers) -> list[list[str]]:
    """Headers in order, one pair a line; Latin-1 keeps every byte."""
    return [[name.decode("latin-1"), value.decode("latin-1")] for name in headers for value in headers.getlist(name)]


class WireMiddleware:
    """Sits below all others: nothing has been decompressed, followed or retried here."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Add this exchange to the request's own record; the last one is the answer that is kept."""
        hop: dict[str, Any] = {
            "url": request.url,
            "method": request.method,
            "status": response.status,
            "request_headers": _pairs(request.headers),
            "response_headers": _pairs(response.headers),
            "protocol": response.protocol,
            "remote": str(response.ip_address) if response.ip_address else None,
            "wire_size": len(response.body),
            "tls": _tls(response.certificate),
        }
        request.meta.setdefault("hops", []).append(hop)
        return response


def _tls(certificate: Any) -> dict[str, str] | None:
    """Whose certificate the host showed."""
    if certificate is None:
        return None
    try:
        subject, issuer = certificate.getSubject(), certificate.getIssuer()
        return {
            "subject": str(subject.get("commonName", b""), "utf-8", "replace"),
            "issuer": str(issuer.get("commonName", b""), "utf-8", "replace"),
            "sha256": certificate.digest("sha256").decode("ascii"),
        }
    except (AttributeError, ValueError, TypeError):
        return None
