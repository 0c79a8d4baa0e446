import { MAX_STATEMENTS_TOGETHER, signStatements, } from "../../ledger/entry/statement.js";
/** Signs statements, together where several wait. */
export class StatementBatch {
    #signer;
    #did;
    #defer;
    #waiting = [];
    /** @param defer - How long statements wait for others. */
    constructor(signer, did, defer = queueMicrotask) {
        this.#signer = signer;
        this.#did = did;
        this.#defer = defer;
    }
    /** Resolves with the signed statement a moment later, in the order of the calls. */
    sign(body) {
        return new Promise((resolve, reject) => {
            this.#waiting.push({ body, resolve, reject });
            if (this.#waiting.length === 1)
                this.#defer(() => this.#flush());
            if (this.#waiting.length === MAX_STATEMENTS_TOGETHER)
                this.#flush();
        });
    }
    #flush() {
        const waiting = this.#waiting;
        this.#waiting = [];
        if (waiting.length > 0 && !this.#signTogether(waiting))
            // One of them cannot be signed: the others must not suffer for it.
            for (const one of waiting)
                this.#signAlone(one);
    }
    #signTogether(waiting) {
        let signed;
        try {
            signed = signStatements(this.#signer, this.#did, waiting.map(({ body }) => body));
        }
        catch (error) {
            if (waiting.length > 1)
                return false;
            waiting[0]?.reject(error);
            return true;
        }
        waiting.forEach(({ resolve }, i) => resolve(signed[i]));
        return true;
    }
    #signAlone(one) {
        this.#signTogether([one]);
    }
}
