/**
 * Reads the revocation lists of a directory into memory. PROTOCOL.md §8.5.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { readRevocation } from "../../capability/revocation.js";
import { readHead, readItem } from "../../capability/revocation-list.js";
import { RevocationBranch } from "./revocation-branch.js";
import { placeOf, revocationRecords } from "./revocation-record.js";
/**
 * Reads all lists, and adds what they take back to `revocations`.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none: an unreadable revocation is never passed over.
 */
export async function loadRevocations(store, revocations) {
    const loader = new Loader(revocations);
    for await (const record of revocationRecords(store))
        stored(() => loader.take(record));
    stored(() => loader.settle());
    return loader;
}
class Loader {
    lists = new Map();
    singles = [];
    #revocations;
    #bases = new Map();
    #heads = new Map();
    constructor(revocations) {
        this.#revocations = revocations;
    }
    take(record) {
        switch (record.kind) {
            case 'single': {
                const revocation = readRevocation(record.text);
                if (toHex(record.key) !== revocation.id)
                    throw corrupt('a revocation lies under another id');
                this.singles.push({ ...revocation, key: record.key });
                return;
            }
            case 'base':
                this.#bases.set(nameOf(record), record);
                return;
            case 'head': {
                const head = readHead(record.text);
                if (head.issuer !== record.issuer || head.seq !== record.n)
                    throw corrupt('a head lies elsewhere');
                this.#heads.set(nameOf(record), { text: record.text, head, place: record });
                return;
            }
            case 'item': {
                const item = readItem(record.text);
                const branch = this.#branch(record);
                if (item.n !== record.n || branch.size !== record.n - 1)
                    throw corrupt('an item lies elsewhere');
                branch.append(record.text);
                this.#revocations.add(record.issuer, { ...item, n: placeOf(record) });
            }
        }
    }
    /** The branch of an item; a later one begins where it leaves another, all of whose items came before. */
    #branch(place) {
        const branches = this.lists.get(place.issuer) ?? [];
        this.lists.set(place.issuer, branches);
        const there = branches[place.branch];
        if (there !== undefined)
            return there;
        const base = this.#bases.get(nameOf(place));
        const from = base === undefined ? undefined : branches[base.of];
        if (branches.length !== place.branch || (place.branch > 0 && from === undefined))
            throw corrupt('a branch is missing');
        const made = base === undefined || from === undefined
            ? new RevocationBranch(0)
            : new RevocationBranch(place.branch, { branch: from, n: base.n });
        branches.push(made);
        return made;
    }
    /** The newest head of each branch must be about all of it. */
    settle() {
        for (const { place, text, head } of this.#heads.values()) {
            const branch = this.#branch(place);
            if (branch.size !== head.seq || !branch.holds(head))
                throw corrupt('a head is not that of its list');
            branch.head = { text, head };
            this.#revocations.know(place.issuer, head.issuedAtMs, head.nextMs);
        }
        for (const branches of this.lists.values())
            if (branches.some(({ head }) => head === undefined))
                throw corrupt('a list has no head');
    }
}
function nameOf({ issuer, branch }) {
    return `${issuer} ${branch}`;
}
function corrupt(what) {
    return new TalosError('E_STORAGE_CORRUPT', what);
}
/** What `read` gives; a record that cannot be read is damage. */
export function stored(read) {
    try {
        return read();
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'a record of the revocations cannot be read', { cause });
    }
}
