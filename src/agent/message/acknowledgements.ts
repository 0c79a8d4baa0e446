/**
 * Acknowledgements of what came out of a mailbox: they lie in the sender's mailbox in turn and take of its room, so those
 * for one peer wait a moment for each other and go in one envelope. PROTOCOL.md §5.6.
 *
 * @module
 */
import { type Bytes, equalBytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import { MAX_ACKNOWLEDGED_IDS } from '../../message/acknowledgement.ts';
import type { Timer } from '../../net/timer.ts';

/** How long an acknowledgement waits for others to the same peer, in milliseconds. */
export const ACKNOWLEDGE_DELAY_MS = 250;

interface Batch {
  readonly ids: Bytes[];
  readonly sent: Promise<void>;
  readonly send: () => void;
}

/** See the module comment. A process that ends before leaves its peers to send again. */
export class Acknowledgements {
  readonly #send: (peer: Did, ids: readonly Bytes[]) => Promise<void>;
  readonly #timer: Timer;
  readonly #batches = new Map<Did, Batch>();

  /** @param send - Seals and sends one envelope; of 1 to `MAX_ACKNOWLEDGED_IDS` ids. */
  constructor(send: (peer: Did, ids: readonly Bytes[]) => Promise<void>, timer: Timer) {
    this.#send = send;
    this.#timer = timer;
  }

  /** Acknowledges a message to `peer` soon; gives what `send` gives, the same for all that go together. */
  add(peer: Did, id: Bytes): Promise<void> {
    const batch = this.#batches.get(peer) ?? this.#begin(peer);
    if (!batch.ids.some((each) => equalBytes(each, id))) batch.ids.push(id);
    if (batch.ids.length === MAX_ACKNOWLEDGED_IDS) batch.send();
    return batch.sent;
  }

  #begin(peer: Did): Batch {
    const ids: Bytes[] = [];
    let begin: () => void = () => {};
    const sent = new Promise<void>((resolve) => {
      begin = resolve;
    }).then(() => this.#send(peer, ids));
    const batch: Batch = {
      ids,
      sent,
      send: () => {
        cancel();
        if (this.#batches.get(peer) === batch) this.#batches.delete(peer);
        begin();
      },
    };
    const cancel = this.#timer.after(ACKNOWLEDGE_DELAY_MS, batch.send);
    this.#batches.set(peer, batch);
    return batch;
  }

  /** Sends now what waits. */
  flush(): void {
    for (const batch of this.#batches.values()) batch.send();
  }
}
