/**
 * Anchors by witnesses: a checkpoint that enough of them cosigned. PROTOCOL.md §9.10.
 *
 * @module
 */
import { equalBytes, fromUtf8, toHex, utf8 } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { MAX_WITNESSES, parseWitnessKey, readCosigned, } from "../log/cosignature.js";
import {} from "./anchor.js";
/** See the module comment. */
export class CosignatureAnchor {
    kind = 'cosignature';
    #ask;
    /** @param ask - Without it nothing is made, and everything is verified. */
    constructor(ask) {
        this.#ask = ask;
    }
    check({ threshold, witnesses }) {
        if (witnesses.length < 1 || witnesses.length > MAX_WITNESSES)
            throw new TalosError('E_USAGE', `cosignatures are of 1 to ${MAX_WITNESSES} witnesses`);
        if (!Number.isInteger(threshold) || threshold < 1 || threshold > witnesses.length)
            throw new TalosError('E_USAGE', `the threshold is 1 to ${witnesses.length}, as many witnesses as are known`);
        const keys = readWitnesses(witnesses).map(({ publicKey }) => toHex(publicKey));
        // Two names of one key are one witness.
        if (new Set(keys).size !== keys.length)
            throw new TalosError('E_USAGE', 'two witnesses have one key');
    }
    async make(checkpoint, source, signal) {
        if (this.#ask === undefined)
            throw new TalosError('E_UNREACHABLE', 'no witnesses can be asked here');
        const { size, note } = await this.#ask(signal);
        if (size !== checkpoint.size)
            throw new TalosError('E_STALE', 'the log grew while the witnesses were asked');
        const token = { token: utf8(note), nonce: new Uint8Array(0) };
        return { ...token, ...(await this.verify(checkpoint, token, source)) };
    }
    async verify(checkpoint, { token }, source) {
        const { threshold } = source;
        const { checkpoint: cosigned, cosignatures } = readToken(token, checkpoint, readWitnesses(source.witnesses));
        if (cosigned.size !== checkpoint.size)
            throw mismatch('the witnesses cosigned a log of another size');
        if (!equalBytes(cosigned.root, checkpoint.root))
            throw mismatch('the witnesses cosigned another log of this size');
        if (cosignatures.length < threshold)
            throw mismatch(`${cosignatures.length} known witnesses cosigned, ${threshold} must`);
        // By then there were enough.
        const times = cosignatures.map(({ timeS }) => timeS).sort((a, b) => a - b);
        const atMs = times[threshold - 1] * 1000;
        if (!Number.isSafeInteger(atMs))
            throw mismatch('a cosignature has no time that a clock shows');
        return {
            atMs,
            by: cosignatures
                .map(({ witness }) => witness.name)
                .sort()
                .join(', '),
        };
    }
}
const mismatch = (reason) => new TalosError('ANCHOR_MISMATCH', reason);
function readWitnesses(keys) {
    try {
        return keys.map(parseWitnessKey);
    }
    catch (cause) {
        if (!isTalosError(cause))
            throw cause;
        throw new TalosError('E_USAGE', 'a key is no verifier key of a witness', { cause });
    }
}
function readToken(token, { author }, witnesses) {
    const read = readCosigned(textOf(token), author, witnesses);
    if (read === undefined)
        throw mismatch('the cosigned checkpoint does not verify');
    return read;
}
function textOf(token) {
    try {
        return fromUtf8(token);
    }
    catch (cause) {
        throw new TalosError('ANCHOR_MISMATCH', 'the cosigned checkpoint is no text', { cause });
    }
}
