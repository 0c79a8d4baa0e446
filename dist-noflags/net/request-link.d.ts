import { type Refusal, TalosError } from '../base/errors.ts';
import { type CborMap } from '../codec/cbor.ts';
import type { Link } from './link.ts';
import type { Purpose } from './protocols.ts';
import type { Answered } from './request-meter.ts';
/** Requests of one link that may be unanswered at a time: more are not read. PROTOCOL.md §6.4. */
export declare const MAX_REQUESTS_IN_FLIGHT = 16;
/** How long an answer may take, in milliseconds, unless the caller says otherwise. */
export declare const REQUEST_TIMEOUT_MS = 10000;
/** Pushes that may wait for their receiver; a server that says more breaks the protocol. PROTOCOL.md §6.4. */
export declare const MAX_PUSHES_WAITING = 64;
/** Bytes of pushes that may wait for their receiver. PROTOCOL.md §6.4. */
export declare const MAX_PUSH_BYTES_WAITING: number;
/** Longest name of an operation, in characters. */
export declare const MAX_OPERATION_CHARACTERS = 32;
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
export declare function serveRequests(link: Link, terms: RequestTerms): RequestServer;
/**
 * The word that a peer is told for `error`: that of an `E_REFUSED` is its `details.reason`, that of any other code what
 * the table of codes says; `failed` for the rest.
 */
export declare function refusalOf(error: unknown): Refusal;
/** An `E_REFUSED` that tells the peer `word`. */
export declare function refused(word: Refusal, message: string): TalosError<'E_REFUSED'>;
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
export declare function askOver(link: Link, terms?: AskTerms): RequestLink;
