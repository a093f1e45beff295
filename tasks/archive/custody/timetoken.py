"""RFC 3161 timestamps read and proved: what was signed, when, by whose key, and whether that key is to be trusted.

The token is parsed with asn1crypto; signatures and certificate paths are checked by cryptography. Revocation is not
asked for: that would need the network. A token is proved as of the time that it names, so it outlives its certificates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from asn1crypto import cms, core, tsp  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification

from tasks.archive.errors import ArchiveError

DIGESTS: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
GRANTED = ("granted", "granted_with_mods")
MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What asn1crypto and cryptography raise for octets that are no such structure."""


class TimestampError(ArchiveError):
    """A timestamp cannot be had, or does not prove what it should."""


@dataclass(frozen=True, slots=True)
class TimeToken:
    """A timestamp whose signature holds under the certificate that it carries. Whose that is, `trusted` tells."""

    imprint: str
    """SHA-256 of what was stamped, lower-case hexadecimal."""
    at: datetime
    """The time that the authority vouches for, UTC."""
    nonce: int | None
    signer: x509.Certificate
    others: tuple[x509.Certificate, ...]
    """The further certificates that came with it."""


class _Answer(core.Sequence):  # type: ignore[misc]
    """As in RFC 3161 §2.4.2: a refusal has no token, which asn1crypto's own type would demand."""

    _fields: ClassVar = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


def read_token(response: bytes) -> TimeToken:
    """Reads an authority's answer (RFC 3161 §2.4.2) and proves its signature.

    Raises TimestampError where it is a refusal, is no timestamp, or is not signed as it says.
    """
    try:
        parsed = _Answer.load(response, strict=True)
        status = str(parsed["status"]["status"].native)
        if status not in GRANTED:
            raise TimestampError(f"the time-stamping authority refused ({status})")
        return _token(parsed["time_stamp_token"])
    except MALFORMED as error:
        raise TimestampError("no timestamp, or a damaged one") from error


def _token(content: Any) -> TimeToken:
    signed = content["content"]
    if content["content_type"].native != "signed_data" or len(signed["signer_infos"]) != 1:
        raise TimestampError("a timestamp has exactly one signature")
    signer_info = signed["signer_infos"][0]
    encapsulated = signed["encap_content_info"]
    if encapsulated["content_type"].native != "tst_info":
        raise TimestampError("what was signed is no timestamp")
    octets = encapsulated["content"].contents
    certificates = [x509.load_der_x509_certificate(choice.chosen.dump()) for choice in signed["certificates"]]
    signer = _signer(signer_info["sid"], certificates)
    _check_attributes(signer_info, octets, signer)
    _check_signature(signer_info, signer)
    _check_purpose(signer)
    info = tsp.TSTInfo.load(octets, strict=True)
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        raise TimestampError("what was stamped is no SHA-256")
    nonce = info["nonce"].native
    others = tuple(certificate for certificate in certificates if certificate != signer)
    at = info["gen_time"].native.astimezone(UTC)
    return TimeToken(imprint["hashed_message"].native.hex(), at, nonce, signer, others)


def _signer(sid: Any, certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    for certificate in certificates:
        if sid.name == "issuer_and_serial_number":
            issuer = certificate.issuer.public_bytes() == sid.chosen["issuer"].dump()
            if issuer and certificate.serial_number == sid.chosen["serial_number"].native:
                return certificate
        elif _key_id(certificate) == sid.chosen.native:
            return certificate
    raise TimestampError("the certificate of the signer is not in the timestamp")


def _key_id(certificate: x509.Certificate) -> bytes | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except x509.ExtensionNotFound:
        return None


def _check_attributes(signer_info: Any, octets: bytes, signer: x509.Certificate) -> None:
    """The signed attributes name content, type and certificate (RFC 5652 §5.4 and §11, RFC 5816)."""
    values = {attribute["type"].native: attribute["values"] for attribute in signer_info["signed_attrs"]}
    digest = hashlib.new(_digest_name(signer_info), octets).digest()
    if values["content_type"][0].native != "tst_info" or values["message_digest"][0].native != digest:
        raise TimestampError("the signature is of something else")
    newer = values.get("signing_certificate_v2")
    named = (newer or values["signing_certificate"])[0]["certs"][0]
    algorithm = named["hash_algorithm"]["algorithm"].native if newer else "sha1"
    der = signer.public_bytes(Encoding.DER)
    # SHA-1 only tells here which certificate is meant (RFC 2634 §5.4); what it signs is checked with the key itself.
    if hashlib.new(algorithm, der, usedforsecurity=False).digest() != named["cert_hash"].native:
        raise TimestampError("the signature names another certificate")


def _digest_name(signer_info: Any) -> str:
    name = str(signer_info["digest_algorithm"]["algorithm"].native)
    if name not in DIGESTS:
        raise TimestampError("the signature's digest is not one of SHA-2")
    return name


def _check_signature(signer_info: Any, signer: x509.Certificate) -> None:
    # The attributes are signed as the SET that they are, not under the tag that they have here (RFC 5652 §5.4).
    signed = b"\x31" + signer_info["signed_attrs"].dump()[1:]
    signature = signer_info["signature"].native
    algorithm = signer_info["signature_algorithm"]
    digest = DIGESTS[_digest_name(signer_info)]()
    key = signer.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey) and algorithm.signature_algo == "rsassa_pss":
            size = algorithm["parameters"]["salt_length"].native
            key.verify(signature, signed, padding.PSS(padding.MGF1(digest), size), digest)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(digest))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, signed)
        else:
            raise TimestampError("the signer's key is of an unknown kind")
    except (InvalidSignature, UnsupportedAlgorithm) as error:
        raise TimestampError("its signature does not hold") from error


def _check_purpose(signer: x509.Certificate) -> None:
    """The certificate is for timestamps and nothing else (RFC 3161 §2.3)."""
    try:
        found = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        raise TimestampError("the signer's certificate is not one for timestamps") from None
    if not found.critical or list(found.value) != [x509.oid.ExtendedKeyUsageOID.TIME_STAMPING]:
        raise TimestampError("the signer's certificate is not one for timestamps")


def load_anchors(path: Path) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file. Raises TimestampError where it holds none, OSError where it cannot be read."""
    try:
        return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
    except ValueError as error:
        raise TimestampError(f"{path.name} holds no certificates in PEM form") from error


def check_trusted(token: TimeToken, anchors: Sequence[x509.Certificate]) -> None:
    """Raises TimestampError unless the signer's certificate was valid at the token's time, under one of the anchors."""
    signer = token.signer
    if signer in anchors:
        if not signer.not_valid_before_utc <= token.at <= signer.not_valid_after_utc:
            raise TimestampError("the signer's certificate was not valid at that time")
        return
    verifier = (
        verification.PolicyBuilder()
        .store(verification.Store(list(anchors)))
        .time(token.at)
        .extension_policies(ca_policy=_CA, ee_policy=verification.ExtensionPolicy.permit_all())
        .build_client_verifier()
    )
    try:
        verifier.verify(signer, list(token.others))
    except verification.VerificationError as error:
        raise TimestampError("no trust anchor vouches for the signer's certificate at that time") from error


def _is_authority(_: verification.Policy, __: x509.Certificate, constraints: x509.BasicConstraints) -> None:
    if not constraints.ca:
        raise ValueError("not a certification authority")


def _may_sign(_: verification.Policy, __: x509.Certificate, usage: x509.KeyUsage | None) -> None:
    if usage is not None and not usage.key_cert_sign:
        raise ValueError("not for signing certificates")


# Not the policy of web servers, which would refuse an authority that is for timestamps alone.
_CA = (
    verification.ExtensionPolicy.permit_all()
    .require_present(x509.BasicConstraints, verification.Criticality.AGNOSTIC, _is_authority)
    .may_be_present(x509.KeyUsage, verification.Criticality.AGNOSTIC, _may_sign)
)
