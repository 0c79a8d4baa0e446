/** Lists of a tool server. */
export const LIST_KINDS = ['tools', 'resources', 'prompts'];
/** See the module comment. */
export class ListChanges {
    #announced = new Set();
    #due = new Set();
    #say;
    constructor(say) {
        this.#say = say;
    }
    /** What the tool server said of itself: the result of `initialize`. */
    initialized(result) {
        const capabilities = memberOf(result, 'capabilities');
        this.#announced.clear();
        for (const kind of LIST_KINDS)
            if (memberOf(memberOf(capabilities, kind), 'listChanged') === true)
                this.#announced.add(kind);
    }
    /** A list is another one. What changes together is told once. */
    changed(kind) {
        if (!this.#announced.has(kind) || this.#due.has(kind))
            return;
        this.#due.add(kind);
        queueMicrotask(() => {
            this.#due.delete(kind);
            this.#say({ jsonrpc: '2.0', method: `notifications/${kind}/list_changed` });
        });
    }
}
function memberOf(value, name) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return undefined;
    return Object.hasOwn(value, name) ? value[name] : undefined;
}
