import { type Bytes } from '../../base/bytes.ts';
import { type Json, type JsonObject } from '../../codec/json.ts';
import { type SigningKey } from '../../crypto/sign.ts';
import { type Did } from '../../identity/did.ts';
/** Most statements signed together: a path then has at most 8 hashes. */
export declare const MAX_STATEMENTS_TOGETHER = 256;
/** Most results that one statement acknowledges. */
export declare const MAX_ACKNOWLEDGED_TOGETHER = 256;
/** Largest signed statement in bytes: an entry (65,535) with room for what stands around a statement. */
export declare const MAX_SIGNED_STATEMENT_BYTES = 64511;
/** A call, signed by the caller before it is sent. */
export interface CallStatement {
    readonly kind: 'call';
    /** Milliseconds since 1970, by the caller's clock. */
    readonly time: number;
    readonly from: Did;
    readonly to: Did;
    readonly service: string;
    /** Id of the leaf token, 64 hex digits. */
    readonly token: string;
    /** Session id (`th`), 64 hex digits. */
    readonly session: string;
    /** Counts from 0 in the session. */
    readonly number: number;
    readonly method: string;
    /** Name of the tool or prompt, or URI of the resource. */
    readonly target: string;
    /** Commitment, 64 hex digits. */
    readonly arguments: string;
    /** The caller's latest signed note (PROTOCOL.md §9.4), or `""` before its first. */
    readonly checkpoint: string;
}
/** What a caller is about to do and why, signed before the call that does it. It fits one call: `intentFault`. */
export interface IntentStatement {
    readonly kind: 'intent';
    /** Milliseconds since 1970, by the caller's clock. */
    readonly time: number;
    readonly from: Did;
    readonly to: Did;
    readonly service: string;
    /** Id of the leaf token, 64 hex digits. */
    readonly token: string;
    /** Session id (`th`), 64 hex digits. */
    readonly session: string;
    readonly method: string;
    readonly target: string;
    /** The same commitment as the call's, under the same salt. */
    readonly arguments: string;
    /** Why, for whoever reads the record: at most {@link MAX_JUSTIFICATION_CHARACTERS}; may be empty. */
    readonly justification: string;
    /** The caller's latest signed note, or `""` before its first. */
    readonly checkpoint: string;
}
/** What came of a call, signed by the server before the answer leaves. */
export interface ResultStatement {
    readonly kind: 'result';
    readonly time: number;
    /** Hash of the call statement. */
    readonly call: string;
    /** `allowed`, or the code of the refusal. */
    readonly decision: string;
    readonly outcome: 'result' | 'error' | 'none';
    /** Commitment, or `""` where there is no outcome. */
    readonly result: string;
    /** The server's latest signed note, or `""` before its first. */
    readonly checkpoint: string;
    /** Hash of the intent statement that the call fits. */
    readonly intent?: string;
    /** Id of the approval that was asked for, 32 hex digits. */
    readonly approval?: string;
}
/** That the caller has results: those that came since the last one. */
export interface AcknowledgementStatement {
    readonly kind: 'acknowledgement';
    readonly time: number;
    /** Hashes of the result statements, each once: 1 to {@link MAX_ACKNOWLEDGED_TOGETHER}. */
    readonly results: readonly string[];
}
/** That a file is whole and durable at its receiver, who signs it. PROTOCOL.md §7.6. */
export interface FileStatement {
    readonly kind: 'file';
    /** Milliseconds since 1970, by the receiver's clock. */
    readonly time: number;
    /** Who sent it. */
    readonly from: Did;
    readonly to: Did;
    /** Id of the transfer, 32 hex digits. */
    readonly transfer: string;
    /** In bytes. */
    readonly size: number;
    /** To the hash of the file, 64 hex digits. */
    readonly commitment: string;
}
/** One statement, without its signature. `v` is 1 and appears in the bytes alone. */
export type Statement = CallStatement | IntentStatement | ResultStatement | AcknowledgementStatement | FileStatement;
/** The kinds of statement. */
export type StatementKind = Statement['kind'];
/** A statement with who signed it. Immutable; the bytes are not to be changed. */
export interface SignedStatement<S extends Statement = Statement> {
    readonly statement: S;
    readonly by: Did;
    /** The statement hash (of the body alone, so the same however it was signed): 64 hex digits. */
    readonly hash: string;
    /** The statement alone, canonical JSON as UTF-8: what is hashed. */
    readonly body: Bytes;
    /** All of it, canonical JSON as UTF-8: what travels. */
    readonly bytes: Bytes;
    /** The same as text: what is spliced into an entry. */
    readonly text: string;
    /** The same as a value: what an entry holds. */
    readonly json: JsonObject;
}
/** What {@link readSignedStatement} demands besides a valid signature. */
export interface StatementExpectations<K extends StatementKind = StatementKind> {
    /** Who must have signed. */
    readonly by?: Did;
    readonly kind?: K;
    /** Spares the signature checks of statements signed together with one verified before, and of repeated checkpoints. */
    readonly verified?: VerifiedBatches;
}
/** Longest name of a service, in characters. PROTOCOL.md §7.1. */
export declare const MAX_SERVICE_CHARACTERS = 64;
/** Longest justification of an intent, in UTF-16 units: a reason, not a document. PROTOCOL.md §9.3. */
export declare const MAX_JUSTIFICATION_CHARACTERS = 1024;
/** Longest JSON-RPC method that is recorded, in characters; the longest of MCP has 32. */
export declare const MAX_METHOD_CHARACTERS = 128;
/** Reads 64 hexadecimal digits. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readHashText(value: unknown, name: string): string;
/** Reads a DID. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readDid(value: unknown, name: string): Did;
/** Reads `allowed` or a code; codes of later versions included. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readDecision(value: unknown, name: string): string;
/** Reads the id of an approval or a transfer, 32 hexadecimal digits. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readApprovalId(value: unknown, name: string): string;
/** Reads 1 to `max` hashes, each once. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readDistinct(value: Json, name: string, max: number): readonly string[];
/** The hash that names `statement`, however it is signed: 64 hex digits. PROTOCOL.md §9.3. */
export declare function statementHash(statement: Statement): string;
/**
 * Signs all of `statements` with one signature.
 *
 * @param signer - Key of `by`.
 * @param statements - 1 to {@link MAX_STATEMENTS_TOGETHER}.
 * @returns One signed statement each, in the same order.
 * @throws {RangeError} for another number of statements.
 * @throws {TalosError} `E_MALFORMED` for a field in another form, `E_LIMIT` for one that gets too large.
 */
export declare function signStatements<S extends Statement>(signer: SigningKey, by: Did, statements: readonly S[]): SignedStatement<S>[];
/**
 * Reads a signed statement that someone else wrote, and verifies it.
 *
 * @throws {TalosError} `E_LIMIT` over {@link MAX_SIGNED_STATEMENT_BYTES}; `E_MALFORMED` for another form or kind;
 *   `E_VERSION`; `SIGNATURE_INVALID` if it is not signed by whom it says, or not by `by`, or if its checkpoint is
 *   neither `""` nor a note that its signer signed.
 */
export declare function readSignedStatement<K extends StatementKind = StatementKind>(bytes: Uint8Array, expected?: StatementExpectations<K>): SignedStatement<Extract<Statement, {
    kind: K;
}>>;
/**
 * Reads the form of a signed statement, and verifies nothing.
 *
 * @throws {TalosError} `E_MALFORMED`, `E_LIMIT` or `E_VERSION`.
 */
export declare function parseSignedStatement(json: Json | undefined): SignedStatement;
/**
 * Whether `signed` is signed by `signed.by`, a call or an intent by the agent that it is from, and a file by its receiver.
 *
 * @param verified - Remembers batches, so that statements signed together cost one signature check.
 */
export declare function verifySignedStatement(signed: SignedStatement, verified?: VerifiedBatches): boolean;
/**
 * The size of the log that the checkpoint of `signed` is about; 0 where it carries none. PROTOCOL.md §9.3.
 *
 * @param verified - Remembers notes, so that one that is repeated costs one signature check.
 * @returns `undefined` where the checkpoint is anything else than `""` or a note that `signed.by` signed.
 */
export declare function checkpointSizeOf({ statement, by }: SignedStatement, verified?: VerifiedBatches): number | undefined;
/** Batches and notes whose signature was verified, the oldest forgotten first. One a channel is enough. */
export declare class VerifiedBatches {
    #private;
    /** Batches remembered, and notes: more than any peer keeps in flight. */
    static readonly CAPACITY = 64;
    /** @param onSignature - Called before a signature is checked. */
    constructor(onSignature?: () => void);
    /** Tells that a signature is checked. */
    count(): void;
    /** Whether the batch was verified. */
    has(name: string): boolean;
    /** Remembers the batch. */
    add(name: string): void;
    /** Entries in the log that `note` is about; `undefined` unless `author` signed it. Checked once for the same text. */
    sizeOfNote(note: string, author: Did): number | undefined;
}
/** The path of `signed` as bytes, for tools that verify it on their own. */
export declare function pathOf(signed: SignedStatement): Bytes[];
