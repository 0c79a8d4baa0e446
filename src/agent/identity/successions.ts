/**
 * Successions between agents: who goes on for another one shows it to whom it connects to, and to who asks; what is shown
 * is followed by whoever knows the one that ends, before everybody's eyes. PROTOCOL.md §4.9.
 *
 * @module
 */
import { isTalosError, TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import { RateCounter } from '../../base/rate-counter.ts';
import { decodeCbor, encodeCbor } from '../../codec/cbor.ts';
import { readArray, readBytes, readObject } from '../../codec/fields.ts';
import { type Did, keyOfDid } from '../../identity/did.ts';
import { Identity } from '../../identity/identity.ts';
import { MAX_SUCCESSION_BYTES, MAX_SUCCESSION_STEPS, type Succession } from '../../identity/succession.ts';
import { PACKET, type Packet } from '../../message/packet.ts';
import type { Host } from '../../net/link.ts';
import type { AgentCore } from '../agent-core.ts';
import { isStorageFailure } from '../record/watched-ledger.ts';
import { type Channel, openChannel } from '../tunnel/channel.ts';
import type { SuccessionTaken } from './succession-book.ts';
import { followStep } from './succession-effects.ts';

/** Lines that one peer may show, or ask for, in a minute. PROTOCOL.md §11. */
export const LINES_A_MINUTE = 60;
/** Milliseconds that who was found in the place of a contact gets to show a line. PROTOCOL.md §11. */
export const LINE_TIMEOUT_MS = 3000;
/** Most bytes of a packet with a line. */
const MAX_LINE_BYTES: number = MAX_SUCCESSION_STEPS * (MAX_SUCCESSION_BYTES + 3) + 64;

/** What following needs beside the core. */
export interface SuccessionsParts {
  readonly core: AgentCore;
  /** A host under the key of `seed`, that dials only; owned by who asks. */
  readonly veiledHost: (seed: Uint8Array) => Promise<Host>;
  /** Whether anything here depends on who `did` is, beside the peers that are known. */
  readonly matters: (did: Did) => boolean;
  /** Ends what goes on with an identity that is over. */
  readonly end: (peer: Did, reason: TalosError) => void;
}

/** See the module comment. */
export class Successions implements Disposable {
  readonly #parts: SuccessionsParts;
  readonly #shown: RateCounter;
  /** Who waits until the peer of a channel has answered. */
  readonly #waiting = new Map<Channel, () => void>();
  readonly #unwatch: () => void;

  constructor(parts: SuccessionsParts) {
    this.#parts = parts;
    this.#shown = new RateCounter(LINES_A_MINUTE, 60_000, parts.core.clock);
    this.#unwatch = parts.core.successions.watch((step, taken) => this.#ends(step, taken));
  }

  /** Shows the own line, where there is one. */
  join(channel: Channel): void {
    if (this.#own().length > 0) this.#show(channel);
  }

  #own(): readonly Succession[] {
    const { identity, successions } = this.#parts.core;
    return successions.lineTo(identity.did);
  }

  #show(channel: Channel): void {
    channel.send(PACKET.succession, 0, encodeLine(this.#own()));
  }

  /** Takes a packet of stream 0. @throws {TalosError} `E_MALFORMED`; `E_STORAGE…`. The channel ends then. */
  async take(channel: Channel, { type, content }: Packet): Promise<void> {
    const { core } = this.#parts;
    if (!this.#shown.take(channel.peer)) {
      core.denials.note(channel.peer, 'succession', 'E_RATE_LIMITED');
      return;
    }
    if (type === PACKET.successionGet) {
      if (content.length > 0) throw new TalosError('E_MALFORMED', 'a question for a line has no content');
      this.#show(channel);
      return;
    }
    await this.#taken(channel.peer, decodeLine(content));
    this.#waiting.get(channel)?.();
  }

  /** Whether the peer of `channel` has read the own line, which was shown when the channel began: it answers in order. */
  async told(channel: Channel, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    const answered = new Promise<boolean>((resolve) => {
      this.#waiting.set(channel, () => resolve(true));
      signal.addEventListener('abort', () => resolve(false), { once: true });
      void channel.closed.then(() => resolve(false));
    });
    try {
      channel.send(PACKET.successionGet, 0, new Uint8Array(0));
      return await answered;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return false;
    } finally {
      this.#waiting.delete(channel);
    }
  }

  /** Takes a line that leads to `peer`, as far as it is about somebody who is known here. */
  async #taken(peer: Did, line: readonly Uint8Array[]): Promise<void> {
    const { core } = this.#parts;
    try {
      assertLeadsTo(
        line.map((bytes) => core.successions.read(bytes)),
        peer,
      );
      for (const bytes of line) await follow(this.#parts, bytes);
    } catch (error) {
      if (isStorageFailure(error) || !isTalosError(error)) throw error;
      if (core.denials.note(peer, 'succession', error.code))
        core.notice('denied', `a succession was refused: ${error.message} (${error.code})`, peer);
    }
  }

  #ends({ from, to }: Succession, taken: SuccessionTaken): void {
    const why =
      taken === 'disputed' ? 'it is disputed who goes on for this identity' : 'another identity goes on for this one';
    const reason = new TalosError('E_IDENTITY_CHANGED', why, { details: { pinned: from, offered: to } });
    this.#parts.end(from, reason);
    if (taken === 'disputed')
      for (const step of this.#parts.core.successions.stepsFrom(from)) this.#parts.end(step.to, reason);
  }

  /**
   * Asks who was found in the place of `contact` whether it goes on for it, under a key that is made for that.
   *
   * @param address - Where it was found.
   * @returns Whether it does, and was followed.
   */
  async ask(contact: Did, found: Did, address: string, signal?: AbortSignal): Promise<boolean> {
    const { core, veiledHost } = this.#parts;
    using limit = deadline(signal, LINE_TIMEOUT_MS);
    try {
      const veil = Identity.generate('veil', core.clock.now());
      await using host = await veiledHost(veil.hostSeed());
      const target = { peerKey: keyOfDid(found), addresses: [address] };
      const link = await host.connect('channel', target, limit.signal);
      await using channel = await openChannel({
        link,
        identity: veil,
        clock: core.clock,
        peer: found,
        signal: limit.signal,
      });
      await this.#taken(found, await asked(channel, limit.signal));
    } catch (error) {
      // Who does not show a line has none, whatever the reason.
      if (isStorageFailure(error) || !isTalosError(error)) throw error;
    }
    signal?.throwIfAborted();
    return core.successions.current(contact) === found;
  }

  [Symbol.dispose](): void {
    this.#unwatch();
  }
}

/** The line of the peer of `channel`, which nothing else uses. */
function asked(channel: Channel, signal: AbortSignal): Promise<readonly Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    void channel.closed.then((reason) => reject(reason ?? new TalosError('E_UNREACHABLE', 'the peer left')));
    channel.onPacket(({ type, content }) => {
      if (type === PACKET.succession) resolve(decodeLine(content));
    });
    channel.send(PACKET.successionGet, 0, new Uint8Array(0));
  });
}

/** @throws {TalosError} `E_BAD_SUCCESSION` unless each step begins where the one before it ends, and the last ends at `peer`. */
function assertLeadsTo(line: readonly Succession[], peer: Did): void {
  for (const [at, { to }] of line.entries())
    if (to !== (line[at + 1]?.from ?? peer))
      throw new TalosError('E_BAD_SUCCESSION', 'the line does not lead to the agent that shows it');
}

/**
 * Takes one step, and follows it: the alias goes over, it is recorded, people are told. Of nobody who is known here it is
 * left.
 *
 * @throws {TalosError} as `SuccessionBook.take`; `E_BAD_SUCCESSION` for one about this agent.
 */
async function follow({ core, matters }: SuccessionsParts, bytes: Uint8Array): Promise<void> {
  const { successions, identity } = core;
  const { from, to } = successions.read(bytes);
  if (successions.formers(identity.did).includes(from))
    core.notice(
      'identity',
      'the key of an earlier identity of yours has named another successor: it is in other hands',
      to,
    );
  if (from === identity.did || to === identity.did || successions.formers(identity.did).includes(from))
    throw new TalosError('E_BAD_SUCCESSION', 'the succession is about this agent, and not of its making');
  const isKnown = core.isKnown(from) || successions.formers(from).some((former) => core.isKnown(former));
  if (!isKnown && !matters(from)) return;
  const before = successions.stepsFrom(from);
  if ((await successions.take(bytes)) === 'known') return;
  const step = successions.stepsFrom(from).find((each) => !before.includes(each));
  if (step !== undefined) await followStep(core, step);
}

function encodeLine(line: readonly Succession[]): Uint8Array {
  return encodeCbor({ line: line.map(({ bytes }) => bytes) });
}

/** @throws {TalosError} `E_MALFORMED`; `E_LIMIT` for a packet that is longer than any line. */
function decodeLine(content: Uint8Array): readonly Uint8Array[] {
  const { line } = readObject(decodeCbor(content, { maxBytes: MAX_LINE_BYTES }), { required: ['line'] }, 'line');
  return readArray(line, 'line', { max: MAX_SUCCESSION_STEPS }, (each, name) => readBytes(each, name));
}
