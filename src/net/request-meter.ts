/**
 * Counts what the services of a server are asked, what they refuse, and how long it takes.
 *
 * @module
 */
import type { Refusal } from '../base/errors.ts';
import type { Counter, Histogram, Metrics } from '../base/metrics.ts';
import type { Purpose } from './protocols.ts';

/** A request that was answered. */
export interface Answered {
  /** What the peer called its operation: 1 to 32 of `a`–`z` and `-`. */
  readonly op: string;
  /** Absent where it was not refused. */
  readonly word: Refusal | undefined;
  /** Why it was refused. */
  readonly cause: unknown;
  readonly ms: number;
  /** Multiaddr of the peer. */
  readonly from: string;
}

/** Takes what a service answered. */
export type OnAnswered = (service: Purpose, answered: Answered) => void;

/** See the module comment. */
export class RequestMeter {
  readonly #operations: ReadonlySet<string>;
  readonly #requests: Counter;
  readonly #refusals: Counter;
  readonly #times: Histogram;

  /** @param operations - Those that there are: all others are counted as one, whatever a peer calls them. */
  constructor(metrics: Metrics, operations: readonly string[]) {
    this.#operations = new Set(operations);
    this.#requests = metrics.counter('talos_requests_total', 'Requests that were answered, by service and operation.', [
      'service',
      'operation',
    ]);
    this.#refusals = metrics.counter('talos_refusals_total', 'Requests that were refused, by service and word.', [
      'service',
      'word',
    ]);
    this.#times = metrics.histogram('talos_request_seconds', 'Time from a request to its answer, by service.', [
      'service',
    ]);
  }

  /** Counts one. */
  count(service: Purpose, { op, word, ms }: Answered): void {
    this.#requests.add({ service, operation: this.#operations.has(op) ? op : 'other' });
    if (word !== undefined) this.#refusals.add({ service, word });
    this.#times.observe(ms / 1000, { service });
  }
}
