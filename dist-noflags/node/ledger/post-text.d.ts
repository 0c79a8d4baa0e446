/**
 * Posting a text over HTTP, for witnesses: bounded in time and size, no redirection followed.
 *
 * @module
 */
import type { PostedText } from '../../agent/agent-platform.ts';
/** Milliseconds that a witness gets to answer. PROTOCOL.md §11. */
export declare const WITNESS_ANSWER_MS = 10000;
/** Largest answer of a witness, in bytes. PROTOCOL.md §11. */
export declare const MAX_WITNESS_ANSWER_BYTES: number;
/**
 * Posts `body` to `url`, wherever the person who configured that wanted, private networks included.
 *
 * @throws {TalosError} `E_UNREACHABLE`; `E_TIMEOUT`; `E_LIMIT` for a longer answer; `E_MALFORMED` for one that is no text.
 */
export declare function postText(url: string, body: string, signal: AbortSignal, isOffline: boolean): Promise<PostedText>;
