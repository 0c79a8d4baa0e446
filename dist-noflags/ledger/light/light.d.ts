/**
 * A light client of one author's log: it holds headers or checkpoints, no entries, and recomputes every hash itself. What
 * others say of the log is believed once it is signed, has the work and is joined to what is held. PROTOCOL.md §9.12.
 *
 * Pure: it waits for nothing and asks nobody. Who fetches is `light-sync.ts`; who keeps is `agent/record/light-store.ts`.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import { type SignedHeader } from '../chain/chain-header.ts';
import type { Checkpoint } from '../log/checkpoint.ts';
import { type KnownLog } from './light-checkpoints.ts';
import { type CheckpointShown, type CheckpointTaken, type EntryProof, type HeadersTaken, type LightKeep, type LightOptions, type LightRefusal, type LightSnapshot, type LightVerdict, type Sighting } from './light-types.ts';
/**
 * See the module comment. Once its author has signed two histories, it takes nothing more and holds no proof for valid.
 *
 * @example
 * await initCrypto()
 * const light = new LightClient(parseDid(author))
 * light.addCheckpoint(note, { source: 'their web page', nowMs: Date.now() })
 * const verdict = light.verifyProof(file)
 * if (verdict.valid) console.log(verdict.confirmed ? 'confirmed' : 'unconfirmed', verdict.entry.body.type)
 */
export declare class LightClient {
    #private;
    readonly author: Did;
    /** @param author - Whose log it is. */
    constructor(author: Did, options?: LightOptions);
    get keep(): LightKeep;
    /** From now on all headers are kept, from height 0 on; what is held stays. */
    keepHeaders(): void;
    /** The largest log that is known; of no entries before the first. */
    get log(): KnownLog;
    /** Height of the newest block that is known by its header; −1 before the first. */
    get height(): number;
    /** Headers that are kept, from height 0 on. */
    get headers(): number;
    /** The newest checkpoint that is kept: its signed note. */
    get checkpoint(): Checkpoint | undefined;
    /** The evidence file (PROTOCOL.md §9.9) that the author signed two histories, where it did. */
    get fork(): string | undefined;
    /**
     * Entries of the log that more than one source vouches for: the second largest size that sources showed, all of it
     * joined. Own dealings with the author and witnesses count by themselves.
     */
    get confirmedSize(): number;
    /** The log of that size, where it is known. */
    logOf(size: number): KnownLog | undefined;
    /** The header at `height`, where it is kept. */
    headerAt(height: number): SignedHeader | undefined;
    /** The records of {@link headers} from one height to before another, 226 bytes each: a copy. */
    headerRecords(from: number, to: number): Bytes;
    /**
     * Takes headers that follow each other, the first at a height that is known or next. Those that are known are compared.
     *
     * Each is verified before it is kept: signature, chain, link, work, time, and that its log grows.
     *
     * @param headers - What throws a `TalosError` on the way is refused like a header.
     * @param after - Height that the first must follow, where the headers go on with others.
     * @throws {TypeError} unless it {@link keep}s headers.
     */
    addHeaders(headers: Iterable<SignedHeader>, { source, nowMs }: Sighting, after?: number): HeadersTaken;
    /**
     * Takes a checkpoint of the author. The first is taken as it is; any other must be of a log that is known, or joined to
     * the largest known one. Where it is refused nothing is changed but {@link fork}.
     *
     * @param note - A signed note; what others signed behind the author is left out.
     */
    addCheckpoint(note: string, { source, path, head }: CheckpointShown): CheckpointTaken;
    /**
     * Compares a header with another one, or with what is known at its height, and keeps both where the author signed two.
     *
     * @param other - Of the same height; not verified before.
     * @returns Why they contradict each other, or why that is not known; `undefined` where they are the same.
     */
    compare(signed: SignedHeader, other?: SignedHeader | undefined): LightRefusal | undefined;
    /** Keeps two signed notes of the author where they are of two logs of one size. @returns Whether they are. */
    contradiction(one: string, other: string): boolean;
    /**
     * Verifies a proof file (PROTOCOL.md §9.7) against the logs that are known here: the checkpoint in it must be one of
     * them. Nothing in it makes this throw.
     */
    verifyProof(file: Uint8Array | string): LightVerdict;
    /**
     * Verifies an entry against the log of that size as it is known here. Nothing in `proof` makes this throw.
     *
     * @param checkpoint - That the prover gives with it: only compared with what is known.
     */
    verifyEntry({ entry: bytes, index, size, path }: EntryProof, checkpoint?: Checkpoint): LightVerdict;
    /** All of it but {@link headerRecords}. */
    snapshot(): LightSnapshot;
    /**
     * The client that {@link snapshot} was of, everything in it verified again: the notes and what joins them, the links of
     * the headers, and the newest signature, which covers all headers before it.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` where something was changed meanwhile.
     */
    static load(snapshot: LightSnapshot, headers: Iterable<SignedHeader>, options?: LightOptions): LightClient;
}
