# SPDX-License-Identifier: Apache-2.0
"""The certificates that signed material needs: roots, issuing authorities, signers, and those with something wrong.

Keys of elliptic curves are the same in every run; RSA keys, serial numbers and dates are not. None of these names
exists.
"""

import dataclasses
import datetime
import hashlib
import pathlib
import subprocess

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

#: When this run began. Certificates are valid from a day before.
START = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
CLAIM_SIGNING = x509.ObjectIdentifier("1.3.6.1.4.1.62558.2.1")
CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}
HASHES = {"P-256": hashes.SHA256(), "P-384": hashes.SHA384(), "P-521": hashes.SHA512()}


def new_key(kind: str, name: str):
    if kind in CURVES:
        secret = int.from_bytes(hashlib.sha512(f"tutela {name}".encode()).digest(), "big") >> 264
        return ec.derive_private_key(secret, CURVES[kind])
    if kind == "Ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"tutela {name}".encode()).digest())
    return rsa.generate_private_key(65537, 2048)


@dataclasses.dataclass
class Identity:
    """A certificate with its key and the certificates above it, without the root."""

    certificate: x509.Certificate
    key: object
    above: list

    @property
    def key_pem(self) -> str:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()

    @property
    def chain(self) -> list:
        return [self.certificate, *self.above]

    @property
    def chain_pem(self) -> str:
        return "".join(pem(each) for each in self.chain)


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def named(common: str, organization: str = "Tutela Tests") -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
        x509.NameAttribute(NameOID.COMMON_NAME, common)])


def issue(common: str, kind: str, issuer: Identity | None = None, *, authority: int | None = None, usages=(),
          until: datetime.datetime | None = None, pss: bool = False) -> Identity:
    """A certificate of `common`; its own issuer when there is none.

    authority: how many authorities may stand below it; None for a certificate that may not issue.
    pss: signed with RSASSA-PSS, which takes an issuer with an RSA key.
    """
    key = new_key(kind, common)
    signer = issuer.key if issuer else key
    name = named(common)
    builder = (
        x509.CertificateBuilder().subject_name(name).issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(START - datetime.timedelta(days=1))
        .not_valid_after(until or START + datetime.timedelta(days=3650 if authority is not None else 365))
        .add_extension(x509.BasicConstraints(authority is not None, authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .add_extension(x509.KeyUsage(
            digital_signature=authority is None, key_cert_sign=authority is not None, crl_sign=authority is not None,
            content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
            encipher_only=False, decipher_only=False), critical=True))
    if usages:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage(usages), critical=ExtendedKeyUsageOID.TIME_STAMPING in usages)
    if isinstance(signer, ed25519.Ed25519PrivateKey):
        certificate = builder.sign(signer, None)
    elif pss:
        certificate = builder.sign(signer, hashes.SHA256(), rsa_padding=padding.PSS(
            padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH))
    elif isinstance(signer, rsa.RSAPrivateKey):
        certificate = builder.sign(signer, hashes.SHA256())
    else:
        certificate = builder.sign(signer, {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}[
            signer.curve.key_size])
    above = issuer.chain if issuer and issuer.certificate.issuer != issuer.certificate.subject else []
    return Identity(certificate, key, above)


class Authorities:
    """Everything that signs, and the lists that say whom to trust."""

    def __init__(self):
        signs = [ExtendedKeyUsageOID.EMAIL_PROTECTION]
        self.root = issue("Tutela Test Root", "P-384", authority=1)
        self.issuing = issue("Tutela Test Issuing CA", "P-384", self.root, authority=0)
        self.signers = {
            "es256": issue("Signer ES256", "P-256", self.issuing, usages=signs),
            "es384": issue("Signer ES384", "P-384", self.issuing, usages=signs),
            "es512": issue("Signer ES512", "P-521", self.issuing, usages=signs),
            "ps256": issue("Signer PS256", "RSA", self.issuing, usages=signs),
            "ps384": issue("Signer PS384", "RSA", self.issuing, usages=signs),
            "ps512": issue("Signer PS512", "RSA", self.issuing, usages=signs),
            "ed25519": issue("Signer Ed25519", "Ed25519", self.issuing, usages=signs),
        }
        # Certificates signed with RSASSA-PSS, with an intermediate of the same kind.
        self.pss_root = issue("Tutela Test PSS Root", "RSA", authority=1, pss=True)
        self.pss_issuing = issue("Tutela Test PSS Issuing CA", "RSA", self.pss_root, authority=0, pss=True)
        self.pss = issue("Signer under PSS", "RSA", self.pss_issuing, usages=signs, pss=True)
        # The list names an intermediate; its root is on no list.
        self.far_root = issue("Tutela Test Root on no List", "P-384", authority=1)
        self.near = issue("Tutela Test Anchor that is no Root", "P-384", self.far_root, authority=0)
        self.under_intermediate = issue("Signer under an Anchor that is no Root", "P-256", self.near, usages=signs)
        self.official = issue("Signer for Claims", "P-256", self.issuing, usages=[CLAIM_SIGNING])
        # Nobody lists these. The second is named in the allowed list by its own certificate.
        self.stranger_root = issue("Tutela Test Stranger Root", "P-256", authority=1)
        self.stranger_issuing = issue("Tutela Test Stranger CA", "P-256", self.stranger_root, authority=0)
        self.unlisted = issue("Unlisted Signer", "P-256", self.stranger_issuing, usages=signs)
        self.allowed = issue("Allowed Signer", "P-256", self.stranger_issuing, usages=signs)
        # What may not sign, or not any more.
        self.wrong_usage = issue("Signer of Code", "P-256", self.issuing, usages=[ExtendedKeyUsageOID.CODE_SIGNING])
        self.no_usage = issue("Signer without a Usage", "P-256", self.issuing)
        self.expired = issue(
            "Expired Signer", "P-256", self.issuing, usages=signs, until=START - datetime.timedelta(hours=1))
        self.expiring = issue(
            "Expiring Signer", "P-256", self.issuing, usages=signs, until=START + datetime.timedelta(seconds=6))
        self.responder = issue(
            "OCSP Responder", "P-256", self.issuing, usages=[ExtendedKeyUsageOID.OCSP_SIGNING])
        # Time stamps come from another house.
        self.tsa_root = issue("Tutela Test TSA Root", "P-384", authority=1)
        self.tsa = issue("Time Stamper", "P-256", self.tsa_root, usages=[ExtendedKeyUsageOID.TIME_STAMPING])
        self.stranger_tsa_root = issue("Tutela Test Stranger TSA Root", "P-384", authority=1)
        self.stranger_tsa = issue(
            "Unlisted Time Stamper", "P-256", self.stranger_tsa_root, usages=[ExtendedKeyUsageOID.TIME_STAMPING])

    @property
    def trust_pem(self) -> str:
        return "".join(map(pem, [self.root.certificate, self.pss_root.certificate, self.near.certificate]))

    @property
    def tsa_pem(self) -> str:
        return pem(self.tsa_root.certificate)

    @property
    def allowed_pem(self) -> str:
        return pem(self.allowed.certificate)

    def ocsp(self, leaf: Identity, *, revoked: bool = False) -> bytes:
        """What the responder says of a leaf of the issuing authority, as DER."""
        status = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
        return (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=leaf.certificate, issuer=self.issuing.certificate, algorithm=hashes.SHA1(), cert_status=status,
                this_update=START - datetime.timedelta(hours=1), next_update=START + datetime.timedelta(days=365),
                revocation_time=START - datetime.timedelta(hours=2) if revoked else None,
                revocation_reason=x509.ReasonFlags.key_compromise if revoked else None)
            .responder_id(ocsp.OCSPResponderEncoding.HASH, self.responder.certificate)
            .certificates([self.responder.certificate])
            .sign(self.responder.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))


class TimeStamper:
    """RFC 3161 tokens, made by `openssl ts`."""

    def __init__(self, identity: Identity, root: Identity, folder: pathlib.Path):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tsa.pem").write_text(pem(identity.certificate))
        (folder / "tsa.key").write_text(identity.key_pem)
        (folder / "root.pem").write_text(pem(root.certificate))
        (folder / "serial").write_text("01\n")
        self.configuration = folder / "ts.cnf"
        self.configuration.write_text(f"""
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
""")
        self.folder = folder

    def response(self, request: bytes) -> bytes:
        """A DER TimeStampResp for a DER TimeStampReq."""
        query = self.folder / "request.tsq"
        query.write_bytes(request)
        return subprocess.run(
            ["openssl", "ts", "-reply", "-queryfile", query, "-config", self.configuration],
            check=True, capture_output=True).stdout

    def stamp(self, message: bytes) -> bytes:
        """A DER TimeStampResp over the SHA-256 of a message."""
        digest = hashlib.sha256(message).digest()
        # TimeStampReq: version 1, SHA-256 and the digest, certReq true.
        imprint = bytes.fromhex("3031300d060960864801650304020105000420") + digest
        body = bytes.fromhex("020101") + imprint + bytes.fromhex("0101ff")
        return self.response(bytes([0x30, len(body)]) + body)


def token_of(response: bytes) -> bytes:
    """The TimeStampToken inside a TimeStampResp: its second element."""
    def element(data, at):
        length, head = data[at + 1], 2
        if length & 0x80:
            head = 2 + (length & 0x7F)
            length = int.from_bytes(data[at + 2:at + head], "big")
        return head, length
    head, _ = element(response, 0)
    status_head, status_length = element(response, head)
    return response[head + status_head + status_length:]
