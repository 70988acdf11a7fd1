"""Encryption: two shared contexts, and what a failed handshake means."""

import ssl
import warnings
from functools import cache
from typing import Literal

import certifi

from auditor.fetch.faults import Fault

_OP_LEGACY_SERVER_CONNECT = 0x4
"""``ssl.OP_LEGACY_SERVER_CONNECT``, which Python names only from 3.12."""


@cache
def tls_context(mode: Literal["strict", "legacy"]) -> ssl.SSLContext:
    """The one context of its kind in the process; loading the authorities costs 20 ms, so it is shared.

    ``strict`` is Python's default: TLS 1.2 or newer, current ciphers.

    ``legacy`` also talks to servers stuck in the past: TLS 1.0 and 1.1, unsafe renegotiation, small keys and old
    ciphers (OpenSSL security level 0). It exists because some county portals offer nothing else, and is used only
    where a county file says ``tls = "legacy"``. It weakens the *secrecy* of pages that are public anyway.

    Certificates are checked in both: expired, foreign and untrusted ones are refused, for otherwise anybody on the
    line could write the pages that units are graded by.
    """
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    context.set_alpn_protocols(["http/1.1"])
    if mode == "legacy":
        context.options |= _OP_LEGACY_SERVER_CONNECT
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # naming TLS 1.0 is the point here
            context.minimum_version = ssl.TLSVersion.TLSv1
    return context


# Verification codes: X509_V_ERR_* of OpenSSL's x509_vfy.h.
_CERTIFICATE_FAULTS = {
    9: Fault.CERT_NOT_YET_VALID,
    10: Fault.CERT_EXPIRED,
    18: Fault.CERT_SELF_SIGNED,
    19: Fault.CERT_CHAIN,
    2: Fault.CERT_CHAIN,
    20: Fault.CERT_CHAIN,
    21: Fault.CERT_CHAIN,
    62: Fault.CERT_WRONG_NAME,
    64: Fault.CERT_WRONG_NAME,
    66: Fault.TLS_OUTDATED,  # key too small for the security level
    67: Fault.TLS_OUTDATED,
    68: Fault.TLS_OUTDATED,  # signed with a digest too weak for it
}
_OUTDATED = {
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
    "UNSUPPORTED_PROTOCOL",
    "NO_PROTOCOLS_AVAILABLE",
    "TLSV1_ALERT_PROTOCOL_VERSION",
    "SSLV3_ALERT_HANDSHAKE_FAILURE",
    "TLSV1_ALERT_INSUFFICIENT_SECURITY",
    "DH_KEY_TOO_SMALL",
    "EE_KEY_TOO_SMALL",
    "CA_KEY_TOO_SMALL",
    "CA_MD_TOO_WEAK",
    "BAD_ECPOINT",
    "WRONG_SIGNATURE_TYPE",
    "NO_SHARED_CIPHER",
    "WRONG_CIPHER_RETURNED",
    "LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED",
}
_NOT_TLS = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG", "BAD_RECORD_TYPE"}


def handshake_fault(error: ssl.SSLError) -> Fault:
    """Which kind of failure an error of the handshake is."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE_FAULTS.get(error.verify_code, Fault.CERT_INVALID)
    if error.reason in _OUTDATED:
        return Fault.TLS_OUTDATED
    return Fault.NOT_TLS if error.reason in _NOT_TLS else Fault.TLS_BROKEN
