"""Ed25519 keys in files, and signatures with them."""

from __future__ import annotations

import os
from pathlib import Path

from archive.errors import ArchiveError
from archive.files import NotReadable, read_bytes

MISSING = "seals need two more packages: pip install 'nianbao[seal]'"


class BadSeal(ArchiveError):
    """Raised when a key, a token or a certificate cannot be used, or packages for seals are not installed."""


def is_installed() -> bool:
    """Whether this machine has the packages for seals."""
    try:
        import cryptography
        import rfc3161_client
    except ImportError:
        return False
    return bool(cryptography and rfc3161_client)


def require() -> None:
    """Raise BadSeal where the packages are missing."""
    if not is_installed():
        raise BadSeal(MISSING)


def new_key(path: Path) -> tuple[Path, str]:
    """Make a key that only its owner may read, and beside it its public half; where that is, and the key in hex.

    Raises BadSeal where one of the files is there already.
    """
    require()
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public_path = path.with_name(f"{path.name}.pub")
    for there in (path, public_path):
        if there.exists():
            msg = f"{there} is there already; nothing was written"
            raise BadSeal(msg)
    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    public = key.public_key()
    public_path.write_bytes(public.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo))
    return public_path, public.public_bytes_raw().hex()


def sign(path: Path, message: bytes) -> tuple[str, bytes]:
    """The public key in hex, and the 64 bytes of the signature, with the key in a file."""
    require()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(_bytes(path), None)
    except (ValueError, TypeError) as error:
        msg = f"{path} holds no private key of ours, or one with a password"
        raise BadSeal(msg) from error
    if not isinstance(key, Ed25519PrivateKey):
        msg = f"{path} holds a key of another kind than Ed25519"
        raise BadSeal(msg)
    return key.public_key().public_bytes_raw().hex(), key.sign(message)


def public_key(path: Path) -> str:
    """The public key of a file in PEM, in hex."""
    require()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(_bytes(path))
    except (ValueError, TypeError) as error:
        msg = f"{path} holds no public key in PEM"
        raise BadSeal(msg) from error
    if not isinstance(key, Ed25519PublicKey):
        msg = f"{path} holds a key of another kind than Ed25519"
        raise BadSeal(msg)
    return key.public_bytes_raw().hex()


def fits(public: str, signature: bytes, message: bytes) -> bool:
    """Whether a signature is one of the holder of a public key (in hex) over just these bytes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, message)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _bytes(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except NotReadable as error:
        msg = f"{path}: {error}"
        raise BadSeal(msg) from error
