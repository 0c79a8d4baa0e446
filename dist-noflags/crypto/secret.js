/** Bytes that do not show when what holds them is inspected, cloned or written as JSON. Not copied. */
export class Secret {
    #bytes;
    constructor(bytes) {
        this.#bytes = bytes;
    }
    get bytes() {
        return this.#bytes;
    }
}
