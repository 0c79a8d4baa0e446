/**
 * Messages of a running agent as every command asks for them: a messenger, opened when first needed, in the words of
 * `MessagesApi`.
 *
 * @module
 */
import { BoundedMap } from '../../base/bounded.ts';
import { type Bytes, fromUtf8, toHex, utf8 } from '../../base/bytes.ts';
import { fromBase64url, toBase64, toBase64url } from '../../base/encoding.ts';
import { TalosError } from '../../base/errors.ts';
import { closeAll } from '../../base/lifetime.ts';
import type { AgentRecord } from '../../identity/agent-record.ts';
import { type Did, didOfKey, parseDid } from '../../identity/did.ts';
import { formatMessageId, parseMessageId } from '../../message/message-id.ts';
import type { Host, Link } from '../../net/link.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import type {
  Acceptance,
  BundleOffer,
  DeliveryParams,
  DeliveryView,
  Feed,
  FeedOptions,
  FollowParams,
  HistoryAnswer,
  HistoryEntry,
  HistoryParams,
  IncomingMessage,
  Listening,
  ListenOptions,
  ListenParams,
  MessagesApi,
  PrekeyView,
  SealedFile,
  SealOutcome,
  SealParams,
  SendOutcome,
  SendParams,
  SessionMade,
  SessionView,
  TextContent,
} from '../api/message-api.ts';
import { noteIdentityChange } from '../identity/identity-change.ts';
import type { DialParts } from '../reach/peer-dial.ts';
import type { RecordSearch } from '../reach/record-finder.ts';
import { Deliveries } from './deliveries.ts';
import type { FileLetterTaker } from './file-letter.ts';
import { GatedLink, textBytes } from './gated-link.ts';
import { HistoryFeed, WatchedStore } from './history-feed.ts';
import type { InboxReader } from './inbox-reader.ts';
import { type ListenTurn, ListenTurns } from './listen-turns.ts';
import { Mail } from './mail.ts';
import { MessageGrants } from './message-grants.ts';
import type { HistoryMessage } from './message-history.ts';
import type { ReceivedMessage } from './message-records.ts';
import { openMessaging } from './messaging.ts';
import type { Messenger } from './messenger.ts';
import type { EstablishedSession } from './messenger-types.ts';
import { repairWords } from './repair-words.ts';
import { answered, InboxStrangers, SenderGate } from './sender-gate.ts';

/** While nobody listens: what comes waits in the inbox. */
const OPEN_GATE: SenderGate = new SenderGate('all');

/** Peers of whom it is remembered that a capability let them write. */
const MAX_WRITERS = 1024;

/** What a listener holds, and gives back when it ends. */
interface HeldByListener {
  readonly reader: InboxReader;
  readonly held: readonly AsyncDisposable[];
  readonly turn: ListenTurn;
}

/** See the module comment. */
export class Correspondence implements MessagesApi, AsyncDisposable {
  readonly #core: AgentCore;
  readonly #platform: AgentPlatform;
  #messenger: Promise<Messenger> | undefined;
  #mail: Promise<Mail> | undefined;
  #taking: Promise<AsyncDisposable> | undefined;
  #listening: Listening | undefined;
  readonly #turns = new ListenTurns();
  /** What is told of each message, for those who look on. */
  readonly #store: WatchedStore;
  readonly #ending = new AbortController();
  #gate = OPEN_GATE;
  /** Whose files are taken, as whoever listens says. */
  fileAcceptance: Acceptance = 'ask';
  readonly #grants: MessageGrants;
  /** Who wrote under a capability while somebody listened. */
  readonly #writers = new BoundedMap<Did, true>(MAX_WRITERS);
  #onListening: () => void = () => {};
  /** Takes files out of mailboxes; set before the messenger is opened. */
  files: FileLetterTaker | undefined;
  /** What becomes of messages; there before the messenger is. */
  readonly deliveries: Deliveries = new Deliveries();

  /** @param rootsOf - Whose root tokens a service accepts; this agent's alone where absent. */
  constructor(core: AgentCore, platform: AgentPlatform, rootsOf?: (service: string) => readonly Did[]) {
    this.#core = core;
    this.#grants = new MessageGrants(core, rootsOf ?? (() => [core.identity.did]));
    this.#store = new WatchedStore(core.store);
    this.#platform = platform;
  }

  readonly messageVerdict: MessageGrants['verdict'] = (...asked) => this.#grants.verdict(...asked);
  readonly fileVerdict: MessageGrants['fileVerdict'] = (...asked) => this.#grants.fileVerdict(...asked);
  readonly fileChain = (peer: Did): readonly string[] | undefined => this.#grants.toPresent(peer, 'files');

  /** Calls `listener` whenever somebody begins to listen. */
  onListening(listener: () => void): void {
    this.#onListening = listener;
  }

  /** The messenger, opened when first needed. */
  messenger(): Promise<Messenger> {
    this.#messenger ??= this.#open().catch((error: unknown) => {
      // Whoever asks later may be luckier.
      this.#messenger = undefined;
      throw error;
    });
    return this.#messenger;
  }

  async #open(): Promise<Messenger> {
    const { post } = await this.mail();
    const { epochKeys: place } = this.#platform;
    const host = (): Promise<Host> => this.#platform.host();
    const present = (peer: Did): readonly string[] | undefined => this.#grants.toPresent(peer, 'messages');
    const { deliveries, files } = this;
    return openMessaging(this.#core, { host, post, deliveries, place, store: this.#store, present, files });
  }

  /** Servers, and what goes through them; opened when first needed. */
  mail(): Promise<Mail> {
    this.#mail ??= Mail.open({
      core: this.#core,
      platform: this.#platform,
      messenger: () => this.messenger(),
      admits: (...deposit) => this.#admitsMailOf(...deposit),
      files: this.files,
    }).catch((error: unknown) => {
      this.#mail = undefined;
      throw error;
    });
    return this.#mail;
  }

  #admitsMailOf(sender: Did, closed: Promise<unknown>, envelope: Bytes): boolean | Promise<boolean> {
    const gate = this.#gate;
    if (gate.isAdmitted(sender, this.#aliasOf(sender) !== '')) return true;
    if (this.#mayWrite(sender, textBytes(envelope))) return true;
    const admitted = gate.admits(sender, { remoteAddress: 'a mailbox', closed }, false);
    return typeof admitted === 'boolean' ? admitted : answered(gate, admitted);
  }

  /** Stays registered and takes what mailboxes have, as long as it is open. */
  async #kept(): Promise<AsyncDisposable> {
    return (await this.mail()).keep();
  }

  /** Stays registered, and found, as long as it is open; mailboxes keep what they have. */
  async stayFound(): Promise<AsyncDisposable> {
    return (await this.mail()).keep(false);
  }

  /** The newest record of a peer that anybody knows. */
  async find(peer: Did): Promise<AgentRecord | undefined> {
    return (await this.mail()).post.find(peer);
  }

  /** Begins to look for a peer. */
  async #search(peer: Did, signal: AbortSignal): Promise<RecordSearch> {
    return (await this.mail()).post.finder.search(peer, signal);
  }

  /** Stays registered and takes what mailboxes have, for as long as the agent runs. */
  async takeMail(): Promise<void> {
    this.#taking ??= this.#kept().catch((error: unknown) => {
      this.#taking = undefined;
      throw error;
    });
    await this.#taking;
  }

  /** Takes a link of purpose `message` that a peer dialled. */
  async accept(link: Link): Promise<void> {
    const from = didOfKey(link.peerKey);
    const isContact = (): boolean => this.#aliasOf(from) !== '';
    const isAsked = this.#gate.asksAbout(from) && !isContact() && !this.#mayWrite(from, 0);
    // What the peer has stays queued at its side.
    if (isAsked && !(await this.#gate.admits(from, link, false))) return link.close();
    const door = new GatedLink(link, {
      self: this.#core.identity.did,
      isOpen: () => this.#gate.isAdmitted(from, isContact()),
      present: (chain) => this.#present(from, chain),
      mayPass: (bytes) => this.#mayWrite(from, bytes),
    });
    if (!(await door.admitted)) return;
    (await this.messenger()).accept(door);
  }

  #present(from: Did, chain: readonly string[]): void {
    const denial = this.#grants.present(from, chain);
    if (denial !== undefined && !this.#gate.isAdmitted(from, this.#aliasOf(from) !== ''))
      this.#core.denials.note(from, 'message', denial.code);
  }

  /** Whether a peer that is no contact may write so much now, under a capability. */
  #mayWrite(from: Did, bytes: number): boolean {
    const verdict = this.messageVerdict(from, bytes);
    if (verdict.allowed) this.#writers.set(from, true);
    else if (verdict.code !== 'NO_CAPABILITY' && verdict.code !== 'SCOPE_MISMATCH')
      this.#core.denials.note(from, 'message', verdict.code);
    return verdict.allowed;
  }

  /** What waits for a peer goes out now, where messages are in use at all. */
  async resume(peer: Did): Promise<void> {
    await (await this.#messenger)?.resume(peer);
  }

  async send(params: SendParams, signal?: AbortSignal): Promise<SendOutcome> {
    const { text, waitMs, offer, port } = params;
    const peer = await this.#other(params.peer, signal);
    const messenger = await this.messenger();
    if (port !== undefined) await this.#platform.listen(undefined, port);
    if (offer !== undefined) await this.#take(messenger, peer, offer);
    const options = { ...(signal === undefined ? {} : { signal }), ...(waitMs === undefined ? {} : { waitMs }) };
    const { id, state, inMailbox } = await messenger.send(peer, utf8(text), options);
    return { id: formatMessageId(id), peer, state, inMailbox };
  }

  async delivery({ peer, id, waitMs, port }: DeliveryParams, signal?: AbortSignal): Promise<DeliveryView> {
    const to = this.#core.known(peer);
    const messenger = await this.messenger();
    if (port !== undefined) await this.#platform.listen(undefined, port);
    // What acknowledges it may come through a mailbox.
    await using _mail = await this.#kept();
    const { state, failure } = await messenger.outcome(to, parseMessageId(id), {
      waitMs,
      ...(signal === undefined ? {} : { signal }),
    });
    return { id, peer: to, state, reason: failure };
  }

  async #take(
    messenger: Messenger,
    peer: Did,
    { did, bundle, addresses }: BundleOffer,
    requireOneTime = false,
  ): Promise<EstablishedSession> {
    if (did !== peer) {
      const contact = this.#core.peers.get(peer);
      if (contact !== undefined && contact.alias !== '')
        throw await noteIdentityChange(this.#core, contact, { did: parseDid(did), addresses });
      throw new TalosError('E_IDENTITY_MISMATCH', 'the bundle is of another agent than the one named');
    }
    // The bundle is verified first: addresses that come with a forged one are not kept.
    const made = await messenger.establishSession(peer, fromBase64url(bundle), { requireOneTime });
    await this.#core.peers.note(peer, { addresses });
    return made;
  }

  /** Who is meant. @throws {TalosError} `E_USAGE` for the own identity; what resolving throws. */
  async #other(peer: string, signal?: AbortSignal): Promise<Did> {
    const did = await this.#core.peer(peer, signal);
    if (did === this.#core.identity.did)
      throw new TalosError('E_USAGE', 'this is the own identity', { hint: 'a message goes to another agent' });
    return did;
  }

  async listen(params: ListenParams, options: ListenOptions = {}): Promise<Listening> {
    const gate = new SenderGate(params.accept, options.ask);
    const messenger = await this.messenger();
    const turn = await this.#turns.begin(options.signal);
    // What strangers sent while nobody listened waits for somebody who takes it, or says that it is to be taken.
    const strangers = new InboxStrangers(gate, () => reader?.lookAgain());
    const wants = (from: Did): boolean =>
      strangers.isWanted(from, this.#aliasOf(from) !== '' || this.#writers.has(from) || this.#mayWrite(from, 0));
    let reader: InboxReader | undefined;
    try {
      reader = turn && messenger.openReader(undefined, wants);
    } finally {
      if (reader === undefined) turn?.over();
    }
    if (turn === undefined || reader === undefined)
      throw new TalosError('E_LIMIT', 'the messages of this data directory are being read already', {
        hint: 'end the other talos listen, or use another data directory',
      });
    const unwatch = this.#core.watch(options.onNotice ?? (() => {}));
    const held: AsyncDisposable[] = [{ [Symbol.asyncDispose]: async () => unwatch() }];
    try {
      this.#gate = gate;
      this.fileAcceptance = params.files ?? 'ask';
      held.push(await this.#platform.takeMessages());
      const addresses = await this.#platform.listen(params.host, params.port);
      // Now that the own addresses are known; and what mailboxes have comes before what peers bring.
      held.push(await this.#kept());
      await messenger.sendWaiting();
      this.#onListening();
      return this.#listeningTo({ reader, held, turn }, addresses, options);
    } catch (error) {
      turn.end();
      reader.close();
      this.#openGate();
      await closeAll(held).finally(() => turn.over());
      throw error;
    }
  }

  #listeningTo(
    { reader, held, turn }: HeldByListener,
    addresses: readonly string[],
    { signal }: ListenOptions,
  ): Listening {
    let failure: unknown;
    let closing: Promise<void> | undefined;
    let settle: () => void = () => {};
    const ended = new Promise<void>((resolve, reject) => {
      settle = () => (failure === undefined ? resolve() : reject(failure));
    });
    ended.catch(() => undefined); // who awaits it hears of it
    const close = (): Promise<void> => {
      closing ??= (async () => {
        turn.end();
        reader.close();
        this.#openGate();
        this.#listening = undefined;
        try {
          await closeAll(held);
        } catch (error) {
          failure ??= error;
          throw error;
        } finally {
          unwatch();
          signal?.removeEventListener('abort', abort);
          turn.over();
          settle();
        }
      })();
      return closing;
    };
    // Nobody waits for this closing; how it went is what `ended` says.
    const abort = (): void => void close().catch(() => undefined);
    const listening: Listening = {
      info: { did: this.#core.identity.did, addresses },
      ended,
      close,
      take: () => reader.take(),
      next: async () => {
        const message = await reader.next();
        return message && this.#shown(message);
      },
    };
    this.#listening = listening;
    // Without a ledger no message is taken: it is over, and says why.
    const unwatch = this.#core.onFailure((error) => {
      failure = error;
      abort();
    });
    if (signal?.aborted === true) abort();
    else signal?.addEventListener('abort', abort, { once: true });
    return listening;
  }

  /** What is served without a listener is so for everybody. */
  #openGate(): void {
    this.#gate.close();
    this.#gate = OPEN_GATE;
    this.fileAcceptance = 'ask';
  }

  async follow({ peer: text }: FollowParams, { signal }: FeedOptions = {}): Promise<Feed<HistoryEntry>> {
    const messenger = await this.messenger();
    const peer = text === undefined ? undefined : this.#core.known(text);
    const feed = new HistoryFeed(this.#store, (key, value) => {
      const message = messenger.past.read(key, value, this.#core.clock.now());
      return message === undefined || (peer !== undefined && message.peer !== peer) ? undefined : this.#entry(message);
    });
    // It may have ended while the messenger was opened.
    const ending = AbortSignal.any([this.#ending.signal, ...(signal === undefined ? [] : [signal])]);
    const abort = (): void => feed.end();
    const unwatch = this.#core.onFailure((error) => feed.end(error));
    const forget = (): void => {
      unwatch();
      ending.removeEventListener('abort', abort);
    };
    feed.ended.then(forget, forget);
    if (ending.aborted) abort();
    else ending.addEventListener('abort', abort, { once: true });
    return feed;
  }

  async history({ peer, last, before }: HistoryParams): Promise<HistoryAnswer> {
    const page = await (await this.messenger()).history({
      last,
      ...(peer === undefined ? {} : { peer: this.#core.known(peer) }),
      ...(before === undefined ? {} : { before }),
    });
    return {
      before: page.before,
      messages: page.messages.map((message) => this.#entry(message)),
    };
  }

  #entry(message: HistoryMessage): HistoryEntry {
    return {
      id: formatMessageId(message.id),
      peer: message.peer,
      alias: this.#aliasOf(message.peer),
      direction: message.direction,
      atMs: message.atMs,
      state: message.state,
      reason: message.repair === undefined ? message.failure : repairWords(message.repair),
      ...textOf(message.content),
    };
  }

  /** How a peer is reached for whom nothing but a DID is known. */
  get dialling(): DialParts {
    return { host: () => this.#platform.host(), search: (peer, signal) => this.#search(peer, signal) };
  }

  async sessions(): Promise<readonly SessionView[]> {
    const found = await (await this.messenger()).sessions();
    return found.map(({ peer, session, ...rest }) => ({
      peer,
      alias: this.#aliasOf(peer),
      session: toHex(session),
      ...rest,
    }));
  }

  async resetSession(text: string): Promise<SessionMade> {
    const peer = this.#core.known(text);
    const { session, ...oneTime } = await (await this.messenger()).establishSession(peer);
    return { peer, session: toHex(session), ...oneTime };
  }

  async openSession(params: { readonly offer: BundleOffer; readonly requireOneTime: boolean }): Promise<SessionMade> {
    const { offer, requireOneTime } = params;
    const peer = await this.#other(parseDid(offer.did));
    const { session, ...oneTime } = await this.#take(await this.messenger(), peer, offer, requireOneTime);
    return { peer, session: toHex(session), ...oneTime };
  }

  async seal({ peer, text }: SealParams): Promise<SealOutcome> {
    const to = await this.#other(peer);
    const { id, envelope } = await (await this.messenger()).seal(to, utf8(text));
    const { did: from } = this.#core.identity;
    return { id: formatMessageId(id), sealed: { from, to, envelope: toBase64url(envelope) } };
  }

  async open({ from, to, envelope }: SealedFile): Promise<IncomingMessage> {
    const bytes = fromBase64url(envelope);
    return this.#shown(await (await this.messenger()).openSealed({ from, to, envelope: bytes }));
  }

  async bundle(): Promise<BundleOffer> {
    const bundle = toBase64url(await (await this.messenger()).prekeyBundle());
    return { did: this.#core.identity.did, bundle, addresses: this.#platform.addresses() };
  }

  async rotatePrekeys(): Promise<PrekeyView> {
    const prekey = await (await this.messenger()).rotatePrekeys();
    await this.#core.ledger.append({ type: 'rotation', what: 'prekeys', prekey: prekey.id }).durable();
    return prekey;
  }

  #shown({ id, from, receivedAtMs, content }: ReceivedMessage): IncomingMessage {
    return { id: formatMessageId(id), from, alias: this.#aliasOf(from), receivedAtMs, ...textOf(content) };
  }

  #aliasOf(peer: string): string {
    return this.#core.peers.get(parseDid(peer))?.alias ?? '';
  }

  /** Ends the listening and the links. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listening?.close();
    this.#ending.abort();
    this.deliveries.close();
    await (await this.#mail?.catch(() => undefined))?.[Symbol.asyncDispose]();
    // One that could not be opened holds nothing; who asked for it was told.
    await (await this.#messenger?.catch(() => undefined))?.[Symbol.asyncDispose]();
  }
}

function textOf(content: Bytes): TextContent {
  const bytes = content.length;
  try {
    return { text: fromUtf8(content), bytes };
  } catch {
    // No UTF-8: shown as far as it is, and given as it is.
    return { text: new TextDecoder().decode(content), bytes, base64: toBase64(content) };
  }
}
