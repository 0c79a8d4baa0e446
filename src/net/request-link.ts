/**
 * Requests and answers over a link between an agent and a server, and what the server says unasked. PROTOCOL.md §6.4.
 *
 * ```text
 *   request  { v: 1, n, op, … }       answer  { v: 1, n, … }  or  { v: 1, n, word }       push  { v: 1, op, … }
 * ```
 *
 * One DATA frame each, deterministic CBOR. What an operation's fields mean is its service's business.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { ERROR_CODES, isTalosError, REFUSALS, type Refusal, TalosError } from '../base/errors.ts';
import { deadline, Mutex } from '../base/lifetime.ts';
import { type Cbor, type CborMap, decodeCbor, encodeCbor } from '../codec/cbor.ts';
import { isFields, readChoice, readInteger, readString } from '../codec/fields.ts';
import { FRAME_TYPES, type Frame } from './frame.ts';
import type { Link } from './link.ts';
import type { Purpose } from './protocols.ts';
import type { Answered } from './request-meter.ts';

/** Requests of one link that may be unanswered at a time: more are not read. PROTOCOL.md §6.4. */
export const MAX_REQUESTS_IN_FLIGHT = 16;
/** How long an answer may take, in milliseconds, unless the caller says otherwise. */
export const REQUEST_TIMEOUT_MS = 10_000;
/** Pushes that may wait for their receiver; a server that says more breaks the protocol. PROTOCOL.md §6.4. */
export const MAX_PUSHES_WAITING = 64;
/** Bytes of pushes that may wait for their receiver. PROTOCOL.md §6.4. */
export const MAX_PUSH_BYTES_WAITING: number = 16 * 1024 * 1024;
/** Longest name of an operation, in characters. */
export const MAX_OPERATION_CHARACTERS = 32;

const VERSION = 1;
const MAX_N = 0xffffffff;
const OPERATION = /^[a-z-]+$/;
/** Names that the frame of a request or an answer has for itself. */
const OWN_NAMES: readonly string[] = ['v', 'n', 'op', 'word'];

/** What a server process serves: all that it needs to know of a service. */
export interface LinkService {
  readonly purpose: Purpose;
  /** Takes a link and owns it. Resolves when it has ended; where it throws or rejects, the link ends. */
  accept(link: Link): void | Promise<void>;
}

/** What {@link serveRequests} is told. */
export interface RequestTerms {
  /**
   * Answers one request: at most {@link MAX_REQUESTS_IN_FLIGHT} at a time, begun in the order they came. `fields` has no
   * `v`, `n` or `op`; neither may the answer. What it throws becomes a word for the peer: see {@link refusalOf}.
   */
  readonly answer: (op: string, fields: CborMap) => Promise<CborMap>;
  /** Told of what is this side's fault: what is no `TalosError`, and failures of the storage. */
  readonly onFault?: (error: unknown) => void;
  /** Told of each request once it is answered. */
  readonly onAnswered?: (answered: Answered) => void;
}

/** The serving end. */
export interface RequestServer {
  /**
   * Says something unasked; nothing where the link has ended. The service bounds how much it says: at most
   * {@link MAX_PUSHES_WAITING} that the agent has not heard yet.
   *
   * @throws {TalosError} `E_LIMIT` as {@link Link.send}.
   */
  push(op: string, fields: CborMap): void;
  /** Resolves, never rejects, when the link has ended and no request is being answered any more. */
  readonly ended: Promise<void>;
}

/** Serves the requests that come on `link`. What is no request ends the link with `E_MALFORMED` or `E_PROTOCOL`. */
export function serveRequests(link: Link, terms: RequestTerms): RequestServer {
  const inFlight = new Map<number, Promise<void>>();
  const respond = async (n: number, op: string, fields: CborMap): Promise<void> => {
    const answer = await answered({ n, op, fields }, terms, link.remoteAddress);
    try {
      send(link, answer);
      // Who does not take answers gets none: the request stays in flight until they have left.
      await link.drained();
    } catch {
      // The link has ended, or holds all that it may: then it ends.
      await link.close();
    }
    inFlight.delete(n);
  };
  link.onFrame(async (frame) => {
    const { n, op, fields } = readFrame(frame);
    if (n === undefined || op === undefined) throw new TalosError('E_PROTOCOL', 'not a request');
    if (inFlight.has(n)) throw new TalosError('E_PROTOCOL', 'two requests of one number');
    inFlight.set(n, respond(n, op, fields));
    if (inFlight.size >= MAX_REQUESTS_IN_FLIGHT) await Promise.race(inFlight.values());
  });
  return {
    push: (op, fields) => send(link, encoded({ op }, fields)),
    ended: link.closed.then(async () => {
      await Promise.all(inFlight.values());
    }),
  };
}

interface Request {
  readonly n: number;
  readonly op: string;
  readonly fields: CborMap;
}

async function answered({ n, op, fields }: Request, terms: RequestTerms, from: string): Promise<Bytes> {
  const startMs = performance.now();
  let word: Refusal | undefined;
  let cause: unknown;
  try {
    return encoded({ n }, await terms.answer(op, fields));
  } catch (error) {
    if (!isTalosError(error) || error.code === 'E_INTERNAL' || error.code.startsWith('E_STORAGE'))
      terms.onFault?.(error);
    cause = error;
    word = refusalOf(error);
    return encodeCbor({ v: VERSION, n, word });
  } finally {
    terms.onAnswered?.({ op, word, cause, ms: performance.now() - startMs, from });
  }
}

/**
 * The word that a peer is told for `error`: that of an `E_REFUSED` is its `details.reason`, that of any other code what
 * the table of codes says; `failed` for the rest.
 */
export function refusalOf(error: unknown): Refusal {
  if (!isTalosError(error)) return 'failed';
  const told = error.code === 'E_REFUSED' ? error.details['reason'] : ERROR_CODES[error.code].peer;
  return REFUSALS.find((word) => word === told) ?? 'failed';
}

/** An `E_REFUSED` that tells the peer `word`. */
export function refused(word: Refusal, message: string): TalosError<'E_REFUSED'> {
  return new TalosError('E_REFUSED', message, { details: { reason: word } });
}

/** What {@link askOver} is told. */
export interface AskTerms {
  /**
   * Takes what the server says unasked, one after the other, in order; answers are not held up meanwhile. What it throws
   * ends the link. Without it a push ends the link.
   */
  readonly onPush?: (op: string, fields: CborMap) => void | Promise<void>;
  /** For one answer, in milliseconds; {@link REQUEST_TIMEOUT_MS} unless given. */
  readonly timeoutMs?: number;
}

/** The asking end. Disposing it closes the link. */
export interface RequestLink extends AsyncDisposable {
  /**
   * Asks, and waits for the answer, of which the caller checks the fields: they have no `v` or `n`. Where
   * {@link MAX_REQUESTS_IN_FLIGHT} are unanswered it waits for its turn first; the time of the deadline runs.
   *
   * @throws {TalosError} `E_RATE_LIMITED` for the word `busy`, `E_NOT_FOUND` for `unknown`, `E_REFUSED` for `denied` and
   *   `failed`, each with `details.reason`; `E_TIMEOUT` where no answer came in time: whether it was done is not known
   *   then; `E_CLOSED` after {@link close}; the reason of the link's end.
   * @throws The reason of `signal`, where that aborts.
   */
  ask(op: string, fields: CborMap, signal?: AbortSignal): Promise<CborMap>;
  /** Resolves, never rejects, when the link has ended, with its reason as {@link Link.closed}. */
  readonly closed: Promise<TalosError | undefined>;
  close(): Promise<void>;
}

/** Makes `link` one to ask over; it is the asker's from now on. */
export function askOver(link: Link, terms: AskTerms = {}): RequestLink {
  return new Asker(link, terms);
}

interface Pending {
  readonly resolve: (fields: CborMap) => void;
  readonly reject: (error: unknown) => void;
}

class Asker implements RequestLink {
  readonly closed: Promise<TalosError | undefined>;
  readonly #link: Link;
  readonly #terms: AskTerms;
  readonly #pending = new Map<number, Pending>();
  /** Those that wait until fewer are unanswered, in order. */
  readonly #queue: (() => void)[] = [];
  readonly #pushes = new Mutex();
  #pushesWaiting = 0;
  #pushBytesWaiting = 0;
  #next = 1;
  #end: TalosError | undefined;

  constructor(link: Link, terms: AskTerms) {
    this.#link = link;
    this.#terms = terms;
    link.onFrame((frame) => this.#receive(frame));
    this.closed = link.closed.then((reason) => {
      this.#finish(reason ?? new TalosError('E_UNREACHABLE', 'the server ended the link'));
      return reason;
    });
  }

  async ask(op: string, fields: CborMap, signal?: AbortSignal): Promise<CborMap> {
    using limit = deadline(signal, this.#terms.timeoutMs ?? REQUEST_TIMEOUT_MS);
    limit.signal.throwIfAborted();
    const answer = new Promise<CborMap>((resolve, reject) => {
      const start = (): void => {
        if (this.#end !== undefined) return reject(this.#end);
        this.#send(op, fields, { resolve, reject }, limit.signal);
      };
      if (this.#pending.size < MAX_REQUESTS_IN_FLIGHT) return start();
      this.#queue.push(start);
      limit.signal.addEventListener('abort', () => {
        this.#drop(start);
        reject(limit.signal.reason as Error);
      });
    });
    return await answer;
  }

  #send(op: string, fields: CborMap, pending: Pending, signal: AbortSignal): void {
    const n = this.#next;
    this.#next = n === MAX_N ? 1 : n + 1;
    try {
      this.#link.send(FRAME_TYPES.data, encoded({ n, op }, fields));
    } catch (error) {
      // Why the link has ended says more than that it has.
      if (isTalosError(error, 'E_CLOSED')) void this.closed.then(() => pending.reject(this.#end ?? error));
      else pending.reject(error);
      return;
    }
    this.#pending.set(n, pending);
    signal.addEventListener('abort', () => {
      // Its answer may still come, and is nobody's then.
      if (this.#take(n) !== undefined) pending.reject(signal.reason);
    });
  }

  /** The request of number `n`, which is over; the next in line has its place. */
  #take(n: number): Pending | undefined {
    const pending = this.#pending.get(n);
    if (!this.#pending.delete(n)) return undefined;
    this.#queue.shift()?.();
    return pending;
  }

  #drop(start: () => void): void {
    const at = this.#queue.indexOf(start);
    if (at >= 0) this.#queue.splice(at, 1);
  }

  #receive(frame: Frame): void {
    const { n, op, fields } = readFrame(frame);
    if ((n === undefined) === (op === undefined)) throw new TalosError('E_PROTOCOL', 'neither an answer nor a push');
    if (n === undefined) return this.#pushed(op ?? '', fields, frame.payload.length);
    if (!this.#wasAsked(n)) throw new TalosError('E_PROTOCOL', 'an answer to no request');
    const refusal = Object.hasOwn(fields, 'word') ? errorOf(readChoice(fields['word'], REFUSALS, 'word')) : undefined;
    const pending = this.#take(n);
    if (refusal === undefined) pending?.resolve(fields);
    else pending?.reject(refusal);
  }

  #wasAsked(n: number): boolean {
    return this.#pending.has(n) || (n >= 1 && n < this.#next);
  }

  #pushed(op: string, fields: CborMap, bytes: number): void {
    const { onPush } = this.#terms;
    if (onPush === undefined) throw new TalosError('E_PROTOCOL', 'the server says what nobody asked for');
    this.#pushesWaiting += 1;
    this.#pushBytesWaiting += bytes;
    if (this.#pushesWaiting > MAX_PUSHES_WAITING || this.#pushBytesWaiting > MAX_PUSH_BYTES_WAITING)
      throw new TalosError('E_LIMIT', 'more of the server waits to be heard than is kept');
    this.#pushes
      .run(() => (this.#end === undefined ? onPush(op, fields) : undefined))
      .then(
        () => {
          this.#pushesWaiting -= 1;
          this.#pushBytesWaiting -= bytes;
        },
        (error: unknown) => this.#fail(error),
      );
  }

  #fail(error: unknown): void {
    this.#finish(
      isTalosError(error) ? error : new TalosError('E_INTERNAL', 'a push could not be handled', { cause: error }),
    );
    // What ends it is told to those who wait; that the link ends then is no further failure.
    this.#link.close().catch(() => undefined);
  }

  #finish(reason: TalosError): void {
    this.#end ??= reason;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const each of pending) each.reject(this.#end);
    for (const start of this.#queue.splice(0)) start();
  }

  async close(): Promise<void> {
    this.#finish(new TalosError('E_CLOSED', 'the link was closed'));
    await this.#link.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function errorOf(word: Refusal): TalosError {
  const details = { reason: word };
  if (word === 'busy')
    return new TalosError('E_RATE_LIMITED', 'the server is busy, or was asked too often', {
      details,
      hint: 'try again in a minute',
    });
  if (word === 'unknown') return new TalosError('E_NOT_FOUND', 'the server does not have it', { details });
  return new TalosError('E_REFUSED', `the server refused the request: ${word}`, { details });
}

interface ReadFrame {
  readonly n: number | undefined;
  readonly op: string | undefined;
  /** Without `v`, `n` and `op`; inherits nothing. */
  readonly fields: CborMap;
}

function readFrame({ type, payload }: Frame): ReadFrame {
  if (type !== FRAME_TYPES.data) throw new TalosError('E_PROTOCOL', `a frame of type ${type} among requests`);
  // The link has bounded the frame by its purpose already.
  const map = decodeCbor(payload, { maxBytes: payload.length });
  if (!isFields(map)) throw new TalosError('E_MALFORMED', 'request or answer: must be an object');
  const { v, n, op, ...rest } = map as Readonly<Record<string, Cbor>>;
  if (readInteger(v, 'v') !== VERSION) throw new TalosError('E_VERSION', 'a request or answer of another version');
  return {
    n: n === undefined ? undefined : readInteger(n, 'n', { max: MAX_N }),
    op: op === undefined ? undefined : readString(op, 'op', { max: MAX_OPERATION_CHARACTERS, pattern: OPERATION }),
    fields: Object.assign(Object.create(null), rest) as CborMap,
  };
}

function encoded(head: CborMap, fields: CborMap): Bytes {
  for (const name of OWN_NAMES)
    if (Object.hasOwn(fields, name)) throw new TypeError(`${name} is a name of the request itself`);
  return encodeCbor({ v: VERSION, ...head, ...fields });
}

/** Sends unless the link has ended, which its `closed` tells. */
function send(link: Link, bytes: Bytes): void {
  try {
    link.send(FRAME_TYPES.data, bytes);
  } catch (error) {
    if (!isTalosError(error, 'E_CLOSED')) throw error;
  }
}
