/**
 * Whether a call is the one that an intent announced. PROTOCOL.md §9.3.
 *
 * @module
 */
import type { CallStatement, IntentStatement } from './statement.ts';
/** What must be equal in both, in the order in which it is compared: who, then under what, then what. */
declare const COMPARED: readonly ["from", "to", "service", "token", "session", "method", "target", "arguments"];
/** What a call has in common with the intent before it. */
export type CallAction = Pick<CallStatement, (typeof COMPARED)[number]>;
/** The first thing in which `call` is not what `intent` announced; `undefined` where it is that very call. */
export declare function intentFault(intent: IntentStatement, call: CallAction): (typeof COMPARED)[number] | undefined;
export {};
