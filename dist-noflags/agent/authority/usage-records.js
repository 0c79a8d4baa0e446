/**
 * What is kept of usage. Layout of the space `usage`: `position` → where the ledger stood, see {@link UsagePosition};
 * id of a token or of a line (32 bytes) → its account; id of a token of a line → the accounts of its chain. All are JSON.
 *
 * @module
 */
import { fromHex, toHex, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { UsageAccount } from "../../capability/usage.js";
import { isFields, readArray, readInteger, readObject, readString } from "../../codec/fields.js";
import { parseJson, writeJson } from "../../codec/json.js";
const POSITION = utf8('position');
const TOKEN_ID_BYTES = 32;
const ID = /^[0-9a-f]{64}$/;
/** A chain has no more tokens. */
const MAX_CHAIN = 8;
const MAX_SLOTS = 128;
/** The change that keeps the position. */
export function putPosition({ seq, highestTimeMs, open }) {
    const calls = open.map(({ decision, leaf, tool }) => [decision, leaf, tool]);
    return {
        kind: 'put',
        space: 'usage',
        key: POSITION,
        value: utf8(writeJson({ v: 1, seq, highestTimeMs, open: calls })),
    };
}
/** The change that keeps an account. */
export function putAccount(account) {
    const { token, chain } = account;
    const { id, expiresAtS, limits, toolLimits } = token;
    const value = {
        v: 1,
        exp: expiresAtS,
        chain,
        ...(limits === undefined ? {} : { limits }),
        ...(toolLimits === undefined ? {} : { toolLimits }),
        state: account.state(),
    };
    return { kind: 'put', space: 'usage', key: fromHex(id), value: utf8(writeJson(value)) };
}
/** The change that keeps which accounts a token of a line is charged to. */
export function putLineToken({ id, expiresAtS, chain }) {
    const value = { v: 1, exp: expiresAtS, chain };
    return { kind: 'put', space: 'usage', key: fromHex(id), value: utf8(writeJson(value)) };
}
/** The change that forgets what is kept under the id of a token or line. */
export function deleteUsage(id) {
    return { kind: 'delete', space: 'usage', key: fromHex(id) };
}
/** Reads all that is kept. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
export async function loadUsage(store) {
    let position;
    const accounts = [];
    const lineTokens = [];
    for await (const [key, value] of store.scan('usage'))
        try {
            // Longer ones are those of access-control lists, `access-usage.ts`.
            if (key.length > TOKEN_ID_BYTES)
                continue;
            if (key.length === POSITION.length)
                position = readPosition(value);
            else {
                const read = readAccount(toHex(key), value);
                if (read instanceof UsageAccount)
                    accounts.push(read);
                else
                    lineTokens.push(read);
            }
        }
        catch (cause) {
            throw new TalosError('E_STORAGE_CORRUPT', 'a record of what was used of a capability cannot be read', { cause });
        }
    return { position, accounts, lineTokens };
}
function readPosition(value) {
    const fields = readObject(parseJson(value), { required: ['v', 'seq', 'highestTimeMs', 'open'] }, 'position');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return {
        seq: readInteger(fields.seq, 'seq'),
        highestTimeMs: readInteger(fields.highestTimeMs, 'highestTimeMs'),
        open: readArray(fields.open, 'open', { max: Number.MAX_SAFE_INTEGER }, (item) => {
            const [decision, leaf, tool] = readArray(item, 'call', { min: 3, max: 3 }, (text) => readString(text, 'call'));
            return { decision: decision ?? '', leaf: leaf ?? '', tool: tool ?? '' };
        }),
    };
}
const ACCOUNT = { required: ['v', 'exp', 'chain'], optional: ['state', 'limits', 'toolLimits'] };
function readAccount(id, value) {
    const fields = readObject(parseJson(value), ACCOUNT, 'account');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    const chain = readArray(fields.chain, 'chain', { min: 1, max: MAX_CHAIN }, (text) => readString(text, 'chain', { pattern: ID }));
    const expiresAtS = readInteger(fields.exp, 'exp');
    if (fields.state === undefined)
        return { id, expiresAtS, chain, isKept: true };
    const token = {
        id: readString(id, 'id', { pattern: ID }),
        expiresAtS,
        ...(fields.limits === undefined ? {} : { limits: readLimits(fields.limits) }),
        ...(fields.toolLimits === undefined ? {} : { toolLimits: readEach(fields.toolLimits, readLimits) }),
    };
    const account = new UsageAccount(token, chain);
    account.restore(readEach(fields.state, readState));
    account.isChanged = false;
    account.isKept = true;
    return account;
}
function readEach(json, read) {
    if (json === undefined || !isFields(json))
        throw new TalosError('E_MALFORMED', 'not an object');
    return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, read(value)]));
}
function readLimits(json) {
    const { calls, bytes, rate } = readObject(json, { required: [], optional: ['calls', 'bytes', 'rate'] }, 'limits');
    return {
        ...(calls === undefined ? {} : { calls: readInteger(calls, 'calls') }),
        ...(bytes === undefined ? {} : { bytes: readInteger(bytes, 'bytes') }),
        ...(rate === undefined ? {} : { rate: readRate(rate) }),
    };
}
function readRate(json) {
    const { count, seconds } = readObject(json, { required: ['count', 'seconds'] }, 'rate');
    return { count: readInteger(count, 'count'), seconds: readInteger(seconds, 'seconds') };
}
function readState(json) {
    const { calls, bytes, rate } = readObject(json, { required: ['calls', 'bytes', 'rate'] }, 'state');
    return {
        calls: readInteger(calls, 'calls'),
        bytes: readInteger(bytes, 'bytes'),
        rate: readArray(rate, 'rate', { max: MAX_SLOTS }, (slot) => {
            const [first, last, made] = readArray(slot, 'slot', { min: 3, max: 3 }, (each) => readInteger(each, 'slot'));
            return [first ?? 0, last ?? 0, made ?? 0];
        }),
    };
}
