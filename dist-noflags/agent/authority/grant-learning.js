/** See the module comment. Disposing it ends the learning. */
export class GrantLearning {
    #side;
    #channel;
    #grant;
    #stop = () => { };
    constructor(side, channel, grant) {
        this.#side = side;
        this.#channel = channel;
        this.#grant = grant;
        this.#start();
    }
    /** The tunnel goes on under `grant`. */
    renewed(grant) {
        const isSame = issuersOf(grant) === issuersOf(this.#grant);
        this.#grant = grant;
        if (!isSame)
            this.#start();
    }
    /** The tunnel goes on over `channel`, or has none. */
    moved(channel) {
        this.#channel = channel;
        this.#start();
    }
    #start() {
        this.#stop();
        this.#stop = this.#channel === undefined ? () => { } : this.#side.learn(this.#channel, this.#grant.tokens);
    }
    [Symbol.dispose]() {
        this.#channel = undefined;
        this.#start();
    }
}
/** Whose revocations bear on a grant. */
function issuersOf({ tokens }) {
    return tokens.map(({ claims }) => claims.issuer).join();
}
