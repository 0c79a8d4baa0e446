/**
 * An outbox that keeps order while its messages become ready in any order: an answer that waits for its ledger entry
 * is not overtaken by what was said after it. PROTOCOL.md §7.2.
 *
 * @module
 */

/** One place in the order. */
interface Slot {
  release: (() => void) | undefined;
}

/** See the module comment. */
export class OrderedOutbox {
  #slots: Slot[] = [];
  #flushing = false;

  /** Places that are not released yet. */
  get size(): number {
    return this.#slots.length;
  }

  /** Releases `send` when all that was pushed before is released; at once if nothing waits. */
  push(send: () => void): void {
    if (this.#slots.length === 0) send();
    else this.#slots.push({ release: send });
  }

  /**
   * Takes the next place for something that is not ready yet.
   *
   * @returns A function that fills the place; called once, with what to do when its turn has come.
   */
  reserve(): (send: () => void) => void {
    const slot: Slot = { release: undefined };
    this.#slots.push(slot);
    return (send) => {
      slot.release = send;
      this.#flush();
    };
  }

  #flush(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    // A slot stays in place while it is released, so that what its release pushes queues up behind it.
    for (let slot = this.#slots[0]; slot?.release !== undefined; slot = this.#slots[0]) {
      slot.release();
      this.#slots.shift();
    }
    this.#flushing = false;
  }
}
