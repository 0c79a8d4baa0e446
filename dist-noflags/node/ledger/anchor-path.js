import { equalBytes } from "../../base/bytes.js";
import { mismatch, OID } from "./anchor-form.js";
/** Most authorities between the signer and a root. */
const MAX_DEPTH = 8;
/** RSA keys below this are refused: NIST SP 800-131A. */
const MIN_RSA_BITS = 2048;
/** First octet of a key usage: RFC 5280 §4.2.1.3. */
const USAGE = { digitalSignature: 0x80, nonRepudiation: 0x40, keyCertSign: 0x04 };
/** Signatures of certificates that are taken: RSA, RSA-PSS and ECDSA with SHA-2, and Ed25519; none with SHA-1 or MD5. */
const SIGNATURE_ALGORITHMS = new Set([
    '1.2.840.113549.1.1.10',
    '1.2.840.113549.1.1.11',
    '1.2.840.113549.1.1.12',
    '1.2.840.113549.1.1.13',
    '1.2.840.10045.4.3.2',
    '1.2.840.10045.4.3.3',
    '1.2.840.10045.4.3.4',
    '1.3.101.112',
]);
/** Critical extensions that are understood here, or say nothing that matters: policies and alternative names. */
const UNDERSTOOD = new Set([
    OID.basicConstraints,
    OID.keyUsage,
    OID.extKeyUsage,
    '2.5.29.17',
    '2.5.29.32',
]);
/**
 * Checks that `signer` may sign time stamps, and that a path of valid certificates leads from it to one of `roots`, all
 * at the time `atMs`.
 *
 * @param others - Certificates that may lie between; in any order, with any others.
 * @throws {TalosError} `ANCHOR_MISMATCH`.
 */
export function verifyPath(signer, others, roots, atMs) {
    const { purposes, keyUsage } = signer;
    if (purposes?.length !== 1 || purposes[0] !== OID.timeStamping || !signer.critical.has(OID.extKeyUsage))
        throw mismatch('the certificate of the signer is not for time stamps alone');
    if (keyUsage !== undefined && (keyUsage & (USAGE.digitalSignature | USAGE.nonRepudiation)) === 0)
        throw mismatch('the certificate of the signer is not for signatures');
    const flaw = flawOf(signer, atMs);
    if (flaw !== undefined)
        throw mismatch(`the certificate of the signer ${flaw}`);
    if (!leadsToRoot(signer, { others, roots, atMs }, []))
        throw mismatch('no path of valid certificates leads from the signer to a root of this anchor');
}
/** @param below - Authorities between `certificate` and the signer. */
function leadsToRoot(certificate, around, below) {
    const { roots, others, atMs } = around;
    const isRoot = roots.some(({ der }) => equalBytes(der, certificate.der));
    if (isRoot)
        return true;
    if (below.length > MAX_DEPTH)
        return false;
    const issues = (issuer) => mayIssue(issuer, certificate, below.length);
    // Nobody's signature makes a root one, so how it is signed does not matter.
    if (roots.some((root) => issues(root) && isValidAt(root, atMs)))
        return true;
    return others.some((other) => !below.some((der) => equalBytes(der, other.der)) &&
        !equalBytes(other.der, certificate.der) &&
        issues(other) &&
        flawOf(other, atMs) === undefined &&
        leadsToRoot(other, around, [...below, other.der]));
}
function mayIssue(issuer, issued, below) {
    const { isAuthority, pathLength, keyUsage, purposes } = issuer;
    const mayStamp = purposes === undefined || purposes.includes(OID.timeStamping) || purposes.includes(OID.anyExtendedKeyUsage);
    if (!isAuthority || !mayStamp || (keyUsage !== undefined && (keyUsage & USAGE.keyCertSign) === 0))
        return false;
    if (pathLength !== undefined && below > pathLength)
        return false;
    return issued.x509.checkIssued(issuer.x509) && issued.x509.verify(issuer.x509.publicKey);
}
function isValidAt({ notBeforeMs, notAfterMs }, atMs) {
    return atMs >= notBeforeMs && atMs <= notAfterMs;
}
/** What keeps a certificate that somebody signed from being used at the time `atMs`. */
function flawOf(certificate, atMs) {
    const { x509, signatureAlgorithm, critical } = certificate;
    if (!isValidAt(certificate, atMs))
        return 'was not valid at the time that is stamped';
    if (!SIGNATURE_ALGORITHMS.has(signatureAlgorithm))
        return `is signed by an algorithm that is not taken (${signatureAlgorithm})`;
    const unknown = [...critical].find((oid) => !UNDERSTOOD.has(oid));
    if (unknown !== undefined)
        return `has a critical extension that is not understood (${unknown})`;
    const bits = x509.publicKey.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS;
    return bits < MIN_RSA_BITS ? `has a key of ${bits} bits` : undefined;
}
