/**
 * Asking witnesses to cosign the newest checkpoint: services by C2SP `tlog-witness`, peers by showing them. PROTOCOL.md
 * §9.9.
 *
 * @module
 */
import { isTalosError, TalosError } from '../../base/errors.ts';
import { deadline, Mutex } from '../../base/lifetime.ts';
import { parseDid } from '../../identity/did.ts';
import type { Checkpoint } from '../../ledger/log/checkpoint.ts';
import {
  type Cosignature,
  cosignedNote,
  parseWitnessKey,
  readCosignatureLines,
  readCosigned,
} from '../../ledger/log/cosignature.ts';
import { formatAddCheckpoint } from '../../witness/add-checkpoint.ts';
import type { AgentCore } from '../agent-core.ts';
import type { PostedText } from '../agent-platform.ts';
import type { OwnLog } from './own-log.ts';
import type { WitnessExchange } from './witness-exchange.ts';
import type { ListedWitness, WitnessList } from './witness-list.ts';
import { WITNESS_TALK_MS } from './witness-schedule.ts';

/** Tries with one service: with the size that is known, and with the one that it then says. */
const MAX_TRIES = 3;

/** What asking needs. */
export interface WitnessAskerParts {
  readonly core: AgentCore;
  readonly log: OwnLog;
  readonly list: WitnessList;
  readonly exchange: WitnessExchange;
  readonly post: (url: string, body: string, signal: AbortSignal) => Promise<PostedText>;
}

/** See the module comment. */
export class WitnessAsker {
  readonly #parts: WitnessAskerParts;
  readonly #turns = new Mutex();
  /** Witnesses answer at the same time, and each cosignature is added to those that are kept. */
  readonly #keeping = new Mutex();

  constructor(parts: WitnessAskerParts) {
    this.#parts = parts;
  }

  /**
   * Asks every witness that has not the newest checkpoint; what came of it is in the list.
   *
   * @throws {TalosError} `E_STORAGE…`.
   * @throws The reason of `signal`.
   */
  ask(signal: AbortSignal): Promise<void> {
    return this.#turns.run(async () => {
      const { list, log } = this.#parts;
      const newest = await log.newest();
      const due = (await list.all()).filter(({ size, failure }) => size !== newest.size || failure !== '');
      if (newest.size === 0) return;
      await Promise.all(due.map((witness) => this.#askOne(witness, newest, signal)));
    }, signal);
  }

  async #askOne(witness: ListedWitness, newest: Checkpoint, signal: AbortSignal): Promise<void> {
    const { core, list } = this.#parts;
    try {
      const cosigned = witness.url === '' ? undefined : await this.#cosigned(witness, newest, signal);
      if (witness.url === '') await this.#shown(witness, newest, signal);
      const done = { ...witness, size: newest.size, atMs: core.clock.now(), failure: '' };
      if (cosigned === undefined) await list.noted(done);
      else await this.#keeping.run(async () => list.noted(done, await this.#withOthers(newest, cosigned)));
    } catch (error) {
      // Who was not waited for has not failed.
      signal.throwIfAborted();
      if (!isTalosError(error) || error.code.startsWith('E_STORAGE')) throw error;
      const failure = `${error.code}: ${error.message}`;
      // Told once, not at each try.
      if (failure !== witness.failure) core.notice('network', `the witness ${witness.id} did not cosign: ${failure}`);
      await list.noted({ ...witness, failure });
    }
  }

  /** Shows a peer the checkpoint. @throws {TalosError} where it does not keep it then. */
  async #shown({ id }: ListedWitness, newest: Checkpoint, signal: AbortSignal): Promise<void> {
    const { exchange } = this.#parts;
    const peer = parseDid(id);
    using limit = deadline(signal, WITNESS_TALK_MS);
    await exchange.talk(peer, limit.signal);
    const { outcome = 'silent', code = 'no answer' } = exchange.standing(peer) ?? {};
    if (outcome !== 'agreed' || exchange.keptBy(peer)?.note !== newest.note)
      throw new TalosError(
        'E_REFUSED',
        outcome === 'silent' ? `the peer does not answer (${code})` : `it is ${outcome}`,
      );
  }

  async #cosigned(witness: ListedWitness, newest: Checkpoint, signal: AbortSignal): Promise<Cosignature> {
    const { log, post } = this.#parts;
    let oldSize = witness.size;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      if (oldSize > newest.size) throw behind(oldSize);
      const body = formatAddCheckpoint({ oldSize, path: await log.path(oldSize, newest.size), note: newest.note });
      const answer = await post(`${witness.url}/add-checkpoint`, body, signal);
      if (answer.status === 200) return cosignatureIn(answer.body, witness, newest);
      if (answer.status !== 409) throw refusalOf(answer.status);
      const size = /^(0|[1-9][0-9]{0,15})\n$/.exec(answer.body)?.[1];
      if (size === undefined) throw new TalosError('E_PROTOCOL', 'the witness names no size');
      oldSize = Number(size);
    }
    throw new TalosError('E_PROTOCOL', 'the witness names another size each time');
  }

  /** The checkpoint with this cosignature and those that others gave before. */
  async #withOthers(
    newest: Checkpoint,
    cosigned: Cosignature,
  ): Promise<{ readonly size: number; readonly note: string }> {
    const { list } = this.#parts;
    const before = (await list.cosignedAt(newest.size)) ?? newest.note;
    const others = (await list.all()).filter(({ key }) => key !== '').map(({ key }) => parseWitnessKey(key));
    const held = readCosigned(before, newest.author, others)?.cosignatures ?? [];
    const kept = held.filter(({ witness }) => witness.name !== cosigned.witness.name);
    return { size: newest.size, note: cosignedNote(newest.note, [...kept, cosigned]) };
  }
}

function cosignatureIn(lines: string, { key }: ListedWitness, { note }: Checkpoint): Cosignature {
  const [cosignature] = readCosignatureLines(note, lines, [parseWitnessKey(key)]) ?? [];
  if (cosignature === undefined)
    throw new TalosError('E_PROOF_INVALID', 'the answer of the witness holds no cosignature of its key');
  return cosignature;
}

function behind(size: number): TalosError {
  return new TalosError(
    'E_EQUIVOCATION',
    `the witness cosigned a log of ${size} entries before, this one is shorter: this data directory is an older copy`,
  );
}

const MEANINGS: Readonly<Record<number, string>> = {
  403: 'it does not take the signature of this agent',
  404: 'it does not know the log of this agent',
  422: 'it has seen another history of this log',
};

function refusalOf(status: number): TalosError {
  if (status === 429 || status === 503) return new TalosError('E_RATE_LIMITED', `the witness is busy (${status})`);
  return new TalosError('E_REFUSED', `the witness refused: ${MEANINGS[status] ?? 'HTTP status'} (${status})`);
}
