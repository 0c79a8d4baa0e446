/**
 * The sessions that messages travel under, and the end-to-end layer without a network: `client.sessions`.
 *
 * @module
 */
import { assertBytes } from "../../base/bytes.js";
import { membersOf } from "../../base/caller-mistakes.js";
import { fromBase64url, toBase64url } from "../../base/encoding.js";
import { parseDid } from "../../identity/did.js";
import { formatMessageId } from "../../message/message-id.js";
import { peerText } from "./client-context.js";
/** See the module comment. */
export class ClientSessions {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /** The durable sessions, a peer each. */
    list() {
        return this.#context.ask((agent) => agent.messages.sessions());
    }
    /**
     * Makes a new session with a peer that is there; earlier ones still open what is under way.
     *
     * @throws {TalosError} `E_UNREACHABLE`; `E_NOT_FOUND`; `E_AMBIGUOUS`; what a bundle is refused for.
     */
    reset(peer) {
        return this.#context.ask((agent) => agent.messages.resetSession(peerText(peer)));
    }
    /** A bundle of one's own for one peer, as a file of `talos bundle export` holds it: with one-time prekeys. */
    bundle() {
        return this.#context.ask((agent) => agent.messages.bundle());
    }
    /**
     * Makes a session from the bundle of a peer, without a network.
     *
     * @throws {TalosError} `E_BAD_BUNDLE`, `E_DOWNGRADE`, `E_STALE`, `E_BAD_KEY`, `E_VERSION` and others of a bundle.
     */
    open(offer, options = {}) {
        return this.#context.ask((agent) => {
            const kinds = { did: 'text', bundle: 'text', addresses: 'texts' };
            const { requireOneTime = false } = membersOf(options, 'options', { requireOneTime: 'boolean?' });
            return agent.messages.openSession({ offer: membersOf(offer, 'offer', kinds), requireOneTime });
        });
    }
    /** Makes a new signed prekey, which bundles offer from now on; those before are accepted until they expire. */
    rotatePrekeys() {
        return this.#context.ask((agent) => agent.messages.rotatePrekeys());
    }
    /**
     * Seals a message for a peer, without a network: what comes of it is JSON, and may go any way. Durable here when it
     * resolves; nobody acknowledges it.
     *
     * @param content - At most 1 MiB; copied.
     * @throws {TypeError} for a content that is no `Uint8Array`.
     * @throws {TalosError} `E_NO_SESSION` with a peer whose bundle was not opened; `E_LIMIT`; `E_NOT_FOUND`.
     */
    seal(peer, content) {
        return this.#context.ask(async (agent, core) => {
            assertBytes(content, 'content');
            const copy = new Uint8Array(content);
            const to = await otherThan(core, peer);
            const { id, envelope } = await (await agent.messages.messenger()).seal(to, copy);
            const { did: from } = core.identity;
            return { id: formatMessageId(id), sealed: { from, to, envelope: toBase64url(envelope) } };
        });
    }
    /**
     * Opens a sealed message, once: durable here when it resolves.
     *
     * @throws {TalosError} `E_REPLAY` the second time; `E_DECRYPT` for whatever is not from and for those it names, or does
     *   not open; `E_MALFORMED`, `E_VERSION` for another form; `E_NO_SESSION`, `E_SKIP_LIMIT`, `E_PREKEY_GONE`.
     */
    unseal(sealed) {
        return this.#context.ask(async (agent) => {
            const kinds = { from: 'text', to: 'text', envelope: 'text' };
            const { from, to, envelope: text } = membersOf(sealed, 'sealed', kinds);
            const envelope = fromBase64url(text);
            const opened = await (await agent.messages.messenger()).openSealed({ from, to, envelope });
            const { id, receivedAtMs, content } = opened;
            return { id: formatMessageId(id), from: parseDid(opened.from), receivedAtMs, content };
        });
    }
}
async function otherThan(core, peer) {
    const did = await core.peer(peerText(peer));
    if (did === core.identity.did)
        throw new RangeError('peer is the own identity');
    return did;
}
