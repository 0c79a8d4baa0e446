/** Nothing is revoked, and nothing can be: for checks without an agent, which say that revocation was not asked. */
export const NO_REVOCATIONS = Object.freeze({
    epoch: 0,
    revokes: () => false,
    knownUntilMs: (_issuer, nowMs) => nowMs,
});
function emptyList() {
    return {
        tokens: new Map(),
        chains: new Map(),
        subjects: new Map(),
        under: new Map(),
        issuers: new Map(),
        known: undefined,
    };
}
/** See the module comment. Nothing is ever taken out. */
export class RevocationSet {
    #lists = new Map();
    #current;
    #epoch = 0;
    /** @param current - Who goes on in the place of an agent; nobody does where absent. */
    constructor(current = (did) => did) {
        this.#current = current;
    }
    get epoch() {
        return this.#epoch;
    }
    /** Makes an item of the list of `issuer` count from the next check on; one that is there already changes nothing. */
    add(issuer, { n, revoked }) {
        const list = this.#list(issuer);
        this.#epoch++;
        switch (revoked.kind) {
            case 'token':
                return keepFirst(list.tokens, revoked.id, n);
            case 'chain':
                return keepFirst(list.chains, revoked.id, n);
            case 'subject':
                if (revoked.under === undefined)
                    return keepFirst(list.subjects, revoked.id, n);
                return keepFirst(list.under, `${revoked.id} ${revoked.under}`, n);
            case 'issuer': {
                const beforeMs = revoked.before ?? Number.POSITIVE_INFINITY;
                if (beforeMs > (list.issuers.get(revoked.id)?.beforeMs ?? -1))
                    list.issuers.set(revoked.id, { beforeMs, n });
            }
        }
    }
    /** Notes that the list of `issuer` is complete as of `sinceMs`, and that its next head is due at `nextMs`. */
    know(issuer, sinceMs, nextMs) {
        const list = this.#list(issuer);
        if (list.known !== undefined && list.known.sinceMs >= sinceMs)
            return;
        list.known = { sinceMs, nextMs };
        this.#epoch++;
    }
    /** Somebody goes on in the place of another now: what was found before holds no longer. */
    succeeded() {
        this.#epoch++;
    }
    knownUntilMs(issuer, nowMs) {
        const known = this.#lists.get(issuer)?.known;
        return known === undefined || nowMs > known.nextMs ? 0 : known.sinceMs;
    }
    revokes(chain) {
        return this.#lists.size > 0 && this.find(chain) !== undefined;
    }
    /** The item that revokes the chain, where one does. */
    find(chain) {
        const [root] = chain;
        if (root === undefined)
            return undefined;
        const entitled = new Set([root.claims.audience, this.#current(root.claims.audience)]);
        for (const [at, token] of chain.entries()) {
            entitled.add(token.claims.issuer).add(this.#current(token.claims.issuer));
            for (const by of entitled) {
                const list = this.#lists.get(by);
                const found = list === undefined ? undefined : foundIn(list, token, chain.slice(0, at));
                if (found !== undefined)
                    return { by, ...found };
            }
        }
        return undefined;
    }
    /** The place in the list of `issuer` that takes back what `revoked` does, where there is one. */
    placeOf(issuer, revoked) {
        const list = this.#lists.get(issuer);
        switch (revoked.kind) {
            case 'token':
                return list?.tokens.get(revoked.id);
            case 'chain':
                return list?.chains.get(revoked.id);
            case 'subject':
                if (revoked.under === undefined)
                    return list?.subjects.get(revoked.id);
                return list?.under.get(`${revoked.id} ${revoked.under}`);
            case 'issuer': {
                const held = list?.issuers.get(revoked.id);
                return held !== undefined && held.beforeMs >= (revoked.before ?? Number.POSITIVE_INFINITY) ? held.n : undefined;
            }
        }
    }
    /** The holders that the list of `issuer` takes back below one of the tokens `ids`. */
    takenBackUnder(issuer, ids) {
        const holders = new Set();
        for (const key of this.#lists.get(issuer)?.under.keys() ?? []) {
            const [holder, under = ''] = key.split(' ');
            if (ids.has(under))
                holders.add(holder);
        }
        return [...holders];
    }
    #list(issuer) {
        const there = this.#lists.get(issuer);
        if (there !== undefined)
            return there;
        const made = emptyList();
        this.#lists.set(issuer, made);
        return made;
    }
}
function keepFirst(places, key, n) {
    if (!places.has(key))
        places.set(key, n);
}
/** What of `list` is about `token`, below `above`, root first. */
function foundIn(list, token, above) {
    const { id, claims } = token;
    const ofToken = list.tokens.get(id);
    if (ofToken !== undefined)
        return { kind: 'token', n: ofToken };
    const ofSubject = list.subjects.get(claims.subject);
    if (ofSubject !== undefined)
        return { kind: 'subject', n: ofSubject };
    const ofIssuer = list.issuers.get(claims.issuer);
    if (ofIssuer !== undefined && claims.issuedAtS * 1000 < ofIssuer.beforeMs)
        return { kind: 'issuer', n: ofIssuer.n };
    for (const parent of above) {
        const ofChain = list.chains.get(parent.id);
        if (ofChain !== undefined)
            return { kind: 'chain', n: ofChain };
        const ofUnder = list.under.get(`${claims.subject} ${parent.id}`);
        if (ofUnder !== undefined)
            return { kind: 'subject', n: ofUnder };
    }
    return undefined;
}
/** What was last found of one chain, so that it is looked for again only when something has changed. */
export class Clearance {
    #chain;
    #revocations;
    #epoch = 0;
    #isRevoked = false;
    /** @param chain - Root first; verified. */
    constructor(chain) {
        this.#chain = chain;
    }
    /** Whether the chain is revoked. Two comparisons, where nothing has changed since it was asked last. */
    isRevoked(revocations) {
        if (this.#revocations === revocations && this.#epoch === revocations.epoch)
            return this.#isRevoked;
        this.#revocations = revocations;
        this.#epoch = revocations.epoch;
        this.#isRevoked = revocations.revokes(this.#chain);
        return this.#isRevoked;
    }
}
