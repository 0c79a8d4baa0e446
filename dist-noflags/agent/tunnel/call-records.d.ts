import type { Bytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { type ErrorCode } from '../../base/errors.ts';
import type { Grant } from '../../capability/authorize.ts';
import type { ParsedToken } from '../../capability/token.ts';
import type { Json, JsonObject } from '../../codec/json.ts';
import type { SigningKey } from '../../crypto/sign.ts';
import type { Did } from '../../identity/did.ts';
import type { DenialSubject } from '../../ledger/entry/entry.ts';
import type { ChainHolder } from '../../ledger/entry/entry-grant.ts';
import { type CallStatement, type IntentStatement, type ResultStatement, type SignedStatement } from '../../ledger/entry/statement.ts';
import type { Appended, Ledger } from '../../ledger/journal/ledger.ts';
import { type RpcMessage } from '../../mcp/rpc.ts';
import type { DenialLog } from '../record/denials.ts';
import type { EntryBatch } from '../record/entry-batch.ts';
import { type Defer } from './statement-batch.ts';
import { type TunnelMessage } from './tunnel-wire.ts';
/** What a ledger entry promises before the next step. PROTOCOL.md §9.6. */
export type Durability = 'default' | 'strict';
/** Keeps salts beside the ledger. */
export interface SaltKeeper {
    /** Keeps the salt of the commitment in an entry; need not be durable. */
    keep(entry: Pick<Appended, 'seq' | 'leaf'>, salt: Uint8Array): void;
}
/** What the records of one tunnel are about. */
export interface RecordsContext {
    readonly self: Did;
    readonly signing: SigningKey;
    readonly peer: Did;
    readonly service: string;
    /** Id of the leaf token. */
    readonly token: string;
    /** The chain of the token, where it has more than one; for the serving side's decisions. */
    readonly chain?: readonly ChainHolder[];
    /** Session id (`th`), hex. */
    readonly session: string;
    /** Read for its checkpoint. */
    readonly ledger: Ledger;
    /** Writes to it. */
    readonly entries: EntryBatch;
    readonly salts: SaltKeeper;
    readonly clock: Clock;
    readonly durability: Durability;
    /** Runs a function when what is at hand was read, so that it is signed together. */
    readonly defer: Defer;
    /** Told of the checkpoint in each statement of the peer, verified; `""` before its first. Must be quick. */
    readonly onCheckpoint?: (note: string) => void;
}
/** Whom the authority of a chain went through, where it was passed on. */
export declare function holdersOf(tokens: readonly ParsedToken[]): {
    readonly chain?: readonly ChainHolder[];
};
/** The name of what a recorded request asks for: tool, prompt or URI. `""` where there is none. */
export declare function targetOf(method: string, params: JsonObject | undefined): string;
/** What the argument commitment of a recorded request is over. PROTOCOL.md §9.3. */
export declare function committedArguments(method: string, params: JsonObject | undefined): Json;
/** A commitment with its new salt. */
export interface Committed {
    readonly salt: Bytes;
    readonly commitment: string;
}
/** A commitment to `value` under a new salt. @throws {TalosError} `E_MALFORMED` for what is no JSON. */
export declare function commitTo(value: Json): Committed;
type CallSigned = SignedStatement<CallStatement>;
type IntentSigned = SignedStatement<IntentStatement>;
type ResultSigned = SignedStatement<ResultStatement>;
/** Results whose acknowledgement may still come; the oldest is forgotten first, its absence then stays on record. */
export declare const MAX_UNACKNOWLEDGED = 4096;
/** The serving side's records of one tunnel. */
export declare class ServerRecords {
    #private;
    /** @param number - The counter of the session, shared by its tunnels. */
    constructor(context: RecordsContext, denials: DenialLog, number: CallCounter);
    /** Goes on under a renewal of the grant. */
    renewed({ leaf, tokens }: Grant): void;
    /** Whether each entry must be durable before the next step. */
    get isStrict(): boolean;
    /**
     * Reads and checks the statement that comes with a recorded request: signed by the peer, about this very call.
     *
     * @returns The statement, or the code of the refusal.
     */
    readCall(message: TunnelMessage, method: string, params: JsonObject | undefined): CallSigned | ErrorCode;
    /**
     * Reads an intent, signed by the peer.
     *
     * @throws {TalosError} `E_MALFORMED` or `SIGNATURE_INVALID`.
     */
    readIntent(bytes: Uint8Array): IntentSigned;
    /** Writes the intent of a call that has come. @throws {TalosError} `E_STORAGE…`. */
    announced(intent: IntentSigned): Promise<void>;
    /**
     * Writes what was decided about a call; with its end the entry is written.
     *
     * @param bytes - Of the request, where they are charged.
     * @returns The entry; `undefined` for a refusal that is counted with others instead.
     * @throws {TalosError} `E_STORAGE…` if the ledger cannot be written: then no call is made.
     */
    decide(call: CallSigned, decision: 'allowed' | ErrorCode, bytes?: number): Promise<Appended | undefined>;
    /** Notes a refusal that has no statement. @throws {TalosError} `E_STORAGE…`. */
    denied(subject: DenialSubject, code: ErrorCode): void;
    /** Signs what came of a call, together with what else waits. */
    signResult(result: Omit<ResultStatement, 'kind' | 'time' | 'checkpoint'>): Promise<ResultSigned>;
    /**
     * Writes what came of a call.
     *
     * @param decision - Id of the decision's entry.
     * @param salt - Of the result's commitment, where there is one.
     * @param bytes - Of the answer, where they are charged.
     */
    result(signed: ResultSigned, decision: string, salt: Uint8Array | undefined, bytes?: number): Promise<Appended>;
    /**
     * Takes an acknowledgement; one of nothing that waits for it is dropped.
     *
     * @throws {TalosError} `E_MALFORMED` or `SIGNATURE_INVALID`.
     */
    acknowledged(bytes: Uint8Array): Promise<void>;
}
/** Numbers taken out of order that are remembered; older ones that never came count as taken then. */
export declare const MAX_OUT_OF_ORDER = 16384;
/**
 * The calls of one session are numbered, so that none is taken twice. Tunnels of one session share the numbers, and
 * flow control may let a later call of one pass an earlier call of another.
 */
export declare class CallCounter {
    #private;
    /** The number of the next call, at the caller. */
    next(): number;
    /** Whether `number` is new, at the server; it is taken then. */
    take(number: number): boolean;
}
/** An intent that the caller has recorded. */
export interface RecordedIntent {
    readonly signed: IntentSigned;
    /** Of the commitment to the arguments, for the call. */
    readonly salt: Bytes;
}
/** A call that the caller has recorded. */
export interface RecordedCall {
    readonly signed: CallSigned;
    /** Hash of the intent before it. */
    readonly intent: string | undefined;
    readonly salt: Bytes;
    readonly entry: Appended;
}
/** A JSON-RPC answer. */
export type RpcAnswer = RpcMessage & {
    readonly kind: 'result' | 'error';
};
/** An answer that the caller has recorded. */
export interface Receipt {
    readonly entry: Appended;
    /** Hash of the result statement, for the acknowledgement. */
    readonly result: string;
    readonly outcome: ResultStatement['outcome'];
}
/** The calling side's records of one tunnel. */
export declare class CallerRecords {
    #private;
    /** @param number - The counter of the session, shared by its tunnels. */
    constructor(context: RecordsContext, number: CallCounter);
    /** Id of the token that calls are made under. */
    get token(): string;
    /** Goes on under the token `id`, a renewal of the one before. */
    renewed(id: string): void;
    /**
     * Signs and writes what is about to be called, and why, before it is sent.
     *
     * @param justification - At most 1,024 characters; may be empty.
     * @throws {TalosError} as {@link call}.
     */
    intent(method: string, params: JsonObject | undefined, justification: string): Promise<RecordedIntent>;
    /**
     * Signs and writes a call before it is sent.
     *
     * @param intent - What was announced; a call that is something else is signed all the same, and refused.
     * @throws {TalosError} `E_STORAGE…` if the ledger cannot be written: then the call is not sent; `E_LIMIT` for a name
     *   or URI that makes the statement too long.
     */
    call(method: string, params: JsonObject | undefined, intent?: RecordedIntent): Promise<RecordedCall>;
    /**
     * Checks the server's statement about a call and writes the receipt; with its end the receipt is written.
     *
     * @param answer - The JSON-RPC answer that came with it.
     * @throws {TalosError} `E_PROTOCOL` if the statement is not about this call or this answer, or not the server's;
     *   `E_STORAGE…` if the ledger cannot be written.
     */
    receipt(call: RecordedCall, message: TunnelMessage, answer: RpcAnswer): Promise<Receipt>;
    /**
     * Signs that results have come, together with what else waits.
     *
     * @param results - Their statement hashes: 1 to 256 (`MAX_ACKNOWLEDGED_TOGETHER`), each once.
     */
    acknowledge(results: readonly string[]): Promise<Bytes>;
}
export {};
