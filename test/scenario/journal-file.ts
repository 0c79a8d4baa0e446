/** The journal of a data directory, read by hand from the file (PROTOCOL.md §9.6): what is on the disk, no more. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';

const HEAD_BYTES = 12;

/** What the tests look at in an entry. */
export interface WrittenEntry {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly answers?: string | readonly string[];
  readonly decision?: string;
  readonly statement?: {
    readonly body: { readonly target?: string; readonly outcome?: string; readonly method?: string };
  };
}

/** Reads a journal that grows. */
export class JournalFile {
  readonly #path: string;
  readonly #entries: WrittenEntry[] = [];
  #offset = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Every whole record that is in the file now. */
  read(): readonly WrittenEntry[] {
    if (!existsSync(this.#path)) return this.#entries;
    const file = openSync(this.#path, 'r');
    try {
      const held = Buffer.alloc(statSync(this.#path).size - this.#offset);
      const length = readSync(file, held, 0, held.length, this.#offset);
      this.#take(held.subarray(0, length));
    } finally {
      closeSync(file);
    }
    return this.#entries;
  }

  #take(held: Buffer): void {
    let at = 0;
    while (held.length - at >= HEAD_BYTES) {
      const end = at + HEAD_BYTES + held.readUInt32BE(at);
      if (end > held.length) break;
      const bytes = held.subarray(at + HEAD_BYTES, end);
      const leaf = createHash('sha256').update(Buffer.of(0)).update(bytes).digest();
      if (!leaf.subarray(0, 8).equals(held.subarray(at + 4, at + HEAD_BYTES))) break;
      this.#entries.push({ ...(JSON.parse(bytes.toString()) as Omit<WrittenEntry, 'id'>), id: leaf.toString('hex') });
      at = end;
    }
    this.#offset += at;
  }
}
