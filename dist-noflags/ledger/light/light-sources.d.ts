/**
 * Who showed how much of a log: what a light client's "confirmed" rests on. PROTOCOL.md §9.12.
 *
 * @module
 */
/** The source that own dealings with the author are: checkpoints that it signed to this agent. Counts by itself. */
export declare const OWN_DEALINGS = "own";
/** The source that all files together are: who wrote them is not known. */
export declare const FROM_FILES = "file";
/** What the names of witnesses begin with, which cosigned a checkpoint. Each counts by itself. */
export declare const WITNESS_PREFIX = "witness:";
/** Sources that are remembered of an author: the one that showed least makes room. PROTOCOL.md §11. */
export declare const MAX_LIGHT_SOURCES = 64;
/** Longest name of a source, in characters. */
export declare const MAX_SOURCE_CHARACTERS = 256;
/** See the module comment. */
export declare class LightSources {
    #private;
    /** `source` showed the log of `size` entries, verified and joined. */
    showed(source: string, size: number): void;
    /** All of them, the one that showed most first. */
    all(): readonly (readonly [source: string, size: number])[];
    /** The largest size that two sources showed, or one that counts by itself. */
    confirmedSize(): number;
}
