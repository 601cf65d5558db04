"""Time stamps of RFC 3161: what is asked of an authority, and what its answer says."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.files import NotReadable, read_bytes
from archive.seals.keys import BadSeal, require

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

_HASHES = {"2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512"}
_GRANTED = 0
MOST_TOKEN = 1 << 20  # bytes; an answer with all its certificates has ten thousand


class Stamp(NamedTuple):
    """What an answer says: the moment (ISO 8601, UTC), and whether it is of just these bytes."""

    moment: str
    is_of_these: bool


def request(message: bytes) -> bytes:
    """The question for an authority (DER, `application/timestamp-query`): SHA-256 of the bytes, certificates wanted."""
    require()
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True)
    return builder.cert_request(cert_request=True).build().as_bytes()


def stamp(answer: bytes, message: bytes) -> Stamp:
    """What the answer of an authority (DER) says of these bytes; raises BadSeal where it is none."""
    response = _decoded(answer)
    told = response.tst_info
    name = _HASHES.get(told.message_imprint.hash_algorithm.dotted_string)
    same = name is not None and hashlib.new(name, message).digest() == told.message_imprint.message
    return Stamp(_written(told.gen_time), same)


def vouched(answer: bytes, message: bytes, roots: Sequence[bytes]) -> str | None:
    """Why an answer is not one of an authority under the root certificates (PEM) over just these bytes; None: it is."""
    from cryptography.x509 import load_pem_x509_certificates
    from rfc3161_client import VerificationError, VerifierBuilder

    response = _decoded(answer)
    builder = VerifierBuilder()
    for certificate in {one for root in roots for one in load_pem_x509_certificates(root)}:
        builder = builder.add_root_certificate(certificate)
    try:
        builder.build().verify_message(response, message)
    except (VerificationError, ValueError) as error:
        return str(error)
    return None


def name_of(answer: bytes) -> str:
    """What a token goes by in the archive: the SHA-256 of the answer it came in."""
    return hashlib.sha256(answer).hexdigest()


def root_certificates(path: Path) -> bytes:
    """The certificates of a file in PEM; raises BadSeal where there are none."""
    require()
    from cryptography.x509 import load_pem_x509_certificates

    try:
        body = read_bytes(path)
        load_pem_x509_certificates(body)
    except NotReadable as error:
        msg = f"{path}: {error}"
        raise BadSeal(msg) from error
    except ValueError as error:
        msg = f"{path} holds no certificates in PEM"
        raise BadSeal(msg) from error
    return body


def _decoded(answer: bytes) -> TimeStampResponse:
    require()
    from rfc3161_client import decode_timestamp_response

    if len(answer) > MOST_TOKEN:
        msg = "this is larger than any answer of a time-stamping authority"
        raise BadSeal(msg)
    try:
        response = decode_timestamp_response(answer)
        status = response.status
        granted = status == _GRANTED and response.tst_info is not None
    except ValueError as error:
        msg = "this is no answer of a time-stamping authority (RFC 3161, DER)"
        raise BadSeal(msg) from error
    if not granted:
        msg = f"the authority did not grant a time stamp (status {status})"
        raise BadSeal(msg)
    return response


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
