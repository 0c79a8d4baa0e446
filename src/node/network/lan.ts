/**
 * Agents of the local network, found without any server, where people ask for it: by multicast DNS, after libp2p's
 * specification (`specs/discovery/mdns.md`) under a tag of our own. Whoever listens answers with its peer id and its addresses of
 * the network; an agent that looks for a peer dials those of that peer alone, which proves its key and gives its record.
 * PROTOCOL.md §6.13.
 *
 * @module
 */
import type { Stream } from '@libp2p/interface';
import { mdns } from '@libp2p/mdns';
import type { RecordSource } from '../../agent/reach/record-finder.ts';
import { BoundedMap } from '../../base/bounded.ts';
import type { Bytes } from '../../base/bytes.ts';
import { isTalosError } from '../../base/errors.ts';
import { MAX_AGENT_RECORD_BYTES } from '../../identity/agent-record.ts';
import { type Did, keyOfDid } from '../../identity/did.ts';
import { type Address, isDialable, parsePlace } from '../../net/address.ts';
import { scopeOf } from '../../net/address-policy.ts';
import { formatPeerId } from '../../net/peer-id.ts';
import { RECORD_PROTOCOL } from '../../net/record-protocol.ts';
import { startDeadline } from '../deadline.ts';
import type { NodeHost } from '../host.ts';
import { firstToAnswer } from './dial.ts';
import type { Libp2pNode } from './libp2p-node.ts';
import { MessageStream } from './message-stream.ts';

/** What agents ask for and answer to. */
export const MDNS_TAG = '_talos._udp.local';
/** How often the network is asked who is there, in milliseconds, besides when a peer is looked for. */
export const MDNS_INTERVAL_MS = 60_000;
/** Least time from one answer to the next, in milliseconds. RFC 6762 §6. */
export const MDNS_ANSWER_MS = 1000;
/** How long a peer is waited for that is looked for, in milliseconds. */
export const MDNS_WAIT_MS = 1500;
/** How long what was heard of a peer is worth, in milliseconds: what its records say. */
export const MDNS_TTL_MS = 120_000;
/** Peers that are remembered. */
export const MAX_LAN_PEERS = 256;
/** Addresses of a peer. */
export const MAX_LAN_ADDRESSES = 4;
/** For a peer to prove itself and give its record, in milliseconds. */
const ASK_TIMEOUT_MS = 5000;
/** Records that are given at a time. */
const MAX_GIVEN = 16;

/** What was heard of a peer. */
interface Heard {
  readonly addresses: readonly string[];
  readonly atMs: number;
}

/** What is used of libp2p's service that its type does not show. */
interface Service {
  readonly mdns?: { query(question: object): void };
  _onMdnsQuery(event: unknown): void;
  start(): Promise<void>;
  addEventListener(
    type: 'peer',
    listen: (
      event: CustomEvent<{ readonly id: { toString(): string }; readonly multiaddrs: readonly object[] }>,
    ) => void,
  ): void;
}

/** What {@link Lan} needs. */
export interface LanParts {
  /** The agent's host. */
  readonly host: () => Promise<NodeHost>;
  /** A new one under a key of its own. */
  readonly veiledHost: () => Promise<NodeHost>;
}

/** See the module comment. It ends with the host. */
export class Lan implements RecordSource {
  readonly name = 'the local network';
  readonly #parts: LanParts;
  readonly #heard = new BoundedMap<string, Heard>(MAX_LAN_PEERS);
  readonly #waiting = new Map<string, Set<() => void>>();
  #service: Promise<Service> | undefined;
  #record: () => Promise<Uint8Array> = () => Promise.reject(new Error('there is no record'));
  #isAnswering = false;
  #given = 0;

  constructor(parts: LanParts) {
    this.#parts = parts;
  }

  /** Tells of this agent, while it listens, and gives `record` to those who ask it. Repeatable. */
  async announce(record: () => Promise<Uint8Array>): Promise<void> {
    this.#record = record;
    if (!this.#isAnswering) {
      this.#isAnswering = true;
      const host = await this.#parts.host();
      await host.use(({ libp2p }) => libp2p.handle(RECORD_PROTOCOL, (stream) => this.#give(stream)));
    }
    await this.#start();
  }

  async find(did: Did, signal: AbortSignal): Promise<readonly Bytes[]> {
    const peerId = formatPeerId(keyOfDid(did));
    const service = await this.#start();
    if (!this.#isFresh(peerId)) {
      service.mdns?.query({ questions: [{ name: MDNS_TAG, type: 'PTR' }] });
      await this.#untilHeard(peerId, signal);
    }
    const heard = this.#heard.get(peerId);
    if (heard === undefined) return [];
    try {
      return [await this.#ask(heard.addresses, signal)];
    } catch {
      signal.throwIfAborted();
      // Whoever said that it is there is gone, or was another.
      this.#heard.delete(peerId);
      return [];
    }
  }

  #start(): Promise<Service> {
    this.#service ??= this.#open().catch((error: unknown) => {
      this.#service = undefined;
      throw error;
    });
    return this.#service;
  }

  async #open(): Promise<Service> {
    const host = await this.#parts.host();
    const make = mdns({ serviceTag: MDNS_TAG, interval: MDNS_INTERVAL_MS });
    return host.use((node) =>
      node.addService('mdns', (parts: Parameters<typeof make>[0]) => {
        const service = make(parts) as unknown as Service;
        service._onMdnsQuery = paced(service._onMdnsQuery.bind(service));
        service.addEventListener('peer', ({ detail }) =>
          this.#hear(detail.id.toString(), detail.multiaddrs.map(String)),
        );
        return service;
      }),
    );
  }

  #hear(peerId: string, texts: readonly string[]): void {
    const addresses = lanPlaces(texts).map(({ text }) => `${text}/p2p/${peerId}`);
    if (addresses.length === 0) return;
    this.#heard.set(peerId, { addresses, atMs: performance.now() });
    for (const wake of this.#waiting.get(peerId) ?? []) wake();
  }

  #isFresh(peerId: string): boolean {
    const heard = this.#heard.get(peerId);
    return heard !== undefined && performance.now() - heard.atMs < MDNS_TTL_MS;
  }

  /** Resolves when something is heard of the peer, in time or not. */
  async #untilHeard(peerId: string, signal: AbortSignal): Promise<void> {
    const deadline = startDeadline(MDNS_WAIT_MS, signal);
    const waiting = this.#waiting.get(peerId) ?? new Set();
    this.#waiting.set(peerId, waiting);
    try {
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
        deadline.signal.addEventListener('abort', () => resolve(), { once: true });
        if (deadline.signal.aborted) resolve();
      });
    } finally {
      deadline.clear();
      this.#waiting.delete(peerId);
    }
    signal.throwIfAborted();
  }

  /** The record of the peer at one of `addresses`, which name it. */
  async #ask(addresses: readonly string[], signal: AbortSignal): Promise<Bytes> {
    const deadline = startDeadline(ASK_TIMEOUT_MS, signal);
    const host = await this.#parts.veiledHost();
    try {
      return await host.use((node) => askRecord(node, addresses, deadline.signal));
    } finally {
      deadline.clear();
      await host[Symbol.asyncDispose]();
    }
  }

  #give(stream: Stream): void {
    if (this.#given >= MAX_GIVEN) {
      stream.abort(new Error('not now'));
      return;
    }
    this.#given += 1;
    const deadline = startDeadline(ASK_TIMEOUT_MS);
    const messages = new MessageStream(stream, 0);
    this.#record()
      .then((record) => {
        messages.write(record);
        return messages.close(deadline.signal);
      })
      .catch((error: unknown) => messages.abort(error))
      .finally(() => {
        this.#given -= 1;
        deadline.clear();
      });
  }
}

/** `answer`, once in {@link MDNS_ANSWER_MS}: whoever asks meanwhile hears the same answer at the end of that time. */
function paced(answer: (event: unknown) => void): (event: unknown) => void {
  let answeredAt = -MDNS_ANSWER_MS;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const say = (event: unknown): void => {
    waiting = undefined;
    answeredAt = performance.now();
    answer(event);
  };
  return (event) => {
    // Queries of others, of which a network is full, are answered by nobody here.
    if (!isOurs(event) || waiting !== undefined) return;
    const leftMs = answeredAt + MDNS_ANSWER_MS - performance.now();
    if (leftMs <= 0) say(event);
    else waiting = setTimeout(say, leftMs, event).unref();
  };
}

function isOurs(event: unknown): boolean {
  const { questions } = event as { readonly questions?: readonly { readonly name?: unknown }[] };
  return questions?.[0]?.name === MDNS_TAG;
}

async function askRecord(node: Libp2pNode, addresses: readonly string[], signal: AbortSignal): Promise<Bytes> {
  const attempts = addresses.map((address) => (over: AbortSignal) => node.dial(address, over));
  const connection = await firstToAnswer(attempts, (late) => late.abort(new Error('one is enough')), signal);
  const messages = new MessageStream(await connection.newStream(RECORD_PROTOCOL, { signal }), MAX_AGENT_RECORD_BYTES);
  try {
    return await messages.read(signal);
  } finally {
    await messages.close(signal);
  }
}

/** Those of `texts` that are places of a local network: nobody there makes an agent dial elsewhere, or itself. */
export function lanPlaces(texts: readonly string[]): readonly Address[] {
  const places = texts.flatMap((text) => {
    try {
      return [parsePlace(text)];
    } catch (error) {
      if (isTalosError(error)) return [];
      throw error;
    }
  });
  return places
    .filter((place) => !place.family.startsWith('dns') && scopeOf(place) === 'private' && isDialable(place))
    .slice(0, MAX_LAN_ADDRESSES);
}
