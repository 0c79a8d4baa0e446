/**
 * Bodies of entries about the ledger itself, about other ledgers, and about what is lent. PROTOCOL.md §9.1.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import type { AnchorKind } from '../anchor/anchor.ts';
/** Content that was erased here, with the salt of its commitment: what the entry commits to cannot be shown any more. */
export interface ForgetBody {
    readonly type: 'forget';
    /** Id of the entry, which stays. */
    readonly entry: string;
}
/** Blocks whose entries were written to an archive file. PROTOCOL.md §9.13. */
export interface ArchiveBody {
    readonly type: 'archive';
    /** Height of the first block in it. */
    readonly from: number;
    /** Height of the last. */
    readonly to: number;
    /** Entries in the log up to that. */
    readonly size: number;
    /** Hash of the last block, which all of them follow from; 64 hex digits. */
    readonly block: string;
}
/** A checkpoint of this log that was anchored elsewhere. PROTOCOL.md §9.10. */
export interface AnchorBody {
    readonly type: 'anchor';
    readonly kind: AnchorKind;
    /** Entries of the log that is anchored. */
    readonly size: number;
    /** Root of that log, 64 hex digits. */
    readonly root: string;
    /** SHA-256 of the token, 64 hex digits. */
    readonly digest: string;
    /** When, as the token says: milliseconds since 1970. */
    readonly at: number;
}
/** A peer that signed two histories, or showed an older log after a newer. PROTOCOL.md §9.9. */
export interface EquivocationBody {
    readonly type: 'equivocation';
    readonly peer: Did;
    readonly what: 'fork' | 'rollback';
    /** SHA-256 of the evidence file, 64 hex digits. */
    readonly evidence: string;
}
/** The definition of a tool that is lent, or the command of its server. PROTOCOL.md §7.4. */
export interface ToolBody {
    readonly type: 'tool';
    readonly service: string;
    /** Absent: what the server itself is. */
    readonly tool?: string;
    readonly event: 'pinned' | 'changed' | 'approved' | 'removed';
    /** Hash of the definition that was pinned, found, approved or is gone, 64 hex digits. */
    readonly definition: string;
}
/** An access-control list that was read, at the serving agent. PROTOCOL.md §8.8. */
export interface AclBody {
    readonly type: 'acl';
    /** SHA-256 of the file, 64 hex digits. */
    readonly digest: string;
    /** Whether it is in force, or the one before stayed so. */
    readonly event: 'loaded' | 'refused' | 'missing';
}
