/**
 * What a group of batches comes to, decided one batch after the other: shared by the adapters that commit many at a time.
 *
 * @module
 */
import { equalBytes, toHex } from "../base/bytes.js";
/** A key's name among those of all spaces. */
export function keyName(space, key) {
    return `${space}/${toHex(key)}`;
}
/**
 * Adds to `writes` what one batch writes, where its requirements hold against the store and the batches before it.
 *
 * @param read - What the store holds before the group.
 * @returns Whether they hold; otherwise nothing was added.
 */
export function addBatch(changes, writes, read) {
    const held = (space, key) => {
        const pending = writes.get(keyName(space, key));
        return pending === undefined ? read(space, key) : pending.value;
    };
    for (const change of changes) {
        if (change.kind !== 'require')
            continue;
        const value = held(change.space, change.key);
        if (value === undefined ? change.value !== undefined : change.value === undefined)
            return false;
        if (value !== undefined && change.value !== undefined && !equalBytes(value, change.value))
            return false;
    }
    for (const change of changes) {
        if (change.kind === 'require')
            continue;
        const { space, key } = change;
        writes.set(keyName(space, key), { space, key, value: change.kind === 'put' ? change.value : undefined });
    }
    return true;
}
