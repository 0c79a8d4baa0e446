import type { BundleOffer, PrekeyView, SealedFile, SealOutcome, SessionMade, SessionView } from '../api/message-api.ts';
import { type ClientContext } from './client-context.ts';
import type { OneTimeOptions } from './client-types.ts';
import type { ReceivedText } from './secure-channel.ts';
/** See the module comment. */
export declare class ClientSessions {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /** The durable sessions, a peer each. */
    list(): Promise<readonly SessionView[]>;
    /**
     * Makes a new session with a peer that is there; earlier ones still open what is under way.
     *
     * @throws {TalosError} `E_UNREACHABLE`; `E_NOT_FOUND`; `E_AMBIGUOUS`; what a bundle is refused for.
     */
    reset(peer: string): Promise<SessionMade>;
    /** A bundle of one's own for one peer, as a file of `talos bundle export` holds it: with one-time prekeys. */
    bundle(): Promise<BundleOffer>;
    /**
     * Makes a session from the bundle of a peer, without a network.
     *
     * @throws {TalosError} `E_BAD_BUNDLE`, `E_DOWNGRADE`, `E_STALE`, `E_BAD_KEY`, `E_VERSION` and others of a bundle.
     */
    open(offer: BundleOffer, options?: OneTimeOptions): Promise<SessionMade>;
    /** Makes a new signed prekey, which bundles offer from now on; those before are accepted until they expire. */
    rotatePrekeys(): Promise<PrekeyView>;
    /**
     * Seals a message for a peer, without a network: what comes of it is JSON, and may go any way. Durable here when it
     * resolves; nobody acknowledges it.
     *
     * @param content - At most 1 MiB; copied.
     * @throws {TypeError} for a content that is no `Uint8Array`.
     * @throws {TalosError} `E_NO_SESSION` with a peer whose bundle was not opened; `E_LIMIT`; `E_NOT_FOUND`.
     */
    seal(peer: string, content: Uint8Array): Promise<SealOutcome>;
    /**
     * Opens a sealed message, once: durable here when it resolves.
     *
     * @throws {TalosError} `E_REPLAY` the second time; `E_DECRYPT` for whatever is not from and for those it names, or does
     *   not open; `E_MALFORMED`, `E_VERSION` for another form; `E_NO_SESSION`, `E_SKIP_LIMIT`, `E_PREKEY_GONE`.
     */
    unseal(sealed: SealedFile): Promise<ReceivedText>;
}
