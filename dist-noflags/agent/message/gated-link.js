import { isTalosError } from "../../base/errors.js";
import { didOfKey } from "../../identity/did.js";
import { decodeEnvelope, ENVELOPE_TYPES, TEXT_SALT_BYTES } from "../../message/envelope.js";
import { RATCHET_OVERHEAD_BYTES } from "../../message/ratchet-message.js";
import { FRAME_TYPES } from "../../net/frame.js";
import { DENIED, readPresentation } from "./message-grants.js";
/** Milliseconds that a peer has to present a capability, or to send its first message. PROTOCOL.md §11. */
export const PRESENT_TIMEOUT_MS = 5000;
/** See the module comment. */
export class GatedLink {
    #link;
    #terms;
    #from;
    #receive = () => { };
    #receiver;
    #settle = () => { };
    /** Whether anything may come over it: when its first frame is there, at the latest. */
    admitted;
    constructor(link, terms) {
        this.#link = link;
        this.#terms = terms;
        this.#from = didOfKey(link.peerKey);
        this.#receiver = new Promise((resolve) => {
            this.#receive = resolve;
        });
        this.admitted = new Promise((resolve) => {
            const timer = setTimeout(() => this.#refuse(), PRESENT_TIMEOUT_MS);
            this.#settle = (isAdmitted) => {
                clearTimeout(timer);
                resolve(isAdmitted);
            };
        });
        void link.closed.then(() => this.#settle(false));
        if (terms.isOpen() || terms.mayPass(0))
            this.#settle(true);
        link.onFrame((frame) => this.#came(frame));
    }
    async #came(frame) {
        const { self, present } = this.#terms;
        const chain = frame.type === FRAME_TYPES.handshake
            ? readPresentation(frame.payload, { from: this.#from, to: self })
            : undefined;
        if (chain !== undefined)
            present(chain);
        if (!this.#passes(chain === undefined ? frame : undefined))
            return this.#refuse();
        this.#settle(true);
        if (chain === undefined)
            await (await this.#receiver)(frame);
    }
    #passes(frame) {
        if (this.#terms.isOpen())
            return true;
        return this.#terms.mayPass(frame?.type === FRAME_TYPES.data ? textBytes(frame.payload) : 0);
    }
    /** Tells the peer that nothing is taken of it, and ends the link. */
    #refuse() {
        this.#settle(false);
        try {
            this.#link.send(FRAME_TYPES.error, DENIED);
        }
        catch (error) {
            // It has ended already.
            if (!isTalosError(error))
                throw error;
        }
        void this.#link.close();
    }
    roundTrip(signal) {
        return this.#link.roundTrip(signal);
    }
    get peerKey() {
        return this.#link.peerKey;
    }
    get direction() {
        return this.#link.direction;
    }
    get remoteAddress() {
        return this.#link.remoteAddress;
    }
    get path() {
        return this.#link.path;
    }
    get bufferedBytes() {
        return this.#link.bufferedBytes;
    }
    get closed() {
        return this.#link.closed;
    }
    send(type, payload) {
        this.#link.send(type, payload);
    }
    drained(signal) {
        return this.#link.drained(signal);
    }
    probe(...given) {
        return this.#link.probe(...given);
    }
    onFrame(receive) {
        this.#receive(receive);
    }
    limitPayload(bytes) {
        this.#link.limitPayload(bytes);
    }
    close() {
        return this.#link.close();
    }
    async [Symbol.asyncDispose]() {
        await this.#link[Symbol.asyncDispose]();
    }
}
/** Bytes of the text in an envelope; 0 in one that has none, or is none: that is for who opens it. */
export function textBytes(envelope) {
    try {
        const { type, content } = decodeEnvelope(envelope);
        if (type !== ENVELOPE_TYPES.text)
            return 0;
        return Math.max(0, content.length - RATCHET_OVERHEAD_BYTES - TEXT_SALT_BYTES);
    }
    catch (error) {
        if (!isTalosError(error))
            throw error;
        return 0;
    }
}
