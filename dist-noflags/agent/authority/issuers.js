/** Whether `issuer` signed a token of the chain. */
export function isSignedBy(chain, issuer) {
    return chain.some(({ claims }) => claims.issuer === issuer);
}
/** See the module comment. */
export class Issuers {
    #parts;
    constructor(parts) {
        this.#parts = parts;
    }
    /** Whether what `peer` may do, or serves, depends on the list of `issuer`, so that it may read that list. */
    concerns(peer, issuer) {
        const { line } = this.#parts;
        const peers = [peer, ...line.formers(peer)];
        const issuers = [issuer, ...line.formers(issuer)];
        return peers.some((each) => issuers.some((other) => this.#concerns(each, other)));
    }
    #concerns(peer, issuer) {
        if (peer === issuer)
            return true;
        const { self, grants, served } = this.#parts;
        if (issuer === self && grants.hasIssuedTo(peer))
            return true;
        const isTheirs = ({ token: { claims } }) => claims.audience === peer || (claims.subject === peer && claims.issuer === self);
        return (grants.all().some((grant) => isTheirs(grant) && isSignedBy(grant.chain, issuer)) ||
            served().some((tunnel) => tunnel.peer === peer && isSignedBy(tunnel.chain, issuer)));
    }
    /** Whether the list of `issuer` can say anything about what this agent holds, granted or serves. */
    matters(issuer) {
        // Whoever goes on for an issuer takes back what that issued.
        return [issuer, ...this.#parts.line.formers(issuer)].some((each) => this.#matters(each));
    }
    #matters(issuer) {
        const { self, grants, served, rootsOf } = this.#parts;
        return (issuer === self ||
            grants.hasIssuedTo(issuer) ||
            rootsOf().includes(issuer) ||
            grants.all().some((grant) => isSignedBy(grant.chain, issuer)) ||
            served().some(({ chain }) => isSignedBy(chain, issuer)));
    }
    /** Whose root tokens `service` accepts. */
    rootsOf(service) {
        return this.#parts.rootsOf(service);
    }
    /** The tokens that let this agent issue for `audience`, where another gave it that right; else none. */
    proofFor(audience) {
        const { self, grants } = this.#parts;
        const passedOn = grants
            .all()
            .filter(({ direction, token }) => direction !== 'received' && token.claims.audience === audience)
            .map(({ chain }) => chain)
            .find(({ length }) => length > 1);
        if (passedOn === undefined)
            return [];
        const own = passedOn.findIndex(({ claims }) => claims.issuer === self);
        return passedOn.slice(0, own).map(({ text }) => text);
    }
    /** The agents for whom this one issued tokens that others serve. */
    audiences(concerned = () => true) {
        const { self, grants } = this.#parts;
        const all = grants.all().filter((grant) => grant.direction !== 'received' && concerned(grant));
        return [...new Set(all.map(({ token }) => token.claims.audience))].filter((audience) => audience !== self);
    }
}
