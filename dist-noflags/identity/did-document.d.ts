/**
 * DID documents: that of a `did:key`, and a strict reader of those that others wrote. PROTOCOL.md §4.7.
 *
 * A profile of DID Core 1.0 read as plain JSON: `@context` is checked, never fetched and never interpreted, so a document
 * means the same to every reader. Everything in it is the document's own: its id is the DID that was asked for, and each
 * key's id and controller are too, compared whole. What a document points at is never fetched.
 *
 * @module
 */
import type { Brand } from '../base/brand.ts';
import type { Bytes } from '../base/bytes.ts';
import { type JsonObject } from '../codec/json.ts';
import { type Did } from './did.ts';
import { type KeyType } from './document-key.ts';
import { type DocumentService } from './document-service.ts';
/** Most bytes of a DID document. PROTOCOL.md §11. */
export declare const MAX_DOCUMENT_BYTES: number;
/** Most verification methods of a document, those in its relationships included. PROTOCOL.md §11. */
export declare const MAX_DOCUMENT_METHODS = 64;
/** Most references of one relationship. PROTOCOL.md §11. */
export declare const MAX_DOCUMENT_REFERENCES = 64;
/** Most services of a document. PROTOCOL.md §11. */
export declare const MAX_DOCUMENT_SERVICES = 64;
/** Most other names of one subject. PROTOCOL.md §11. */
export declare const MAX_DOCUMENT_NAMES = 64;
/** Most entries of `@context`. PROTOCOL.md §11. */
export declare const MAX_DOCUMENT_CONTEXTS = 16;
/** Longest DID of any method, in characters. PROTOCOL.md §11. */
export declare const MAX_DID_TEXT_CHARACTERS = 512;
/** A DID of any method. */
export type DidText = Brand<string, 'DidText'>;
/** What a key of a document is for. DID Core 1.0 §5.3. */
export declare const RELATIONSHIPS: readonly ["authentication", "assertionMethod", "keyAgreement", "capabilityInvocation", "capabilityDelegation"];
/** One of {@link RELATIONSHIPS}. */
export type Relationship = (typeof RELATIONSHIPS)[number];
/** A key of a document. */
export interface DocumentKey {
    /** The DID, `#`, and a fragment. */
    readonly id: string;
    /** `other` is a key of a kind that is not read here: nothing may be decided by it. */
    readonly type: KeyType;
    /** 32 bytes; none of type `other`. */
    readonly key: Bytes;
    readonly purposes: readonly Relationship[];
}
/** A document that was read. */
export interface DidDocument {
    readonly did: DidText;
    readonly alsoKnownAs: readonly string[];
    readonly keys: readonly DocumentKey[];
    readonly services: readonly DocumentService[];
    /** The document itself. */
    readonly json: JsonObject;
}
/** Whether `text` has the form of a DID, of whatever method. Nothing makes this throw. */
export declare function isDidText(text: unknown): text is DidText;
/** The method of a DID: `key` of `did:key:…`. */
export declare function methodOf(did: DidText): string;
/** The document that `did` stands for: the expansion of its key, and nothing else. */
export declare function documentOfDid(did: Did): DidDocument;
/**
 * Reads a document that anybody may have written.
 *
 * @param bytes - JSON; its strings are not kept longer than the result.
 * @param did - Whose document it must be; whoever it says that it is of, where absent.
 * @throws {TalosError} `E_LIMIT` over {@link MAX_DOCUMENT_BYTES}, or a number of entries over its limit;
 *   `E_BAD_DOCUMENT` for another form, the document, key or controller of another DID, or an endpoint that is not allowed.
 */
export declare function readDidDocument(bytes: Uint8Array | string, did?: DidText): DidDocument;
/**
 * The agent that a document names: the one Ed25519 key that it authenticates with.
 *
 * @throws {TalosError} `E_BAD_DOCUMENT` where it has none, or several and does not say which (`alsoKnownAs` with one
 *   `did:key` of them).
 */
export declare function agentOfDocument({ did, keys, alsoKnownAs }: DidDocument): Did;
