/** See the module comment. */
export class TunnelUsage {
    #now;
    /** Before the last renewal. */
    #before;
    /** @param usage - Of the grant whose leaf is `token`; absent where it limits nothing. */
    constructor(token, usage) {
        this.#now = { token, usage };
    }
    /** Goes on under the token `token`. */
    renewed(token, usage) {
        this.#before = this.#now;
        this.#now = { token, usage };
    }
    /** What a call that was signed under the token `token` is charged to. */
    of(token) {
        return token === this.#before?.token ? this.#before.usage : this.#now.usage;
    }
}
