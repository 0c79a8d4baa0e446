/**
 * What transfers need of mailboxes, and the letters that travel through them. PROTOCOL.md §7.6.
 *
 * @module
 */
import { concat, fromHex } from "../../base/bytes.js";
import { FILE_ENVELOPE_TYPES } from "../../message/envelope.js";
import { chunkHash, isLast, planPieces } from "../../transfer/chunks.js";
import { encodeFileOffer, encodeMailedAsk, encodeMailedEnd } from "../../transfer/wire.js";
import { encodeRefusal } from "../tunnel/tunnel-wire.js";
/** What transfers have of the messages of their agent: who may send what, and mailboxes. */
export function throughMessages(messages) {
    return {
        consent: { verdict: messages.fileVerdict, policy: () => messages.fileAcceptance },
        mayWrite: (peer) => messages.messageVerdict(peer, 0),
        chainFor: messages.fileChain,
        mail: {
            hasMailbox: async (peer) => (await messages.mail()).post.hasMailbox(peer),
            leave: async (peer, letter) => (await messages.messenger()).fileMail.leave(peer, letter),
        },
    };
}
/** Where nobody knows a mailbox. */
export const NO_MAIL = {
    hasMailbox: async () => false,
    leave: async () => {
        throw new Error('bug: there is no mailbox');
    },
};
/** How many letters a file of this size is: the offer, its pieces, the end. */
export function lettersOf(size) {
    return planPieces(size).count + 2;
}
/** The letter that offers a file. */
export function offerLetter({ id, name, size, type }, chain) {
    const offer = { id: fromHex(id), name, size, type, ...(chain === undefined ? {} : { chain }) };
    return { type: FILE_ENVELOPE_TYPES.fileOffer, text: encodeFileOffer(offer) };
}
/** The letter with one piece of a file. */
export function pieceLetter({ id, size }, sequence, text) {
    const plan = planPieces(size);
    const streamId = fromHex(id);
    const hash = chunkHash(streamId, sequence, isLast(plan, sequence), text);
    return { type: FILE_ENVELOPE_TYPES.fileChunk, text, chunk: { sequence, total: plan.count, streamId, hash } };
}
/** The letter behind the last piece. */
export function endLetter({ id }, end) {
    return { type: FILE_ENVELOPE_TYPES.fileEnd, text: encodeMailedEnd(fromHex(id), end) };
}
/** The letter with the receipt. */
export function receivedLetter(text) {
    return { type: FILE_ENVELOPE_TYPES.fileReceived, text };
}
/** The letter that asks for a file from chunk `from` on. */
export function askLetter(id, from) {
    return { type: FILE_ENVELOPE_TYPES.fileAsk, text: encodeMailedAsk({ id: fromHex(id), from }) };
}
/** The letter that says that a transfer is over. */
export function goneLetter(id, refusal) {
    return { type: FILE_ENVELOPE_TYPES.fileGone, text: concat(fromHex(id), encodeRefusal(refusal)) };
}
