import { type CallAction } from '../../ledger/entry/intent.ts';
import type { IntentStatement, SignedStatement } from '../../ledger/entry/statement.ts';
/** Intents of a session that wait for their calls; the oldest is forgotten first. Each comes right before its call. */
export declare const MAX_WAITING_INTENTS = 64;
/** Intents of a session that are remembered as used, so that none is taken again. */
export declare const MAX_USED_INTENTS = 4096;
/** See the module comment. */
export declare class IntentDesk {
    #private;
    /** Whether intents wait. */
    get isWaiting(): boolean;
    /** Takes a verified intent; one that was used before is dropped. */
    announce(intent: SignedStatement<IntentStatement>): void;
    /** The intent that `call` fits, which is used with that: once, whatever becomes of the call. */
    take(call: CallAction): SignedStatement<IntentStatement> | undefined;
}
