/**
 * What blocks and indexes know of an entry, without what it says. PROTOCOL.md §9.6.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import { type Entry, type EntryBody, type EntryType } from './entry.ts';
/** What a block says of an entry, without what the entry says. */
export interface EntryHead extends Pick<Entry, 'seq' | 'timeMs' | 'leaf'> {
    /** Of the entry, in bytes. */
    readonly length: number;
    readonly type: EntryType;
    readonly peer: Did | undefined;
    /** Id of the message that it is about, a UUID in lower case. */
    readonly message: string | undefined;
    /** See {@link subjectOf}. */
    readonly subject: string | undefined;
}
/** See {@link EntryHead}. */
export declare function headOf({ seq, timeMs, bytes, leaf, body }: Entry): EntryHead;
/**
 * The hash that entries of one matter share, 64 hex digits: of a call, its approval and all that came of it the hash of the
 * call statement, of an intent that of its own statement, of grants and revocations the id of the token, of an invitation that was redeemed its hash, of a `forget` the id
 * of the entry that it is about.
 */
export declare function subjectOf(body: EntryBody): string | undefined;
