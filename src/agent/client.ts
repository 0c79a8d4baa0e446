/**
 * The SDK's face of a running agent: sessions and messages, grants, tool calls, the audit trail.
 *
 * @module
 */
import { assertBytes, type Bytes } from '../base/bytes.ts';
import { invariant, TalosError } from '../base/errors.ts';
import { type Json, type JsonObject, parseJson, writeJson } from '../codec/json.ts';
import { type Did, didOfKey, parseDid } from '../identity/did.ts';
import type { DidDocument } from '../identity/did-document.ts';
import { formatMessageId } from '../message/message-id.ts';
import { serverAddress } from '../net/address.ts';
import { formatPeerId, parsePeerId } from '../net/peer-id.ts';
import type { Agent } from './agent.ts';
import type { AgentCore } from './agent-core.ts';
import type { RenewedView, ServedService, ServeParams, Tunnel, WatchOptions } from './api.ts';
import { assertText, mistakesOfCaller, type WaitOptions, waitOptions } from './caller-mistakes.ts';
import {
  type CapabilityVerdict,
  type DelegationRequest,
  delegateCapability,
  type GrantedCapability,
  type GrantRequest,
  grantCapability,
  type VerificationRequest,
  verifyCapability,
} from './client-authority.ts';
import {
  assertJustification,
  type CallIntent,
  callError,
  type IntentOptions,
  ownCallOptions,
  type ToolCallOptions,
  type ToolResult,
} from './client-calls.ts';
import type { Audit, DeliveryEvent, OneTimeOptions } from './client-types.ts';
import type { DeliveryFeed } from './deliveries.ts';
import { type LocalServer, localToolServer, TalosClientTransport } from './mcp-transport.ts';
import type { Messenger } from './messenger.ts';
import type { RevokedView } from './revocation-api.ts';
import { type ReceivedText, SecureChannel, type SentMessage } from './secure-channel.ts';
import type { RegistrationView } from './server-api.ts';
import type { CallConnection } from './using.ts';

export type {
  CapabilityVerdict,
  DelegationRequest,
  GrantedCapability,
  GrantRequest,
  VerificationRequest,
} from './client-authority.ts';
export type { CallIntent, IntentOptions, ToolCallOptions, ToolResult } from './client-calls.ts';
export type { Audit, DeliveryEvent, OneTimeOptions } from './client-types.ts';
export type { ReceivedText, SentMessage } from './secure-channel.ts';

const DEFAULT_LENDING_S = 900;

/** A prekey bundle, and where its owner may be reached: a hint that nobody signed. */
export interface PrekeyOffer {
  /** PROTOCOL.md §5.1. */
  readonly bundle: Bytes;
  readonly addresses: readonly string[];
}

/** What a client is made of; owned by its maker. */
export interface ClientParts {
  readonly agent: Agent;
  readonly core: AgentCore;
  /** The messenger, opened when first needed. */
  readonly messenger: () => Promise<Messenger>;
  /** Listens as configured, where it does not yet. @returns The multiaddrs it is reached at. */
  readonly listen: () => Promise<readonly string[]>;
  /** Ends everything. */
  readonly close: () => Promise<void>;
}

/** A tool server in this process, to be lent. */
export interface LocalLending {
  readonly server: LocalServer;
  readonly service: string;
  /** Patterns over its tools, as `--allow` of the command line. */
  readonly allow: string;
  readonly deny?: string;
  /** Life of the capabilities that an invitation would give, seconds; nobody is invited here. */
  readonly expiresInS?: number;
}

/** See the module comment. Made by `TalosClient.create`; `await using` closes everything. */
export class TalosClient implements AsyncDisposable {
  readonly did: Did;
  /** libp2p's name of the same key. */
  readonly peerId: string;
  readonly name: string;
  readonly audit: Audit;
  readonly #parts: ClientParts;
  readonly #calls = new Map<string, Promise<CallConnection>>();
  #closing: Promise<void> | undefined;

  constructor(parts: ClientParts) {
    const { identity, ledger } = parts.core;
    this.#parts = parts;
    this.did = identity.did;
    this.name = identity.name;
    this.peerId = formatPeerId(identity.signing.publicKey);
    this.audit = {
      query: (query = {}) => ledger.query(query),
      prove: (id) => ledger.prove(id),
      verify: () => parts.agent.auditVerify(),
    };
  }

  /** Listens, where it does not yet. @returns The multiaddrs it is reached at. */
  listen(): Promise<readonly string[]> {
    this.#assertOpen();
    return this.#parts.listen();
  }

  /**
   * Announces this agent at a server, whose key is pinned then: from now on others find it there by its DID, and leave
   * messages for it while it is away, which come when it takes messages again.
   *
   * @param place - `HOST:PORT`, or a multiaddr.
   * @throws {TypeError} for any other form.
   * @throws {TalosError} as `ServersApi.register`.
   */
  async register(place: string, options: { readonly signal?: AbortSignal } = {}): Promise<RegistrationView> {
    this.#assertOpen();
    assertText(place, 'place');
    const { signal } = waitOptions(options);
    await this.#receive();
    const { agent } = this.#parts;
    const [made] = await agent.servers.register({ address: addressOf(place) }, signal);
    invariant(made !== undefined, 'a server that was named is registered with');
    return made;
  }

  /** Listens, and takes what mailboxes have. @returns The multiaddrs it is reached at. */
  async #receive(): Promise<readonly string[]> {
    const { agent, listen } = this.#parts;
    const addresses = await listen();
    await agent.messages.takeMail();
    return addresses;
  }

  /**
   * The document of a DID: `did:key`, `did:web`, and whatever the client was given resolvers for.
   *
   * @throws {TalosError} `E_BAD_DID`; `E_BAD_DOCUMENT`; `E_NOT_FOUND`; `E_UNREACHABLE`; `E_TIMEOUT`; `E_LIMIT`.
   */
  resolveDid(did: string, options: { readonly signal?: AbortSignal } = {}): Promise<DidDocument> {
    this.#assertOpen();
    return this.#parts.core.resolveDid(did, options.signal);
  }

  /** Remembers where a peer is. */
  async addPeer(peer: string, addresses: readonly string[]): Promise<void> {
    this.#assertOpen();
    await this.#parts.core.peers.note(didOf(peer), { addresses });
  }

  /**
   * A bundle for a peer that is to open a session with this agent, which listens from now on.
   *
   * @throws {TalosError} `E_LIMIT` where one-time prekeys are required and 100 wait to be used.
   */
  async prekeyBundle(options: OneTimeOptions = {}): Promise<PrekeyOffer> {
    this.#assertOpen();
    const addresses = await this.#receive();
    return { bundle: await (await this.#parts.messenger()).prekeyBundle(options), addresses };
  }

  /**
   * Makes a durable session with a peer.
   *
   * @param peer - Its DID or libp2p peer id.
   * @param offer - Its bundle; asked for over the network where absent.
   * @param options - Whether a session without one-time prekeys is refused (`E_DOWNGRADE`).
   * @throws {TalosError} `E_BAD_BUNDLE`, `E_DOWNGRADE`, `E_STALE`, `E_BAD_KEY`, `E_VERSION` for a bundle that does not
   *   do; `E_UNREACHABLE` where it cannot be had.
   */
  async establishSession(peer: string, offer?: PrekeyOffer, options: OneTimeOptions = {}): Promise<void> {
    this.#assertOpen();
    const did = this.#otherThan(peer);
    const messenger = await this.#parts.messenger();
    // The bundle is verified first: addresses that come with a forged one are not kept.
    await messenger.establishSession(did, offer?.bundle, options);
    if (offer !== undefined) await this.addPeer(did, offer.addresses);
  }

  /**
   * Sends a message.
   *
   * @param content - At most 1 MiB; copied.
   * @returns `delivered` once the peer has stored it; `queued` where it is away: it is kept, durably, and goes out with
   *   the next link to the peer, which is tried for as long as this client is open; with `inMailbox` it also lies in a
   *   mailbox of the peer. With `waitMs` it waits so long.
   * @throws {TypeError} for a content that is no `Uint8Array`.
   * @throws {RangeError} where the peer is this agent.
   * @throws {TalosError} `E_UNREACHABLE` for a peer with neither a session nor an address; `E_LIMIT` above 1 MiB, or
   *   while 1,000 wait for the peer; what `establishSession` throws.
   * @throws The reason of the signal, where that aborts before the message was stored.
   */
  async send(peer: string, content: Uint8Array, options: WaitOptions = {}): Promise<SentMessage> {
    this.#assertOpen();
    const waiting = waitOptions(options);
    assertBytes(content, 'content');
    const copy = new Uint8Array(content);
    const messenger = await this.#parts.messenger();
    const { id, state, inMailbox } = await messenger.send(this.#otherThan(peer), copy, waiting);
    // What acknowledges it comes the same way.
    if (inMailbox) await this.#parts.agent.messages.takeMail();
    return { id: formatMessageId(id), state, inMailbox };
  }

  /**
   * Messages for one reader, the oldest first; each comes once. Those of peers with an open {@link SecureChannel} come to
   * that alone. Ends when the client closes.
   *
   * @throws {TypeError} while somebody else reads them: another loop, or `talos listen` on the same data directory.
   * @throws The reason of the signal where that aborts.
   */
  async *messages(options: { readonly signal?: AbortSignal } = {}): AsyncGenerator<ReceivedText, void, void> {
    this.#assertOpen();
    const { signal } = waitOptions(options);
    signal?.throwIfAborted();
    await this.#receive();
    const reader = (await this.#parts.messenger()).openReader();
    if (reader === undefined) throw new TypeError('the messages are being read already');
    const abort = (): void => reader.close();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      for await (const { id, from, receivedAtMs, content } of reader.messages())
        yield { id: formatMessageId(id), from, receivedAtMs, content };
      signal?.throwIfAborted();
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /**
   * The conversation with one peer; listens, so that its messages can come. A session is made with the first message.
   *
   * @param peer - Its DID or libp2p peer id.
   * @throws {TypeError} while there is a channel with this peer.
   * @throws {RangeError} where the peer is this agent.
   * @throws {TalosError} `E_BAD_DID`; `E_CLOSED`; `E_LIMIT` beyond 256 channels.
   */
  async channel(peer: string, options: { readonly signal?: AbortSignal } = {}): Promise<SecureChannel> {
    this.#assertOpen();
    const { signal } = waitOptions(options);
    signal?.throwIfAborted();
    const did = this.#otherThan(peer);
    await this.#receive();
    const messenger = await this.#parts.messenger();
    signal?.throwIfAborted();
    const reader = messenger.openReader(did);
    if (reader === undefined) throw new TypeError('there is a channel with this peer already');
    return new SecureChannel({ peer: did, messenger, reader, signal });
  }

  /**
   * What becomes of the messages that are sent, from this call on. Never holds up a message: of more than 1,024 events
   * that nobody reads the oldest are dropped, and the next one says how many. Ends when the client closes; leave the loop
   * or abort the signal to give it up.
   *
   * @throws {TalosError} `E_LIMIT` beyond 64 readers; `E_CLOSED`.
   */
  deliveries(options: { readonly signal?: AbortSignal } = {}): AsyncGenerator<DeliveryEvent, void, void> {
    this.#assertOpen();
    const { signal } = waitOptions(options);
    signal?.throwIfAborted();
    const feed = this.#parts.agent.messages.deliveries.open();
    const abort = (): void => feed.close();
    signal?.addEventListener('abort', abort, { once: true });
    return deliveryEvents(feed, signal, abort);
  }

  /**
   * Grants a capability; durable when it resolves.
   *
   * @throws {RangeError} for a duration or a service that cannot be.
   * @throws {TalosError} `MALFORMED`, `E_BAD_DID`.
   */
  async grantCapability(request: GrantRequest): Promise<GrantedCapability> {
    this.#assertOpen();
    return mistakesOfCaller(() => this.#grant(request));
  }

  async #grant(request: GrantRequest): Promise<GrantedCapability> {
    const { core, agent, listen } = this.#parts;
    const granted = await grantCapability(core, request, request.service ?? agent.onlyService());
    return { ...granted, addresses: await listen() };
  }

  /**
   * Passes a capability that this agent was given on to another, within what it grants; durable when it resolves.
   *
   * @throws {RangeError} for a duration or a depth that cannot be.
   * @throws {TalosError} `DELEGATION_INVALID` for what is not within it; `SUBJECT_MISMATCH` where it belongs to another
   *   agent; `EXPIRED`, `MALFORMED`, `SIGNATURE_INVALID`, `E_BAD_DID`.
   */
  async delegateCapability(capability: GrantedCapability, request: DelegationRequest): Promise<GrantedCapability> {
    this.#assertOpen();
    assertText(capability.token, 'token');
    return mistakesOfCaller(() => delegateCapability(this.#parts.core, capability, request));
  }

  /**
   * What a serving agent would decide about a request under a capability, as far as is known here what was revoked.
   *
   * @param token - The token, or the text of a chain.
   * @throws {RangeError} unless one of tool, resource and prompt is asked for.
   * @throws {TalosError} `E_BAD_DID`.
   */
  async verifyCapability(token: string, request: VerificationRequest): Promise<CapabilityVerdict> {
    this.#assertOpen();
    assertText(token, 'token');
    return verifyCapability(this.#parts.core, token, request);
  }

  /** Revokes what this agent issued or passed on: in force here for the next call, and told to who serves it. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
  async revokeCapability(id: string, reason = ''): Promise<RevokedView> {
    this.#assertOpen();
    assertText(id, 'id');
    return mistakesOfCaller(() => this.#parts.agent.revoke({ id, reason }));
  }

  /** Has its issuer renew a received capability, for open tunnels too. @throws {TalosError} `RENEWAL_REFUSED`; `REVOKED`; `E_NOT_FOUND`; … */
  async renewCapability(id: string, signal?: AbortSignal): Promise<RenewedView> {
    this.#assertOpen();
    assertText(id, 'id');
    const [renewed] = await mistakesOfCaller(() => this.#parts.agent.renew({ id }, signal));
    invariant(renewed !== undefined, 'a renewal of one capability has one outcome');
    return renewed;
  }

  /** Lends an MCP server that runs as a child process. */
  serve(params: ServeParams, options: WatchOptions = {}): Promise<ServedService> {
    this.#assertOpen();
    return mistakesOfCaller(() => this.#parts.agent.serve(params, options));
  }

  /** Lends an MCP server of this process: `connect` is called with a transport for each tunnel. */
  serveLocal(params: LocalLending): Promise<ServedService> {
    this.#assertOpen();
    const { server, service, allow, deny, expiresInS = DEFAULT_LENDING_S } = params;
    const terms = { service, allow, expiresInS, ...(deny === undefined ? {} : { deny }) };
    return mistakesOfCaller(() => this.#parts.agent.lend(terms, localToolServer(server)));
  }

  /**
   * Calls a tool of a peer, over a connection that is kept for the next call.
   *
   * @throws {TalosError} The code of a denial (`SCOPE_MISMATCH`, `EXPIRED`, …); `E_OUTCOME_UNKNOWN`; `E_UNREACHABLE`;
   *   `E_TOOL_FAILED` for another JSON-RPC error of the tool, its code and message in `details`.
   */
  async callTool(
    peer: string,
    tool: string,
    given: Readonly<Record<string, unknown>>,
    options: ToolCallOptions = {},
  ): Promise<ToolResult> {
    this.#assertOpen();
    const copy = parseJson(writeJson(given as Json)) as JsonObject;
    const own = ownCallOptions(options);
    const outcome = await (await this.#connectionFor(peer, options)).callTool(tool, copy, own);
    if (outcome.kind === 'result') return { result: outcome.result, receipt: outcome.receipt ?? '' };
    throw callError(outcome);
  }

  /**
   * Announces a call: a statement of what is to be called, with exactly which arguments, and why, signed, on record, and
   * with the server before the call. For one call of `callTool` with `intent`, over the same connection.
   *
   * @throws {TypeError} or {RangeError} for a justification that is none, or too long.
   * @throws {TalosError} as `callTool`.
   */
  async createIntent(
    peer: string,
    tool: string,
    given: Readonly<Record<string, unknown>>,
    options: IntentOptions,
  ): Promise<CallIntent> {
    this.#assertOpen();
    const copy = parseJson(writeJson(given as Json)) as JsonObject;
    const { justification } = options;
    assertJustification(justification);
    const connection = await this.#connectionFor(peer, options);
    return { hash: await connection.announce(tool, copy, justification), tool };
  }

  async #connectionFor(
    peer: string,
    { capability, service = '' }: Pick<ToolCallOptions, 'capability' | 'service'>,
  ): Promise<CallConnection> {
    if (capability !== undefined) await this.#take(capability);
    return this.#connection(didOf(peer), service, capability?.token);
  }

  async #take(capability: GrantedCapability): Promise<void> {
    const { core } = this.#parts;
    const { token } = await core.grants.receive(capability.token);
    await core.peers.note(token.claims.audience, { addresses: capability.addresses });
  }

  #connection(server: Did, service: string, token: string | undefined): Promise<CallConnection> {
    const key = JSON.stringify([server, service, token ?? '']);
    const running = this.#calls.get(key);
    if (running !== undefined) return running;
    const target = token === undefined ? { server, service } : { server, service, token };
    const opening = this.#parts.agent.openCalls(target);
    this.#calls.set(key, opening);
    const forget = (): void => {
      if (this.#calls.get(key) === opening) this.#calls.delete(key);
    };
    opening.then(({ ended }) => void ended.then(forget), forget);
    return opening;
  }

  /**
   * An MCP `Transport` for the official SDK's client, 1.x or 2.x: the remote server of an invitation, DID or alias.
   *
   * @throws {TalosError} on `start`, as `AgentApi.connect`.
   */
  transport(target: string, service?: string): TalosClientTransport {
    this.#assertOpen();
    const { agent } = this.#parts;
    const open = (): Promise<Tunnel> => agent.connect(service === undefined ? { target } : { target, service });
    return new TalosClientTransport(open);
  }

  /** @throws {RangeError} for the own identity. */
  #otherThan(peer: string): Did {
    const did = didOf(peer);
    if (did === this.did) throw new RangeError('peer is the own identity');
    return did;
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new TalosError('E_CLOSED', 'the client is closed');
  }

  /** Ends sessions, services and the network, and seals the ledger. Repeatable. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async #close(): Promise<void> {
    const calls = await Promise.allSettled(this.#calls.values());
    for (const each of calls) if (each.status === 'fulfilled') await each.value[Symbol.asyncDispose]();
    await this.#parts.close();
  }
}

async function* deliveryEvents(
  feed: DeliveryFeed,
  signal: AbortSignal | undefined,
  abort: () => void,
): AsyncGenerator<DeliveryEvent, void, void> {
  try {
    for (let next = await feed.next(); next !== undefined; next = await feed.next()) {
      signal?.throwIfAborted();
      const { id, peer, state, reason } = next.delivery;
      yield { id: formatMessageId(id), peer, state, missed: next.missed, ...(reason === '' ? {} : { reason }) };
    }
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', abort);
    feed.close();
  }
}

/** A DID from a DID or a libp2p peer id. @throws {TalosError} `E_BAD_DID` or `E_MALFORMED`. */
function didOf(peer: string): Did {
  assertText(peer, 'peer');
  return peer.startsWith('did:') ? parseDid(peer) : didOfKey(parsePeerId(peer));
}

/** @throws {TypeError} for what is no place of a server. */
function addressOf(place: string): string {
  try {
    return serverAddress(place);
  } catch (cause) {
    throw new TypeError('place must be HOST:PORT or a multiaddr', { cause });
  }
}
