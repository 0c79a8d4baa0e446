/**
 * Which of the chains that sources offer is synchronised: what they claim, whether that is the chain that is kept, and,
 * where an author signed several, the one with the most work, then that with the lower hash. PROTOCOL.md §9.11.
 *
 * Claims are backed by a header that the author signed, never by a status alone; work is that of headers that were
 * verified one after the other.
 *
 * @module
 */
import { compareBytes, equalBytes } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { keyOfDid } from "../../identity/did.js";
import { forkEvidence } from "../log/evidence.js";
import { verifyHeader, verifyLoneHeader } from "./chain-header.js";
import { MAX_HEADERS_AN_ANSWER, MAX_LOCATOR_POINTS } from "./chain-source.js";
/** See the module comment. For one synchronisation. */
export class Claims {
    #parts;
    #asking;
    #fork;
    constructor(parts, asking) {
        this.#parts = parts;
        this.#asking = asking;
    }
    /** The first fork that was found. */
    get fork() {
        return this.#fork;
    }
    /** What is synchronised; `undefined` where no source has a chain that may be. Sources that have another are dropped. */
    async choose(standings) {
        const made = await Promise.all(standings.map((standing) => this.#claimOf(standing)));
        let claims = made.filter((claim) => claim !== undefined);
        for (;;) {
            const groups = await this.#grouped(claims);
            const best = groups.length > 1 ? await this.#best(groups) : groups[0];
            // A source that was dropped meanwhile may have stood for others.
            const left = claims.filter(({ standing }) => standing.dropped === undefined);
            if (left.length === claims.length || left.length === 0)
                return best;
            claims = left;
        }
    }
    #rules() {
        const { author, network, difficulty, now } = this.#parts;
        return { authorKey: keyOfDid(author), network, difficulty, nowMs: now() };
    }
    async #claimOf(standing) {
        const { author, network } = this.#parts;
        const status = await this.#asking.ask(standing, (source, signal) => source.status(author, signal));
        if (status === undefined)
            return undefined;
        if (status.network !== network) {
            standing.drop('CONSENSUS_VIOLATION', `its chain is of another network than ${network}`);
            return undefined;
        }
        const newest = await this.#headerAt(standing, status.height);
        if (newest === undefined)
            return undefined;
        const claim = { standing, newest, first: status.first, note: status.note };
        return (await this.#isOfKept(claim)) ? claim : undefined;
    }
    /** A header that the author signed; `undefined` where the source was dropped. */
    #headerAt(standing, height) {
        return this.#checked(standing, async () => {
            const { author } = this.#parts;
            const headers = await this.#asking.ask(standing, (source, signal) => source.headers(author, height, 1, signal));
            const [header] = headers ?? [];
            if (header === undefined)
                return undefined;
            if (header.header.height !== height)
                throw new TalosError('E_PROTOCOL', 'another header than was asked for');
            verifyLoneHeader(header, this.#rules());
            return header;
        });
    }
    /** What `check` gives, unless it finds the source wrong, which is dropped then. */
    async #checked(standing, check) {
        try {
            return await check();
        }
        catch (error) {
            this.#asking.terms.signal?.throwIfAborted();
            if (!isTalosError(error))
                throw error;
            standing.drop(error.code, error.message);
            return undefined;
        }
    }
    #found(headers, code, depth) {
        const evidence = forkEvidence(this.#parts.author, { headers });
        if (evidence !== undefined)
            this.#fork ??= { evidence, code, depth };
    }
    // The chain that is kept
    /** Whether the source has the chain that is kept, as far as both go. */
    async #isOfKept(claim) {
        const { kept } = this.#parts;
        const { tip } = kept;
        if (tip === undefined)
            return true;
        const { standing, newest } = claim;
        const isBehind = newest.header.height <= tip.height;
        const theirs = isBehind ? newest : await this.#headerAt(standing, tip.height);
        if (theirs === undefined)
            return false;
        const ours = await kept.header(theirs.header.height);
        if (equalBytes(ours.hash, theirs.hash))
            return true;
        const depth = tip.height - (await this.#ancestorOf(standing, tip));
        // All blocks of a network have the same work.
        const code = newest.header.height > tip.height ? 'E_REORG_DEPTH' : 'E_EQUIVOCATION';
        this.#found([ours, theirs], code, depth);
        const reason = `the author signed another chain, which lacks ${depth} of the kept blocks; none is replaced`;
        standing.drop(code, reason);
        return false;
    }
    /** Height of the newest kept block that the source says to have, −1 where it has none. */
    async #ancestorOf(standing, tip) {
        let [low, high] = [-1, tip.height + 1];
        let heights = locatorHeights(tip.height);
        while (heights.length > 0) {
            const located = await this.#located(standing, heights);
            if (located === undefined)
                high = Math.min(...heights);
            else
                [low, high] = [located, Math.min(high, ...heights.filter((height) => height > located))];
            heights = heightsBetween(low, high);
        }
        return low;
    }
    /** The highest of these heights at which the source says to have the kept block; `undefined` where it was dropped. */
    async #located(standing, heights) {
        const points = [];
        for (const height of heights)
            points.push([height, (await this.#parts.kept.header(height)).hash]);
        const { author } = this.#parts;
        return this.#asking.ask(standing, (source, signal) => source.locate(author, points, signal));
    }
    // Several chains of one author
    /** Claims by chain: each claim is of the chain of the first of its group, the highest. */
    async #grouped(claims) {
        const groups = [];
        const highestFirst = claims.toSorted((a, b) => b.newest.header.height - a.newest.header.height || compareBytes(a.newest.hash, b.newest.hash));
        for (const claim of highestFirst) {
            const group = await this.#groupOf(claim, groups);
            if (group === undefined)
                groups.push({ newest: claim.newest, claims: [claim] });
            else
                group.claims.push(claim);
        }
        return groups;
    }
    async #groupOf(claim, groups) {
        const { height } = claim.newest.header;
        for (const group of groups) {
            const [first] = group.claims;
            if (first === undefined || first.standing.dropped !== undefined)
                continue;
            const isSameHeight = group.newest.header.height === height;
            const theirs = isSameHeight ? group.newest : await this.#headerAt(first.standing, height);
            if (theirs === undefined)
                continue;
            if (equalBytes(theirs.hash, claim.newest.hash))
                return group;
            this.#found([theirs, claim.newest], 'E_EQUIVOCATION', 0);
        }
        return undefined;
    }
    /** The group of the most work, then of the lower hash; the sources of the others are dropped. */
    async #best(groups) {
        const weighed = [];
        for (const group of groups) {
            const tip = await this.#weigh(group);
            if (tip !== undefined)
                weighed.push({ group, tip });
        }
        weighed.sort((a, b) => compareWork(b.tip.work, a.tip.work) || compareBytes(a.tip.hash, b.tip.hash));
        const [best, ...others] = weighed;
        if (best === undefined)
            return undefined;
        for (const { group } of others)
            for (const { standing } of group.claims)
                standing.drop('E_EQUIVOCATION', 'the author signed another chain, which was chosen');
        return best.group;
    }
    /** Verifies the headers of a chain from the kept tip on, one answer at a time; nothing but the last is kept. */
    #weigh({ claims: [claim], newest }) {
        if (claim === undefined)
            return Promise.resolve(undefined);
        const { standing } = claim;
        return this.#checked(standing, async () => {
            const rules = this.#rules();
            let tip = headerTipOf(this.#parts.kept.tip);
            while (tip === undefined || tip.height < newest.header.height) {
                const from = (tip?.height ?? -1) + 1;
                const headers = await this.#range(standing, from, newest.header.height - from + 1);
                if (headers === undefined)
                    return undefined;
                for (const header of headers) {
                    tip = verifyHeader(header, { ...rules, tip });
                    this.#assertAllowed(header);
                }
            }
            if (!equalBytes(tip.hash, newest.hash))
                throw new TalosError('E_PROTOCOL', 'its headers lead to another block');
            return tip;
        });
    }
    /** @throws {TalosError} `E_EQUIVOCATION` where the author signed another log of that size before. */
    #assertAllowed({ header: { logSize, logRoot } }) {
        const { checkpoints = [] } = this.#parts;
        if (checkpoints.some(({ size, root }) => size === logSize && !equalBytes(root, logRoot)))
            throw new TalosError('E_EQUIVOCATION', `a checkpoint of the author has another log of ${logSize} entries`);
    }
    #range(standing, from, left) {
        const { author } = this.#parts;
        const count = Math.min(left, MAX_HEADERS_AN_ANSWER);
        return this.#asking.ask(standing, (source, signal) => source.headers(author, from, count, signal));
    }
}
function headerTipOf(tip) {
    if (tip === undefined)
        return undefined;
    const { height, hash, timeMs, frontier, work } = tip;
    return { height, hash, timeMs, logSize: frontier.size, work };
}
function compareWork(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
/** The heights of a locator: the newest, then further and further back, down to 0. */
export function locatorHeights(height) {
    const heights = [];
    for (let back = 0; back < height && heights.length < MAX_LOCATOR_POINTS - 1; back = back === 0 ? 1 : back * 2)
        heights.push(height - back);
    return [...heights, 0];
}
/** At most {@link MAX_LOCATOR_POINTS} heights between two, themselves left out, the highest first. */
export function heightsBetween(low, high) {
    const step = Math.ceil((high - low - 1) / MAX_LOCATOR_POINTS);
    const heights = [];
    for (let height = high - 1; height > low; height -= step)
        heights.push(height);
    return heights;
}
