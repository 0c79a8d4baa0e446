/** Sources counted at a time. PROTOCOL.md §11. */
export const MAX_COUNTED_SOURCES = 4096;
/** All sources of one /48 of IPv6 may do as much as so many. PROTOCOL.md §11. */
export const SOURCES_A_NET = 4;
/** The /48 that a source is in, a /64 of IPv6; undefined for any other source. */
export function netOfSource(source) {
    const [, net] = /^([0-9a-f]+:[0-9a-f]+:[0-9a-f]+):[0-9a-f]+::\/64$/.exec(source) ?? [];
    return net === undefined ? undefined : `${net}::/48`;
}
/** Whether `source` may hold one more, `held` being the sources of all that are held, each as often as it holds one. */
export function mayHold(source, held, limit) {
    const net = netOfSource(source);
    let [own, ofNet] = [0, 0];
    for (const other of held) {
        if (other === source)
            own += 1;
        if (net !== undefined && netOfSource(other) === net)
            ofNet += 1;
    }
    return own < limit && ofNet < limit * SOURCES_A_NET;
}
/** At most so many of something in a window, for each source, and {@link SOURCES_A_NET} times that for a /48. */
export class SourceCounter {
    #sources;
    #nets;
    /**
     * @param limit - Most of one source in a window.
     * @param windowMs - Length of a window in milliseconds, from the first in it.
     */
    constructor(limit, windowMs, clock) {
        this.#sources = new Counts(limit, windowMs, clock);
        this.#nets = new Counts(limit * SOURCES_A_NET, windowMs, clock);
    }
    /**
     * Counts `count` more of `source`, unless that would be over a limit.
     *
     * @param count - 1 unless given.
     * @returns Whether it is within the limits.
     */
    take(source, count = 1) {
        const net = netOfSource(source);
        if (!this.#sources.fits(source, count) || (net !== undefined && !this.#nets.fits(net, count)))
            return false;
        this.#sources.add(source, count);
        if (net !== undefined)
            this.#nets.add(net, count);
        return true;
    }
    /** What was counted did not happen. */
    giveBack(source, count) {
        const net = netOfSource(source);
        this.#sources.add(source, -count);
        if (net !== undefined)
            this.#nets.add(net, -count);
    }
}
/**
 * Counts of names. Where there are too many names the one with the least goes, and who comes for it begins with that count
 * (Metwally and others, "Space-Saving"): so nobody is forgotten by coming under many names, and nobody is counted for more than
 * the share that all have in what was counted.
 */
class Counts {
    #limit;
    #windowMs;
    #clock;
    #counts = new Map();
    constructor(limit, windowMs, clock) {
        this.#limit = limit;
        this.#windowMs = windowMs;
        this.#clock = clock;
    }
    fits(name, count) {
        const now = this.#clock.now();
        const own = this.#counts.get(name);
        const held = own ?? (this.#counts.size < MAX_COUNTED_SOURCES ? undefined : this.#least(now)[1]);
        return (held === undefined || this.#isOver(held, now) ? 0 : held.count) + count <= this.#limit;
    }
    /** @param count - Below 0 where something is given back. */
    add(name, count) {
        const now = this.#clock.now();
        const own = this.#counts.get(name);
        if (own !== undefined && !this.#isOver(own, now)) {
            own.count = Math.max(0, own.count + count);
            return;
        }
        // It was of a window that is over.
        if (count < 0)
            return;
        let before = { startMs: now, count: 0 };
        if (own === undefined && this.#counts.size >= MAX_COUNTED_SOURCES) {
            const [least, held] = this.#least(now);
            this.#counts.delete(least);
            if (!this.#isOver(held, now))
                before = held;
        }
        this.#counts.set(name, { startMs: before.startMs, count: before.count + count });
    }
    #isOver({ startMs }, now) {
        return Math.abs(now - startMs) >= this.#windowMs;
    }
    /** The one whose window is over, or that has the least. Only where there are any. */
    #least(now) {
        let least;
        for (const each of this.#counts) {
            if (this.#isOver(each[1], now))
                return each;
            if (least === undefined || each[1].count < least[1].count)
                least = each;
        }
        if (least === undefined)
            throw new TypeError('nothing is counted');
        return least;
    }
}
