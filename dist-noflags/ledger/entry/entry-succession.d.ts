import type { Json } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
/** The identity of this agent. */
export interface IdentityBody {
    readonly type: 'identity';
    readonly did: Did;
    /** `succeeded` ends a log: another identity goes on; `succeeds` is in the log of that one. */
    readonly event: 'created' | 'succeeded' | 'succeeds';
    /** The other identity of a succession. */
    readonly peer?: Did;
    /** The statement, as it was signed by both (PROTOCOL.md §4.9). */
    readonly succession?: string;
}
/** A succession of another agent. */
export interface SuccessionBody {
    readonly type: 'succession';
    /** Who ends. */
    readonly peer: Did;
    /** `disputed`: there is another one from the same identity, and neither is followed. */
    readonly event: 'followed' | 'disputed';
    /** The statement, as it was signed by both. */
    readonly succession: string;
}
/** The text of a statement; what it says is for who follows it. */
export declare function readSuccessionText(value: Json, name: string): string;
/** @throws {TalosError} `E_MALFORMED` unless an entry about a succession, and no other, has both of its fields. */
export declare function assertWhole({ event, peer, succession }: IdentityBody): void;
