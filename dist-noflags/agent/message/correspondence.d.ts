import type { AgentRecord } from '../../identity/agent-record.ts';
import { type Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import type { Acceptance, BundleOffer, DeliveryParams, DeliveryView, Feed, FeedOptions, FollowParams, HistoryAnswer, HistoryEntry, HistoryParams, IncomingMessage, Listening, ListenOptions, ListenParams, MessagesApi, PrekeyView, SealedFile, SealOutcome, SealParams, SendOutcome, SendParams, SessionMade, SessionView } from '../api/message-api.ts';
import type { DialParts } from '../reach/peer-dial.ts';
import { Deliveries } from './deliveries.ts';
import type { FileLetterTaker } from './file-letter.ts';
import { Mail } from './mail.ts';
import { MessageGrants } from './message-grants.ts';
import type { Messenger } from './messenger.ts';
/** See the module comment. */
export declare class Correspondence implements MessagesApi, AsyncDisposable {
    #private;
    /** Whose files are taken, as whoever listens says. */
    fileAcceptance: Acceptance;
    /** Takes files out of mailboxes; set before the messenger is opened. */
    files: FileLetterTaker | undefined;
    /** What becomes of messages; there before the messenger is. */
    readonly deliveries: Deliveries;
    /** @param rootsOf - Whose root tokens a service accepts; this agent's alone where absent. */
    constructor(core: AgentCore, platform: AgentPlatform, rootsOf?: (service: string) => readonly Did[]);
    readonly messageVerdict: MessageGrants['verdict'];
    readonly fileVerdict: MessageGrants['fileVerdict'];
    readonly fileChain: (peer: Did) => readonly string[] | undefined;
    /** Calls `listener` whenever somebody begins to listen. */
    onListening(listener: () => void): void;
    /** The messenger, opened when first needed. */
    messenger(): Promise<Messenger>;
    /** Servers, and what goes through them; opened when first needed. */
    mail(): Promise<Mail>;
    /** Stays registered, and found, as long as it is open; mailboxes keep what they have. */
    stayFound(): Promise<AsyncDisposable>;
    /** The newest record of a peer that anybody knows. */
    find(peer: Did): Promise<AgentRecord | undefined>;
    /** Stays registered and takes what mailboxes have, for as long as the agent runs. */
    takeMail(): Promise<void>;
    /** Takes a link of purpose `message` that a peer dialled. */
    accept(link: Link): Promise<void>;
    /** What waits for a peer goes out now, where messages are in use at all. */
    resume(peer: Did): Promise<void>;
    send(params: SendParams, signal?: AbortSignal): Promise<SendOutcome>;
    delivery({ peer, id, waitMs, port }: DeliveryParams, signal?: AbortSignal): Promise<DeliveryView>;
    listen(params: ListenParams, options?: ListenOptions): Promise<Listening>;
    follow({ peer: text }: FollowParams, { signal }?: FeedOptions): Promise<Feed<HistoryEntry>>;
    history({ peer, last, before }: HistoryParams): Promise<HistoryAnswer>;
    /** How a peer is reached for whom nothing but a DID is known. */
    get dialling(): DialParts;
    sessions(): Promise<readonly SessionView[]>;
    resetSession(text: string): Promise<SessionMade>;
    openSession(params: {
        readonly offer: BundleOffer;
        readonly requireOneTime: boolean;
    }): Promise<SessionMade>;
    seal({ peer, text }: SealParams): Promise<SealOutcome>;
    open({ from, to, envelope }: SealedFile): Promise<IncomingMessage>;
    bundle(): Promise<BundleOffer>;
    rotatePrekeys(): Promise<PrekeyView>;
    /** Ends the listening and the links. */
    [Symbol.asyncDispose](): Promise<void>;
}
