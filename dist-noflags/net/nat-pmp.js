import { TalosError } from "../base/errors.js";
/** Port of the router, RFC 6886 §3.1. */
export const NAT_PMP_PORT = 5351;
/** Most bytes of a message, ours and the router's. */
export const MAX_NAT_PMP_BYTES = 16;
const VERSION = 0;
const OP_ADDRESS = 0;
const OP_MAP_TCP = 2;
/** Set in the operation of an answer, §3.5. */
const ANSWER = 128;
/** What result codes mean, §3.5. */
const RESULTS = [
    'done',
    'the router speaks another version',
    'the router forwards no ports on request',
    'the router has no address outside',
    'the router has no port left',
    'the router does not know the request',
];
/** The request for the address outside, §3.2. */
export function addressRequest() {
    return Uint8Array.of(VERSION, OP_ADDRESS);
}
/** The request for a mapping of TCP, §3.3; for its end, §3.4, where `lifeS` is 0. */
export function mappingRequest({ port, outside, lifeS }) {
    const bytes = new Uint8Array(12);
    const view = new DataView(bytes.buffer);
    bytes[1] = OP_MAP_TCP;
    view.setUint16(4, port);
    view.setUint16(6, outside);
    view.setUint32(8, lifeS);
    return bytes;
}
/**
 * Reads an answer.
 *
 * @returns `undefined` for what is no answer to either request: who listens for one goes on listening.
 * @throws {TalosError} `E_REFUSED` with what the router gives for a reason; `E_MALFORMED` for an answer of another length.
 */
export function readNatPmp(bytes) {
    const [, op] = bytes;
    if (bytes.length < 4 ||
        bytes.length > MAX_NAT_PMP_BYTES ||
        (op !== ANSWER + OP_ADDRESS && op !== ANSWER + OP_MAP_TCP))
        return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const result = view.getUint16(2);
    // A router of PCP answers with its own version, and says so here (RFC 6887 §9).
    if (bytes[0] !== VERSION || result !== 0)
        throw new TalosError('E_REFUSED', RESULTS[bytes[0] === VERSION ? result : 1] ?? `the router says ${result}`);
    const length = op === ANSWER + OP_ADDRESS ? 12 : 16;
    if (bytes.length !== length)
        throw new TalosError('E_MALFORMED', `an answer of ${bytes.length} bytes, not ${length}`);
    if (op === ANSWER + OP_ADDRESS)
        return { kind: 'address', host: bytes.subarray(8, 12).join('.') };
    return { kind: 'mapping', port: view.getUint16(8), outside: view.getUint16(10), lifeS: view.getUint32(12) };
}
