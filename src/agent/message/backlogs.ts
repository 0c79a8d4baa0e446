/**
 * What waited when a link came, on its way out: for each link one pass over the outbox after the other. PROTOCOL.md §5.6.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';

/** See the module comment. */
export class Backlogs {
  readonly #send: (peer: Did, link: Link) => Promise<void>;
  readonly #last = new WeakMap<Link, Promise<void>>();
  /** Passes that have not looked into the outbox yet. */
  readonly #queued = new WeakMap<Link, Promise<void>>();

  /** @param send - Sends all that waits for the peer, the oldest first. Never rejects. */
  constructor(send: (peer: Did, link: Link) => Promise<void>) {
    this.#send = send;
  }

  /** The last pass of a link. Who has waited for it, and finds the same one here, is not overtaking anything. */
  last(link: Link): Promise<void> | undefined {
    return this.#last.get(link);
  }

  /** All that waits for `peer` now goes out over `link`. */
  add(peer: Did, link: Link): void {
    if (this.#queued.has(link)) return;
    const sending = (this.#last.get(link) ?? Promise.resolve()).then(() => {
      this.#queued.delete(link);
      return this.#send(peer, link);
    });
    this.#queued.set(link, sending);
    this.#last.set(link, sending);
  }

  /** As {@link Backlogs.add}; resolves when it has gone. */
  async run(peer: Did, link: Link): Promise<void> {
    this.add(peer, link);
    await this.#last.get(link);
  }
}
