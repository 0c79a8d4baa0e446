/**
 * Who showed how much of a log: what a light client's "confirmed" rests on. PROTOCOL.md §9.12.
 *
 * @module
 */
/** The source that own dealings with the author are: checkpoints that it signed to this agent. Counts by itself. */
export const OWN_DEALINGS = 'own';
/** The source that all files together are: who wrote them is not known. */
export const FROM_FILES = 'file';
/** What the names of witnesses begin with, which cosigned a checkpoint. Each counts by itself. */
export const WITNESS_PREFIX = 'witness:';
/** Sources that are remembered of an author: the one that showed least makes room. PROTOCOL.md §11. */
export const MAX_LIGHT_SOURCES = 64;
/** Longest name of a source, in characters. */
export const MAX_SOURCE_CHARACTERS = 256;
const countsAlone = (source) => source === OWN_DEALINGS || source.startsWith(WITNESS_PREFIX);
/** See the module comment. */
export class LightSources {
    #sizes = new Map();
    /** `source` showed the log of `size` entries, verified and joined. */
    showed(source, size) {
        if (source === '' || source.length > MAX_SOURCE_CHARACTERS)
            throw new RangeError(`source must have 1 to ${MAX_SOURCE_CHARACTERS} characters`);
        this.#sizes.set(source, Math.max(size, this.#sizes.get(source) ?? 0));
        if (this.#sizes.size <= MAX_LIGHT_SOURCES)
            return;
        const [least] = this.all().at(-1) ?? [];
        if (least !== undefined)
            this.#sizes.delete(least);
    }
    /** All of them, the one that showed most first. */
    all() {
        return [...this.#sizes].sort(([, one], [, other]) => other - one);
    }
    /** The largest size that two sources showed, or one that counts by itself. */
    confirmedSize() {
        const all = this.all();
        const [, second] = all.filter(([source]) => !countsAlone(source));
        const [alone] = all.filter(([source]) => countsAlone(source));
        return Math.max(second?.[1] ?? 0, alone?.[1] ?? 0);
    }
}
