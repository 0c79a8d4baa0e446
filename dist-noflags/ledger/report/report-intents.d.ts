import type { Entry, EntryBody } from '../entry/entry.ts';
import type { CallStatement } from '../entry/statement.ts';
/** Most intents that wait for the result that names them, and most that were named; the oldest is forgotten. */
export declare const MAX_WATCHED_INTENTS = 16384;
type Answer = Extract<EntryBody, {
    type: 'result' | 'receipt';
}>;
/** See the module comment. */
export declare class IntentWatch {
    #private;
    /** Entries of results that name an intent which was not seen. */
    readonly unseen: number[];
    /** Takes an intent. */
    announced({ statement }: Extract<EntryBody, {
        type: 'intent';
    }>): void;
    /**
     * What is wrong with the intent that an answer names.
     *
     * @param call - What it answers, where that was seen.
     */
    faultOf(body: Answer, { seq }: Pick<Entry, 'seq'>, call: CallStatement | undefined): string | undefined;
}
export {};
