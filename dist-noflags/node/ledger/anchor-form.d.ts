/**
 * The forms of RFC 3161 time stamps: request, response, token, and the certificates in it, as bytes and fields. What is
 * read here has its form and nothing else; `anchor-token.ts` decides whether it holds.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto';
import { type BaseBlock } from 'asn1js';
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
/** Object identifiers. RFC 3161, RFC 5652, RFC 5035, RFC 5280. */
export declare const OID: {
    readonly signedData: "1.2.840.113549.1.7.2";
    readonly tstInfo: "1.2.840.113549.1.9.16.1.4";
    readonly contentType: "1.2.840.113549.1.9.3";
    readonly messageDigest: "1.2.840.113549.1.9.4";
    readonly signingCertificateV2: "1.2.840.113549.1.9.16.2.47";
    readonly sha256: "2.16.840.1.101.3.4.2.1";
    readonly timeStamping: "1.3.6.1.5.5.7.3.8";
    readonly anyExtendedKeyUsage: "2.5.29.37.0";
    readonly basicConstraints: "2.5.29.19";
    readonly keyUsage: "2.5.29.15";
    readonly extKeyUsage: "2.5.29.37";
};
/** What an authority answered does not hold. */
export declare function mismatch(reason: string, cause?: unknown): TalosError<'ANCHOR_MISMATCH'>;
/**
 * The request for a time stamp: version 1, SHA-256, a nonce, and the wish for certificates. DER. RFC 3161 §2.4.1.
 *
 * @param digest - 32 bytes.
 * @param nonce - A positive integer, big-endian, without leading zeros.
 * @param policy - The only policy that is taken; any where absent.
 */
export declare function encodeRequest(digest: Uint8Array, nonce: Uint8Array, policy?: string): Bytes;
/** Whether `text` is an object identifier. */
export declare function isObjectIdentifier(text: string): boolean;
/** The content of a time stamp, what is signed. RFC 3161 §2.4.2. */
export interface TimeStampInfo {
    readonly policy: string;
    readonly imprintAlgorithm: string;
    readonly imprint: Bytes;
    readonly serial: Bytes;
    /** Milliseconds since 1970. */
    readonly timeMs: number;
    readonly nonce: Bytes | undefined;
}
/** A token: its content and the one signature under it. */
export interface TimeStampToken {
    readonly info: TimeStampInfo;
    /** The content as it is signed. */
    readonly content: Bytes;
    readonly certificates: readonly AnchorCertificate[];
    readonly signer: TokenSigner;
}
/** The one signature of a token. RFC 5652 §5.3. */
export interface TokenSigner {
    readonly digestAlgorithm: string;
    readonly signatureAlgorithm: string;
    readonly signature: Bytes;
    /** The signed attributes, in the encoding that is signed. */
    readonly attributes: Bytes;
    /** Values of a signed attribute. */
    attribute(oid: string): readonly BaseBlock[];
}
/** A certificate, as far as its path is checked. */
export interface AnchorCertificate {
    readonly der: Bytes;
    readonly x509: X509Certificate;
    readonly notBeforeMs: number;
    readonly notAfterMs: number;
    readonly signatureAlgorithm: string;
    readonly isAuthority: boolean;
    /** Most authorities below it; `undefined`: any number. */
    readonly pathLength: number | undefined;
    /** First octets of the key usage; `undefined` where it has none. RFC 5280 §4.2.1.3. */
    readonly keyUsage: number | undefined;
    /** Extended key usages; `undefined` where it has none. */
    readonly purposes: readonly string[] | undefined;
    readonly critical: ReadonlySet<string>;
}
/** Reads a certificate. @throws {TalosError} `ANCHOR_MISMATCH` for another form. */
export declare function readCertificate(der: Uint8Array): AnchorCertificate;
/**
 * Reads a response. RFC 3161 §2.4.2.
 *
 * @throws {TalosError} `ANCHOR_MISMATCH` for another form, and where the authority gives no time stamp.
 */
export declare function readResponse(bytes: Uint8Array): TimeStampToken;
/** The digest and algorithm of the first certificate that `signingCertificateV2` names. RFC 5035 §3. */
export declare function signingCertificateOf(value: BaseBlock | undefined): {
    readonly algorithm: string;
    readonly digest: Bytes;
};
/** The value of an attribute that is an octet string; `undefined` for any other. */
export declare function octetsOf(value: BaseBlock | undefined): Bytes | undefined;
/** The value of an attribute that is an object identifier; `undefined` for any other. */
export declare function identifierOf(value: BaseBlock | undefined): string | undefined;
