/**
 * What commands ask about messages and about the peers that they go to. Part of `AgentApi`, under the same rules:
 * types only, JSON values only.
 *
 * @module
 */
import type { SessionsWithPeer } from '../message/session-list.ts';
/** The text of a message. */
export interface TextContent {
    /** The text; replacement characters where the bytes are no UTF-8. From a peer: not escaped. */
    readonly text: string;
    /** Length of the message in bytes. */
    readonly bytes: number;
    /** The bytes in base64, where they are no UTF-8. */
    readonly base64?: string;
}
/** What to send. */
export interface SendParams {
    /** DID or alias. */
    readonly peer: string;
    /** At most 1 MiB of UTF-8. */
    readonly text: string;
    /** Milliseconds to wait for the delivery, through a peer that is away. Absent: as long as a link that is there lasts, at most `ACKNOWLEDGEMENT_TIMEOUT_MS`. */
    readonly waitMs?: number;
    /** Where the peer's prekey bundle came another way. */
    readonly offer?: BundleOffer;
    /** Port to listen on meanwhile. */
    readonly port?: number;
}
/** What became of a message. */
export interface SendOutcome {
    /** UUIDv7 as text. */
    readonly id: string;
    /** The recipient's DID. */
    readonly peer: string;
    readonly state: 'delivered' | 'queued';
    /** Where it is queued: whether it also lies in a mailbox of the peer. */
    readonly inMailbox: boolean;
}
/** Which message is waited for. */
export interface DeliveryParams {
    /** DID or alias. */
    readonly peer: string;
    /** UUIDv7 as text. */
    readonly id: string;
    /** Milliseconds to wait, through links that break and a peer that is away. */
    readonly waitMs: number;
    /** Port to listen on meanwhile. */
    readonly port?: number;
}
/** What has become of a message of our own. */
export interface DeliveryView {
    readonly id: string;
    /** The recipient's DID. */
    readonly peer: string;
    readonly state: HistoryEntry['state'];
    /** Why it failed; `""` otherwise. */
    readonly reason: string;
}
/** A message sealed into a file, and between whom: what anybody may see. */
export interface SealedFile {
    /** DID of who sealed it. */
    readonly from: string;
    /** DID of who can open it. */
    readonly to: string;
    /** base64url of the envelope, PROTOCOL.md §5.7. */
    readonly envelope: string;
}
/** What to seal. */
export interface SealParams {
    /** DID or alias. */
    readonly peer: string;
    /** At most 1 MiB of UTF-8; may be empty. */
    readonly text: string;
}
/** A message that was sealed. */
export interface SealOutcome {
    /** UUIDv7 as text. */
    readonly id: string;
    readonly sealed: SealedFile;
}
/** A session that was made. */
export interface SessionMade {
    readonly peer: string;
    /** Its transcript hash, 64 hex digits. */
    readonly session: string;
    /** Whether an X25519 one-time prekey went into it. */
    readonly oneTime: boolean;
    /** Whether a one-time KEM prekey did. */
    readonly oneTimeKem: boolean;
}
/** Whose messages are taken: everybody's, or those of peers with an alias, or also those of whom somebody allows when asked. */
export type Acceptance = 'all' | 'contacts' | 'ask';
/** How to listen. */
export interface ListenParams {
    readonly accept: Acceptance;
    /** Whose files are taken, likewise; where absent, those of others wait until somebody accepts them: `ask`. */
    readonly files?: Acceptance;
    /** Address to listen on, where the agent does not listen already. */
    readonly host?: string;
    /** 0: any free port. Absent: the usual one, or any free one when that is taken. */
    readonly port?: number;
}
/** How to end what lasts. */
export interface FeedOptions {
    /** Closes it, as `close()` does. */
    readonly signal?: AbortSignal;
}
/** A stranger that wants to send messages. */
export interface SenderRequest {
    /** Its DID. */
    readonly from: string;
    /** Where it is: a multiaddr. */
    readonly address: string;
}
/** How to listen, beside what can be said in JSON. */
export interface ListenOptions extends FeedOptions {
    /** Asks a person, about one stranger at a time, whose links wait meanwhile. Needed with `accept: 'ask'`. */
    readonly ask?: (sender: SenderRequest) => Promise<boolean>;
    /** Told what people may want to know, as long as it lasts: `Notice` of `AgentApi`, not escaped. */
    readonly onNotice?: (notice: {
        readonly message: string;
        readonly peer?: string;
    }) => void;
}
/** What a person must know of an agent that listens. */
export interface ListenInfo {
    readonly did: string;
    readonly addresses: readonly string[];
}
/** A message that came. */
export interface IncomingMessage extends TextContent {
    /** UUIDv7 as text; the sender's, and delivered once. */
    readonly id: string;
    /** The sender's DID. */
    readonly from: string;
    /** What the sender is called here; `""` where it has no alias. */
    readonly alias: string;
    /** Milliseconds since 1970, by our clock. */
    readonly receivedAtMs: number;
}
/** What comes, for one reader. */
export interface Feed<T> {
    /** The oldest that was not taken, when there is one; undefined once it is over. */
    next(): Promise<T | undefined>;
    /** What `next` gave was taken: it does not come again. */
    take(): Promise<void>;
    /** Settles when it is over: resolves after `close()`, rejects with a `TalosError` otherwise. */
    readonly ended: Promise<void>;
    /** Ends it. Repeatable. */
    close(): Promise<void>;
}
/** Messages as they come. What was taken is so durably; what was not comes again to who listens next. */
export interface Listening extends Feed<IncomingMessage> {
    readonly info: ListenInfo;
}
/** Which messages. */
export interface HistoryParams {
    /** DID or alias. */
    readonly peer?: string;
    /** At most so many, the newest. */
    readonly last: number;
    /** Only those before the page that gave this. */
    readonly before?: string;
}
/** Of which messages. */
export interface FollowParams {
    /** DID or alias. */
    readonly peer?: string;
}
/** A message, and what has become of it. */
export interface HistoryEntry extends TextContent {
    /** UUIDv7 as text. */
    readonly id: string;
    readonly peer: string;
    readonly alias: string;
    readonly direction: 'sent' | 'received';
    /** When it was stored here first, milliseconds since 1970. */
    readonly atMs: number;
    /**
     * Of one's own: `queued`, `sent`, `delivered`, `failed`; `sealed` into a file. Of others': `waiting` to be taken,
     * `received`. `repaired` is no message: the session was made anew, by this agent where it was `sent`.
     */
    readonly state: 'queued' | 'sent' | 'delivered' | 'failed' | 'sealed' | 'waiting' | 'received' | 'repaired';
    /** Why it failed, or was repaired; `""` otherwise. */
    readonly reason: string;
}
/** Messages, the oldest first: as many as fit. */
export interface HistoryAnswer {
    readonly messages: readonly HistoryEntry[];
    /** For those before; `""` where there are none. */
    readonly before: string;
}
/** The durable sessions with a peer. */
export interface SessionView extends Omit<SessionsWithPeer, 'peer' | 'session'> {
    readonly peer: string;
    readonly alias: string;
    /** Transcript hash of the session that sends, 64 hex digits. */
    readonly session: string;
}
/** A prekey bundle, and where its owner may be reached: a hint that nobody signed. */
export interface BundleOffer {
    readonly did: string;
    /** base64url of the bundle, PROTOCOL.md §5.1. */
    readonly bundle: string;
    readonly addresses: readonly string[];
}
/** The signed prekey that bundles offer. */
export interface PrekeyView {
    readonly id: number;
    /** Milliseconds since 1970. */
    readonly madeAtMs: number;
    /** Until when it is accepted, milliseconds since 1970; it is offered for 7 days. */
    readonly expiresAtMs: number;
}
/** Messages of the agent of a data directory. */
export interface MessagesApi {
    /**
     * Sends a message, or keeps it for a peer that is away.
     *
     * @param signal - Ends the waiting; a message that was stored stays queued.
     * @throws {TalosError} `E_UNREACHABLE` where no session and no address of the peer is known; `E_NOT_FOUND`; `E_LIMIT`.
     */
    send(params: SendParams, signal?: AbortSignal): Promise<SendOutcome>;
    /**
     * Waits until a message is delivered or given up, or the time is over.
     *
     * @param signal - Ends the waiting.
     * @throws {TalosError} `E_NOT_FOUND` where there is none of this id.
     */
    delivery(params: DeliveryParams, signal?: AbortSignal): Promise<DeliveryView>;
    /** Takes messages for as long as it is open. @throws {TalosError} `E_LIMIT` while somebody else does. */
    listen(params: ListenParams, options?: ListenOptions): Promise<Listening>;
    /** What was sent and received. */
    history(params: HistoryParams): Promise<HistoryAnswer>;
    /**
     * Each message with its state, whenever one is new or its state another, from now on.
     *
     * @returns Ends with `E_LIMIT` where it is read too slowly.
     */
    follow(params: FollowParams, options?: FeedOptions): Promise<Feed<HistoryEntry>>;
    /** The durable sessions. */
    sessions(): Promise<readonly SessionView[]>;
    /** Makes a new session with a peer that is there; earlier ones still open what is under way. */
    resetSession(peer: string): Promise<SessionMade>;
    /**
     * Makes a new session from the bundle of a peer, without a network.
     *
     * @throws {TalosError} `E_BAD_BUNDLE`, `E_DOWNGRADE`, `E_STALE`, `E_BAD_KEY`, `E_VERSION` and others of a bundle.
     */
    openSession(params: {
        readonly offer: BundleOffer;
        readonly requireOneTime: boolean;
    }): Promise<SessionMade>;
    /**
     * Seals a message into a file, without a network: durable here when it resolves, and nobody acknowledges it.
     *
     * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT`; `E_NOT_FOUND`.
     */
    seal(params: SealParams): Promise<SealOutcome>;
    /**
     * Opens a message out of a file, once: durable here when it resolves.
     *
     * @throws {TalosError} `E_REPLAY` the second time; `E_DECRYPT` for whatever is not from and for those it names, or
     *   does not open; `E_MALFORMED`, `E_VERSION` for another form; `E_NO_SESSION`, `E_SKIP_LIMIT`, `E_PREKEY_GONE`.
     */
    open(sealed: SealedFile): Promise<IncomingMessage>;
    /** A bundle of one's own for somebody who is to send messages: with one-time prekeys, for one. */
    bundle(): Promise<BundleOffer>;
    /** Makes a new signed prekey, which bundles offer from now on; those before are accepted until they expire. */
    rotatePrekeys(): Promise<PrekeyView>;
}
/** A peer, as its owner names it. */
export interface NewContact {
    readonly did: string;
    readonly alias: string;
    /** Multiaddrs. */
    readonly addresses: readonly string[];
}
/** A peer. */
export interface PeerView {
    readonly did: string;
    /** What it is called here; `""` where it has no alias. */
    readonly alias: string;
    /** Multiaddrs, the one that worked last first. */
    readonly addresses: readonly string[];
    /** Whether its fingerprint was compared. */
    readonly verified: boolean;
    /** When, milliseconds since 1970. */
    readonly verifiedAtMs?: number;
    /** DID of another identity that was found in its place: nothing goes to it until that is settled. */
    readonly changed?: string;
}
/** What two people compare. PROTOCOL.md §4.4. */
export interface FingerprintView {
    /** Of the peer. */
    readonly did: string;
    /** 12 words. */
    readonly words: readonly string[];
    /** For a QR code. */
    readonly text: string;
}
/** A peer, and what to compare with it. */
export interface ComparedPeer {
    readonly peer: PeerView;
    readonly fingerprint: FingerprintView;
    /** That of the identity that was found in its place. */
    readonly offered?: FingerprintView;
}
/** The peers that are known here, and what their owner calls them. */
export interface ContactsApi {
    /** All of them. */
    peers(): Promise<readonly PeerView[]>;
    /**
     * Gives a peer an alias and addresses.
     *
     * @throws {TalosError} `E_USAGE` for an alias that is none; `E_IDENTITY_CHANGED` for one that is pinned to another
     *   identity, of which the new one is noted.
     */
    add(params: NewContact): Promise<PeerView>;
    /** Gives a peer another alias. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; `E_USAGE`. */
    rename(params: {
        readonly peer: string;
        readonly alias: string;
    }): Promise<PeerView>;
    /** Forgets the alias and the addresses of a peer. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    remove(peer: string): Promise<PeerView>;
    /** What to compare with a peer, named by its DID or its whole alias. @throws {TalosError} `E_NOT_FOUND`. */
    fingerprint(peer: string): Promise<ComparedPeer>;
    /**
     * Marks a peer as verified, durably.
     *
     * @param params - The peer, and what its owner read out: the words, or the text of the QR code.
     * @throws {TalosError} `E_NOT_FOUND`; `E_IDENTITY_MISMATCH` for a fingerprint of others; `E_IDENTITY_CHANGED` for
     *   that of the identity that was found in its place.
     */
    verify(params: {
        readonly peer: string;
        readonly given: string;
    }): Promise<PeerView>;
    /**
     * Settles a change of identity: the alias goes over to the identity that was found, or stays.
     *
     * @param params - The contact, by its DID or its whole alias; the DID to go on with, one of the two.
     * @throws {TalosError} `E_NOT_FOUND` where nothing was found in its place; `E_IDENTITY_MISMATCH` for a third
     *   identity; `E_USAGE` for one that has an alias already.
     */
    accept(params: {
        readonly peer: string;
        readonly did: string;
    }): Promise<PeerView>;
}
