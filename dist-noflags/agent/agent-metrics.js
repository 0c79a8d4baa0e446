/**
 * What a running agent counts: the names of its series, and what feeds them. All that is recorded is counted where it is
 * recorded, in the ledger; what waits is asked for when somebody looks. A label has few values, all of them ours: nothing
 * of a peer, a tool or a message is in one.
 *
 * @module
 */
import { BoundedMap } from "../base/bounded.js";
import { ANCHOR_KINDS } from "../ledger/anchor/anchor.js";
import { MESSAGE_QUEUES } from "./message/waiting-messages.js";
/** Calls whose time is being taken; of one more, the oldest is not told of. */
export const MAX_TIMED_CALLS = 4096;
/** Which end of a session this agent is. */
const ROLES = ['initiator', 'responder'];
/** See the module comment. @returns A function that ends the counting. */
export function measureAgent(numbers, metrics) {
    const { ledger, waiting } = numbers;
    metrics.gauge('talos_ledger_entries', 'Entries of the ledger.', () => ledger.size);
    metrics.gauge('talos_ledger_height', 'Height of the newest block.', () => ledger.height);
    for (const role of ROLES)
        metrics.gauge('talos_sessions', 'Live sessions, by the end that this agent is.', () => numbers.sessions(role), {
            role,
        });
    const queue = (name, read) => metrics.gauge('talos_queue_length', 'What waits, by where it waits.', read, { queue: name });
    for (const name of MESSAGE_QUEUES)
        queue(name, () => waiting.count(name));
    queue('approvals', () => numbers.approvals());
    for (const kind of ANCHOR_KINDS)
        metrics.counted('talos_anchor_failures_total', 'Tries to anchor the log that failed, by kind of anchor.', () => numbers.anchorFailures(kind), { kind });
    const recorded = new RecordedMetrics(metrics, numbers.nowMs);
    return ledger.watch((entries) => {
        for (const entry of entries)
            recorded.count(entry);
    });
}
/** Counts what is recorded. */
class RecordedMetrics {
    #nowMs;
    #entries;
    #messages;
    #calls;
    #denials;
    #begun;
    #anchors;
    #transfers;
    #transferred;
    #times;
    /** When a call was recorded, by the id of its entry. */
    #timed = new BoundedMap(MAX_TIMED_CALLS);
    constructor(metrics, nowMs) {
        this.#nowMs = nowMs;
        this.#entries = metrics.counter('talos_entries_total', 'Entries that were recorded, by type.', ['type']);
        this.#messages = metrics.counter('talos_messages_total', 'Messages, by direction.', ['direction']);
        this.#calls = metrics.counter('talos_calls_total', 'Calls, by the end that this agent is.', ['side']);
        this.#denials = metrics.counter('talos_denials_total', 'What peers were refused, by what they asked.', [
            'subject',
            'code',
        ]);
        this.#begun = metrics.counter('talos_sessions_total', 'Sessions that began, by kind.', ['kind']);
        this.#anchors = metrics.counter('talos_anchors_total', 'Anchors of the log, by kind.', ['kind']);
        this.#transfers = metrics.counter('talos_transfers_total', 'Files that arrived whole, by direction.', [
            'direction',
        ]);
        this.#transferred = metrics.counter('talos_transfer_bytes_total', 'Bytes of them.', ['direction']);
        this.#times = metrics.histogram('talos_call_seconds', 'Time from a call to its answer, by the end and the outcome.', ['side', 'outcome']);
    }
    count({ id, body }) {
        this.#entries.add({ type: body.type });
        if (body.type === 'message')
            this.#messages.add({ direction: body.direction });
        else if (body.type === 'session')
            this.#begun.add({ kind: body.kind });
        else if (body.type === 'anchor')
            this.#anchors.add({ kind: body.kind });
        else if (body.type === 'denial')
            this.#denials.add({ subject: body.subject, code: body.code }, body.count);
        else if (body.type === 'file') {
            const { direction } = body;
            this.#transfers.add({ direction });
            this.#transferred.add({ direction }, body.statement.statement.size);
        }
        else
            this.#countCall(id, body);
    }
    #countCall(id, body) {
        if (body.type === 'call')
            this.#began('caller', id);
        else if (body.type === 'receipt')
            this.#ended('caller', body.answers, body.statement.statement.outcome);
        else if (body.type === 'result')
            this.#ended('server', body.answers, body.statement.statement.outcome);
        else if (body.type !== 'decision')
            return;
        else if (body.decision === 'allowed')
            this.#began('server', id);
        else
            this.#denials.add({ subject: 'call', code: body.decision });
    }
    #began(side, call) {
        this.#calls.add({ side });
        this.#timed.set(call, this.#nowMs());
    }
    #ended(side, call, outcome) {
        const sinceMs = this.#timed.get(call);
        if (sinceMs === undefined)
            return;
        this.#timed.delete(call);
        this.#times.observe((this.#nowMs() - sinceMs) / 1000, { side, outcome });
    }
}
