"""What a seal says of a manifest, and whether whom one trusts says it."""

from __future__ import annotations

from typing import NamedTuple

from archive.database.seals import Seal
from archive.seals import stamps
from archive.seals.keys import MISSING, BadSeal, fits, is_installed


class Trust(NamedTuple):
    """Whom one trusts: public keys in hex, root certificates of time-stamping authorities in PEM."""

    keys: tuple[str, ...] = ()
    roots: tuple[bytes, ...] = ()


class Judgement(NamedTuple):
    """A sentence on a seal, and whether it holds; None where it says nothing for want of trust, or of a package."""

    holds: bool | None
    said: str


NOBODY = Trust()


def judge(seal: Seal, manifest: bytes, trust: Trust = NOBODY) -> Judgement:
    """What a seal says of the bytes of a manifest."""
    if not is_installed():
        return Judgement(None, f"a seal of the kind {seal.kind} was not checked: {MISSING}")
    if seal.kind == "ed25519":
        return _signature(seal, manifest, trust)
    if seal.kind == "rfc3161":
        return _stamp(seal, manifest, trust)
    return Judgement(False, f"a seal of a kind nobody knows: {seal.kind!r}")


def _signature(seal: Seal, manifest: bytes, trust: Trust) -> Judgement:
    name = f"the key {seal.signer[:16]}…"
    if not fits(seal.signer, seal.value, manifest):
        return Judgement(False, f"the signature by {name} is none over this manifest")
    if not trust.keys:
        return Judgement(None, f"signed by {name}; whether that is the key of somebody you trust, --public-key says")
    if seal.signer in trust.keys:
        return Judgement(True, f"signed by {name}, which was given")
    return Judgement(None, f"signed by {name}, which is none of those given")


def _stamp(seal: Seal, manifest: bytes, trust: Trust) -> Judgement:
    try:
        found = stamps.stamp(seal.value, manifest)
        if not found.is_of_these:
            return Judgement(False, f"the time stamp of {found.moment} is of something else than this manifest")
        if not trust.roots:
            return Judgement(
                None, f"a time stamp of {found.moment}; whether by an authority you trust, --tsa-root says"
            )
        problem = stamps.vouched(seal.value, manifest, trust.roots)
    except BadSeal as error:
        return Judgement(False, f"a seal that is no time stamp: {error}")
    if problem:
        return Judgement(False, f"the time stamp of {found.moment} is none by the authorities given: {problem}")
    return Judgement(True, f"stamped at {found.moment} by an authority under the roots given")
