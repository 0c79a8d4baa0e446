/**
 * The entry of refusals without a statement. PROTOCOL.md §9.1.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
/** What can be refused without a statement of its own: `call` counts calls beyond those recorded one by one. */
export declare const DENIAL_SUBJECTS: readonly ["tunnel", "method", "invitation", "statement", "call", "chain", "revocation", "renewal", "message", "file", "succession"];
/** One of {@link DENIAL_SUBJECTS}. */
export type DenialSubject = (typeof DENIAL_SUBJECTS)[number];
/** Refusals without a statement. */
export interface DenialBody {
    readonly type: 'denial';
    readonly peer: Did;
    /** What was asked. */
    readonly subject: DenialSubject;
    readonly code: string;
    /** How many alike; at least 1. */
    readonly count: number;
}
