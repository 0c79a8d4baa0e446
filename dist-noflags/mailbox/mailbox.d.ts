import type { Clock } from '../base/clock.ts';
import type { Metrics } from '../base/metrics.ts';
import { type LinkService } from '../net/request-link.ts';
import type { OnAnswered } from '../net/request-meter.ts';
import { type Timer } from '../net/timer.ts';
import type { Store } from '../storage/store.ts';
import { type Totals } from './boxes.ts';
import { type MailboxLimits } from './limits.ts';
/** What a service is made of. */
export interface MailboxInit {
    /** The service uses its space `mailbox` alone, and does not dispose of it. */
    readonly store: Store;
    /** Whether services of other processes are on the same store; none unless given. */
    readonly isShared?: boolean;
    readonly clock: Clock;
    /** {@link MAILBOX_LIMITS} where it sets none. */
    readonly limits?: Partial<MailboxLimits>;
    /** The system's unless given. */
    readonly timer?: Timer;
    /** Milliseconds from any fixed point, as they really pass; the timer's unless given. */
    readonly elapsed?: () => number;
    /** Told of what is this side's fault: failures of the store, above all. */
    readonly onFault?: (error: unknown) => void;
    /** Takes what is counted. */
    readonly metrics?: Metrics;
    /** Told of each request once it is answered. */
    readonly onAnswered?: OnAnswered;
}
/** The running service. Disposing it ends its links. */
export interface Mailbox extends LinkService, AsyncDisposable {
    readonly purpose: 'mailbox';
    /** What it holds now. */
    readonly totals: Totals;
    /** Links that are open, and how many of them by owners of open mailboxes. */
    readonly links: number;
    readonly owners: number;
}
/**
 * Starts the service: counts what is there and deletes what has waited too long.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for damaged records; what the store throws.
 */
export declare function openMailbox(init: MailboxInit): Promise<Mailbox>;
