/**
 * Light clients as every command sees them: logs of others, followed by their headers or checkpoints alone.
 * PROTOCOL.md §9.12.
 *
 * @module
 */
/** A source, and the entries of the log that it showed. */
export interface LightSourceView {
    /** DID of a peer, `file`, `own` (own dealings with the author), or `witness:` and a name. */
    readonly id: string;
    readonly size: number;
}
/** What is held of an author. */
export interface LightView {
    /** The author's DID. */
    readonly id: string;
    readonly keep: 'checkpoints' | 'headers';
    /** Entries of the largest log that is known, and its root in 64 hex digits. */
    readonly size: number;
    readonly root: string;
    /** Of the newest block that is known by its header, −1 where none is. */
    readonly height: number;
    readonly headers: number;
    readonly checkpoints: number;
    /** The newest checkpoint that is kept: a signed note, `""` before the first. */
    readonly checkpoint: string;
    /** Entries of the log that more than one source vouches for. */
    readonly confirmedSize: number;
    /** Whether that is all of it. */
    readonly confirmed: boolean;
    readonly sources: readonly LightSourceView[];
    /** The evidence file that the author signed two histories, `""` where it did not. */
    readonly evidence: string;
    /** Bytes that are kept here, keys included. */
    readonly keptBytes: number;
    /** Bytes that the whole chain has at least, by the counts of blocks and entries that the author signed. */
    readonly chainBytesAtLeast: number;
}
/** What is to be brought up to date. */
export interface LightSyncParams {
    /** Whose log: a DID, a public key in hex, an alias. The first source, where absent. */
    readonly author?: string;
    /** Who is asked: 1 to 16, named likewise, or by an address that ends in `/p2p/…`. */
    readonly sources: readonly string[];
    /** All headers are kept from now on. */
    readonly keepHeaders?: boolean;
}
/** What came of one source. */
export interface LightOutcome extends LightSourceView {
    /** Why it was dropped: a public code and a sentence. */
    readonly refused?: {
        readonly code: string;
        readonly reason: string;
    };
}
/** What a step of {@link LightApi.sync} came to. */
export interface LightSyncView {
    readonly light: LightView;
    readonly sources: readonly LightOutcome[];
    /** Whether there is nothing more to fetch: otherwise the next step goes on. */
    readonly isComplete: boolean;
}
/** Headers of a file, in parts. */
export interface LightHeadersParams {
    readonly author: string;
    /** 1 to 1,000 lines of a headers file (PROTOCOL.md §9.12), without line feeds. */
    readonly headers: readonly string[];
    /** Height that the first must follow: that of the last one of the part before. */
    readonly after?: number;
}
/** What was taken of a part of a file. */
export interface LightHeadersView {
    readonly light: LightView;
    /** Headers that are new here. */
    readonly taken: number;
    /** Height of the last one that was not refused. */
    readonly last: number;
    /** The first that was refused, by its place in the part from 0; those before it are kept. */
    readonly refused?: {
        readonly at: number;
        readonly code: string;
        readonly reason: string;
    };
}
/** A proof that is to be verified. */
export interface LightVerifyParams {
    /** A proof file, of PROTOCOL.md §9.7 or C2SP `tlog-proof`. */
    readonly proof: string;
    /** The entry, canonical JSON; that in the file where absent. For C2SP `tlog-proof` alone. */
    readonly entry?: string;
    /** Whether sources may be asked for the consistency proof that joins its checkpoint. */
    readonly ask?: boolean;
}
/** What a light client says of a proof. */
export type LightVerdictView = {
    readonly valid: true;
    readonly confirmed: boolean;
    readonly author: string;
    /** Id of the entry, 64 hex digits. */
    readonly entry: string;
    readonly type: string;
    readonly timeMs: number;
    readonly seq: number;
    /** Entries of the log in which it is proved. */
    readonly size: number;
    readonly confirmedSize: number;
} | {
    readonly valid: false;
    readonly code: 'E_PROOF_INVALID' | 'E_EQUIVOCATION';
    readonly reason: string;
};
/** The light clients of the agent of a data directory. Authors are named by DID or alias. */
export interface LightApi {
    /**
     * Brings what is held of an author up to date, one step: a few thousand headers where headers are kept. What was taken
     * is durable when it resolves.
     *
     * @throws {TalosError} `E_EQUIVOCATION` where the author signed two histories; `E_LIMIT` for an author too many, or too
     *   many headers; where no source gave anything, the reason of the first: `E_UNREACHABLE`, `E_REFUSED`, `E_STALE`, …
     */
    sync(params: LightSyncParams, signal?: AbortSignal): Promise<LightSyncView>;
    /** Takes headers of a file; durable when it resolves. @throws {TalosError} `E_EQUIVOCATION`; `E_LIMIT`. */
    importHeaders(params: LightHeadersParams): Promise<LightHeadersView>;
    /**
     * Takes the checkpoint of a file: a signed note, the body of a `tlog-witness` request, or the one in a proof.
     *
     * @throws {TalosError} `E_PROOF_INVALID` where it is not signed or not joined; `E_EQUIVOCATION`; `E_LIMIT`.
     */
    importCheckpoint(params: {
        readonly file: string;
    }): Promise<LightView>;
    /** Verifies a proof against what is held of its author. */
    verify(params: LightVerifyParams, signal?: AbortSignal): Promise<LightVerdictView>;
    /** All authors. @throws {TalosError} `E_STORAGE_CORRUPT` where what is kept was changed. */
    status(): Promise<readonly LightView[]>;
    /** Lines of a headers file, at most 1,000 from height `from` on. @throws {TalosError} `E_NOT_FOUND`. */
    exportHeaders(params: {
        readonly author: string;
        readonly from: number;
    }): Promise<readonly string[]>;
    /**
     * A checkpoint file: the newest note, and the proof that it goes on from the log of `since` entries where that is given.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is no note, or no such proof is kept.
     */
    exportCheckpoint(params: {
        readonly author: string;
        readonly since?: number;
    }): Promise<string>;
    /** Forgets what is held of an author. @throws {TalosError} `E_NOT_FOUND`. */
    remove(params: {
        readonly author: string;
    }): Promise<{
        readonly author: string;
    }>;
}
