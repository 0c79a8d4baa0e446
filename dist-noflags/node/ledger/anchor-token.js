/**
 * Whether an RFC 3161 time stamp holds: its signature, its signer, and what it says. Signatures by node:crypto.
 *
 * @module
 */
import { constants, hash, verify } from 'node:crypto';
import { concat, equalBytes } from "../../base/bytes.js";
import { identifierOf, mismatch, OID, octetsOf, readResponse, signingCertificateOf, } from "./anchor-form.js";
import { verifyPath } from "./anchor-path.js";
const DIGESTS = {
    [OID.sha256]: 'sha256',
    '2.16.840.1.101.3.4.2.2': 'sha384',
    '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** Type of the key, and the digest that the algorithm names; any of {@link DIGESTS} where it names none. */
const SIGNATURES = {
    '1.2.840.113549.1.1.1': { key: 'rsa' },
    '1.2.840.113549.1.1.10': { key: 'rsa', isPss: true },
    '1.2.840.113549.1.1.11': { key: 'rsa', digest: 'sha256' },
    '1.2.840.113549.1.1.12': { key: 'rsa', digest: 'sha384' },
    '1.2.840.113549.1.1.13': { key: 'rsa', digest: 'sha512' },
    '1.2.840.10045.4.3.2': { key: 'ec', digest: 'sha256' },
    '1.2.840.10045.4.3.3': { key: 'ec', digest: 'sha384' },
    '1.2.840.10045.4.3.4': { key: 'ec', digest: 'sha512' },
    // RFC 8419: with SHA-512 for the attributes.
    '1.3.101.112': { key: 'ed25519', digest: 'sha512' },
};
/**
 * Verifies the response of an authority.
 *
 * @param response - DER, at most 65,536 bytes; anybody's.
 * @throws {TalosError} `ANCHOR_MISMATCH` for whatever does not hold.
 */
export function verifyTimeStamp(response, expected) {
    const token = readResponse(response);
    verifyInfo(token.info, expected);
    const signer = signerOf(token);
    verifyAttributes(token);
    verifySignature(token, signer.x509.publicKey);
    verifyPath(signer, token.certificates, expected.roots, token.info.timeMs);
    return { timeMs: token.info.timeMs, policy: token.info.policy, signer: signer.x509.subject };
}
function verifyInfo(info, { digest, nonce, policy }) {
    if (info.imprintAlgorithm !== OID.sha256 || !equalBytes(info.imprint, digest))
        throw mismatch('the time stamp is of something else');
    if (info.nonce === undefined || !equalBytes(minimal(info.nonce), minimal(nonce)))
        throw mismatch('the time stamp answers another request');
    if (policy !== undefined && info.policy !== policy)
        throw mismatch(`the time stamp is under the policy ${info.policy}`);
    if (!Number.isSafeInteger(info.timeMs) || info.timeMs < 0)
        throw mismatch('the time stamp has no time');
}
/** An integer without leading zeros. */
function minimal(bytes) {
    const first = bytes.findIndex((byte) => byte !== 0);
    return first < 0 ? new Uint8Array(0) : bytes.subarray(first);
}
/** The certificate that the signed attributes name: by hash, so no other can stand in for it. RFC 5816. */
function signerOf({ signer, certificates }) {
    const [named] = signer.attribute(OID.signingCertificateV2);
    if (named === undefined)
        throw mismatch('the time stamp does not name its signer by SHA-2');
    const { algorithm, digest } = signingCertificateOf(named);
    const name = DIGESTS[algorithm];
    if (name === undefined)
        throw mismatch('the time stamp names its signer by a digest that is not taken');
    const found = certificates.find(({ der }) => equalBytes(digestOf(name, der), digest));
    if (found === undefined)
        throw mismatch('the certificate of the signer is not in the time stamp');
    return found;
}
const digestOf = (name, bytes) => new Uint8Array(hash(name, bytes, 'buffer'));
/** RFC 5652 §5.4: the attributes are signed, and they name the type and the digest of the content. */
function verifyAttributes({ signer, content }) {
    const digest = DIGESTS[signer.digestAlgorithm];
    if (digest === undefined)
        throw mismatch('the time stamp is signed over a digest that is not taken');
    if (identifierOf(signer.attribute(OID.contentType)[0]) !== OID.tstInfo)
        throw mismatch('the signature is over another type of content');
    const named = octetsOf(signer.attribute(OID.messageDigest)[0]);
    if (named === undefined || !equalBytes(named, digestOf(digest, content)))
        throw mismatch('the signature is over another content');
}
function verifySignature({ signer }, key) {
    const rule = SIGNATURES[signer.signatureAlgorithm];
    const digest = DIGESTS[signer.digestAlgorithm];
    const fits = rule !== undefined && key.asymmetricKeyType === rule.key && (rule.digest ?? digest) === digest;
    if (!fits || digest === undefined)
        throw mismatch('the time stamp is signed by an algorithm that is not taken');
    const padding = rule.isPss === true ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {};
    const name = rule.key === 'ed25519' ? null : digest;
    if (!holds(() => verify(name, concat(signer.attributes), { key, ...padding }, signer.signature)))
        throw mismatch('the signature of the time stamp does not verify');
}
/** OpenSSL throws on some signatures that are not in their form. */
function holds(check) {
    try {
        return check();
    }
    catch {
        return false;
    }
}
