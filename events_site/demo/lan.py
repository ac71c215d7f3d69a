"""The demo for the phones around: this machine's address in its network, and a certificate for it.

A phone lends its camera to https alone. The certificate is our own, so every browser asks once whether to go on.
"""

from __future__ import annotations

import ipaddress
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.core.exceptions import ImproperlyConfigured

ELSEWHERE = ("192.0.2.1", 9)
"""An address that nobody has (RFC 5737). Nothing is sent there: the system only says by which of ours it would be."""
LASTS = timedelta(days=90)
RENEWED = timedelta(days=7)


def own_address() -> str:
    """Return this machine's address in its network; refuse in words where it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
            address = str(probe.getsockname()[0])
        except OSError:
            address = ""
    if not address or ipaddress.ip_address(address).is_loopback:
        raise ImproperlyConfigured(
            "LAN=1 needs a network, and this machine is in none. Without it: make run."
        )
    return address


def certificate(folder: Path, address: str) -> tuple[Path, Path]:
    """Return the files of a key and of its certificate for this address; the ones made before, while they are good."""
    key, made = folder / "lan-key.pem", folder / "lan-certificate.pem"
    if not (key.exists() and made.exists() and _is_good(made.read_bytes(), address)):
        _make(key, made, address)
    return key, made


def _is_good(pem: bytes, address: str) -> bool:
    found = x509.load_pem_x509_certificate(pem)
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    is_ours = ipaddress.ip_address(address) in names.get_values_for_type(x509.IPAddress)
    return is_ours and found.not_valid_after_utc > datetime.now(UTC) + RENEWED


def _make(key_file: Path, certificate_file: Path, address: str) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Madang on this network")])
    names = [x509.IPAddress(ipaddress.ip_address(one)) for one in (address, "127.0.0.1")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName([*names, x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    key_file.touch(mode=0o600)
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
