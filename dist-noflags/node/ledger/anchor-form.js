/**
 * The forms of RFC 3161 time stamps: request, response, token, and the certificates in it, as bytes and fields. What is
 * read here has its form and nothing else; `anchor-token.ts` decides whether it holds.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto';
import { Boolean as Asn1Boolean, Constructed, fromBER, Integer, Null, ObjectIdentifier, OctetString, Sequence, } from 'asn1js';
import { BasicConstraints, Certificate, ExtKeyUsage, SignedData, TimeStampResp, TSTInfo } from 'pkijs';
import { TalosError } from "../../base/errors.js";
import { MAX_ANCHOR_CERTIFICATES, MAX_TIME_STAMP_BYTES } from "../../ledger/anchor/anchor.js";
/** Deepest nesting and most elements of what is read: a response with ten certificates has 17 and 700. */
const READ_LIMITS = { maxDepth: 40, maxNodes: 8000, maxContentLength: MAX_TIME_STAMP_BYTES };
/** Object identifiers. RFC 3161, RFC 5652, RFC 5035, RFC 5280. */
export const OID = {
    signedData: '1.2.840.113549.1.7.2',
    tstInfo: '1.2.840.113549.1.9.16.1.4',
    contentType: '1.2.840.113549.1.9.3',
    messageDigest: '1.2.840.113549.1.9.4',
    signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
    sha256: '2.16.840.1.101.3.4.2.1',
    timeStamping: '1.3.6.1.5.5.7.3.8',
    anyExtendedKeyUsage: '2.5.29.37.0',
    basicConstraints: '2.5.29.19',
    keyUsage: '2.5.29.15',
    extKeyUsage: '2.5.29.37',
};
/** What an authority answered does not hold. */
export function mismatch(reason, cause) {
    return new TalosError('ANCHOR_MISMATCH', reason, cause === undefined ? {} : { cause });
}
/** Runs what reads foreign bytes by a library: whatever it throws, they are not in their form. */
function formed(what, read) {
    try {
        return read();
    }
    catch (cause) {
        if (cause instanceof TalosError)
            throw cause;
        throw mismatch(`${what} is not in its form`, cause);
    }
}
/** One value and nothing behind it. */
function readBer(bytes) {
    const { result, offset } = fromBER(new Uint8Array(bytes), { ...READ_LIMITS });
    if (offset !== bytes.length || result.error !== '')
        throw new Error(result.error || 'bytes behind the end');
    return result;
}
const bytesOf = (view) => new Uint8Array(view);
/** The encoding of a value that was read, byte for byte. */
const encodedOf = (block) => bytesOf(block.valueBeforeDecodeView);
const childrenOf = (block) => block instanceof Constructed ? block.valueBlock.value : [];
/**
 * The request for a time stamp: version 1, SHA-256, a nonce, and the wish for certificates. DER. RFC 3161 §2.4.1.
 *
 * @param digest - 32 bytes.
 * @param nonce - A positive integer, big-endian, without leading zeros.
 * @param policy - The only policy that is taken; any where absent.
 */
export function encodeRequest(digest, nonce, policy) {
    const algorithm = new Sequence({ value: [new ObjectIdentifier({ value: OID.sha256 }), new Null()] });
    const imprint = new Sequence({ value: [algorithm, new OctetString({ valueHex: new Uint8Array(digest) })] });
    const request = new Sequence({
        value: [
            new Integer({ value: 1 }),
            imprint,
            ...(policy === undefined ? [] : [new ObjectIdentifier({ value: policy })]),
            new Integer({ valueHex: new Uint8Array(nonce) }),
            new Asn1Boolean({ value: true }),
        ],
    });
    return bytesOf(request.toBER(false));
}
/** Whether `text` is an object identifier. */
export function isObjectIdentifier(text) {
    return text.length <= 128 && /^[0-2](?:\.(?:0|[1-9][0-9]{0,9})){1,30}$/.test(text);
}
/** Reads a certificate. @throws {TalosError} `ANCHOR_MISMATCH` for another form. */
export function readCertificate(der) {
    return formed('a certificate', () => {
        const certificate = new Certificate({ schema: readBer(der) });
        const extensions = certificate.extensions ?? [];
        const find = (oid) => extensions.find(({ extnID }) => extnID === oid);
        if (new Set(extensions.map(({ extnID }) => extnID)).size < extensions.length)
            throw new Error('repeated extension');
        const constraints = find(OID.basicConstraints)?.parsedValue;
        const usage = find(OID.keyUsage)?.parsedValue;
        const purposes = find(OID.extKeyUsage)?.parsedValue;
        const { cA, pathLenConstraint } = constraints instanceof BasicConstraints ? constraints : {};
        return {
            der: new Uint8Array(der),
            x509: new X509Certificate(der),
            notBeforeMs: certificate.notBefore.value.getTime(),
            notAfterMs: certificate.notAfter.value.getTime(),
            signatureAlgorithm: certificate.signatureAlgorithm.algorithmId,
            isAuthority: cA === true,
            pathLength: typeof pathLenConstraint === 'number' ? pathLenConstraint : undefined,
            keyUsage: find(OID.keyUsage) === undefined ? undefined : usageBits(usage),
            purposes: find(OID.extKeyUsage) === undefined ? undefined : purposes instanceof ExtKeyUsage ? purposes.keyPurposes : [],
            critical: new Set(extensions.filter(({ critical }) => critical).map(({ extnID }) => extnID)),
        };
    });
}
/** A bit string's first octet; 0, so nothing allowed, where it is none. */
function usageBits(value) {
    const held = value;
    return held?.valueBlock?.valueHexView?.[0] ?? 0;
}
/**
 * Reads a response. RFC 3161 §2.4.2.
 *
 * @throws {TalosError} `ANCHOR_MISMATCH` for another form, and where the authority gives no time stamp.
 */
export function readResponse(bytes) {
    if (bytes.length > MAX_TIME_STAMP_BYTES)
        throw mismatch(`the answer exceeds ${MAX_TIME_STAMP_BYTES} bytes`);
    const { status, token, block } = formed('the answer', () => {
        const root = readBer(bytes);
        const response = new TimeStampResp({ schema: root });
        return { status: response.status.status, token: response.timeStampToken, block: childrenOf(root)[1] };
    });
    // 0 granted, 1 granted with modifications, which the checks below would find.
    if (status !== 0 && status !== 1)
        throw mismatch(`the authority refused the request (status ${status})`);
    if (token === undefined || block === undefined)
        throw mismatch('the answer holds no time stamp');
    if (token.contentType !== OID.signedData)
        throw mismatch('the answer holds something else than signed data');
    return formed('the time stamp', () => readToken(childrenOf(childrenOf(block)[1])[0]));
}
function readToken(block) {
    if (block === undefined)
        throw new Error('no signed data');
    const data = new SignedData({ schema: block });
    const { eContentType, eContent } = data.encapContentInfo;
    if (eContentType !== OID.tstInfo || eContent === undefined)
        throw mismatch('the content is no time stamp');
    const content = bytesOf(eContent.getValue());
    const [signer, ...more] = data.signerInfos;
    if (signer === undefined || more.length > 0)
        throw mismatch('the time stamp has not exactly one signature');
    const { signedAttrs } = signer;
    if (signedAttrs === undefined)
        throw mismatch('the time stamp has no signed attributes');
    // RFC 5652 §5.1: certificates are [0] of the sequence; their own bytes count, not what they would be written as.
    const certificates = childrenOf(block).find(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === 0);
    const held = childrenOf(certificates);
    if (held.length > MAX_ANCHOR_CERTIFICATES)
        throw mismatch(`the time stamp holds more than ${MAX_ANCHOR_CERTIFICATES} certificates`);
    return {
        info: readInfo(content),
        content,
        certificates: held.map((each) => readCertificate(encodedOf(each))),
        signer: {
            digestAlgorithm: signer.digestAlgorithm.algorithmId,
            signatureAlgorithm: signer.signatureAlgorithm.algorithmId,
            signature: bytesOf(signer.signature.getValue()),
            attributes: bytesOf(signedAttrs.encodedValue),
            attribute(oid) {
                const found = signedAttrs.attributes.filter(({ type }) => type === oid);
                return found.length === 1 ? (found[0]?.values ?? []) : [];
            },
        },
    };
}
function readInfo(content) {
    const info = new TSTInfo({ schema: readBer(content) });
    if (info.version !== 1)
        throw mismatch(`the time stamp is of version ${info.version}`);
    if ((info.extensions ?? []).some(({ critical }) => critical))
        throw mismatch('the time stamp has a critical extension');
    const { hashAlgorithm, hashedMessage } = info.messageImprint;
    return {
        policy: info.policy,
        imprintAlgorithm: hashAlgorithm.algorithmId,
        imprint: bytesOf(hashedMessage.getValue()),
        serial: bytesOf(info.serialNumber.valueBlock.valueHexView),
        timeMs: info.genTime.getTime(),
        nonce: info.nonce === undefined ? undefined : bytesOf(info.nonce.valueBlock.valueHexView),
    };
}
/** The digest and algorithm of the first certificate that `signingCertificateV2` names. RFC 5035 §3. */
export function signingCertificateOf(value) {
    return formed('the attribute of the signing certificate', () => {
        const [first] = childrenOf(childrenOf(value)[0]);
        const parts = childrenOf(first);
        const named = parts[0] instanceof Constructed ? parts[0] : undefined;
        const algorithm = named === undefined ? OID.sha256 : identifierOf(childrenOf(named)[0]);
        const digest = parts[named === undefined ? 0 : 1];
        if (!(digest instanceof OctetString) || algorithm === undefined)
            throw new Error('another form');
        return { algorithm, digest: bytesOf(digest.getValue()) };
    });
}
/** The value of an attribute that is an octet string; `undefined` for any other. */
export function octetsOf(value) {
    return value instanceof OctetString ? bytesOf(value.getValue()) : undefined;
}
/** The value of an attribute that is an object identifier; `undefined` for any other. */
export function identifierOf(value) {
    return value instanceof ObjectIdentifier ? value.getValue() : undefined;
}
