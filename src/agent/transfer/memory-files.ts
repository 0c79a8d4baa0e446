/**
 * Files in memory, for clients in memory: by absolute paths, which lead nowhere else.
 *
 * @module
 */
import { type Bytes, concat } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { FileRoom, PartialFile, SourceFile } from '../../transfer/ports.ts';

/** A room in memory. */
export class MemoryFiles implements FileRoom {
  readonly #files = new Map<string, Bytes>();
  readonly #partial = new Map<string, Bytes>();

  /** Puts a file there, or another one in its place. */
  put(path: string, bytes: Uint8Array): void {
    this.#files.set(path, new Uint8Array(bytes));
  }

  /** The file at a path; undefined where there is none. */
  get(path: string): Bytes | undefined {
    return this.#files.get(path)?.slice();
  }

  /** Paths of all files. */
  get paths(): readonly string[] {
    return [...this.#files.keys()];
  }

  async open(path: string): Promise<SourceFile> {
    const bytes = this.#files.get(path);
    if (bytes === undefined) throw new TalosError('E_NOT_FOUND', 'there is no such file');
    return {
      size: bytes.length,
      identity: `${bytes.length} ${this.#numberOf(bytes)}`,
      read: async (offset, length) => bytes.slice(offset, offset + length),
      isUnchanged: async () => this.#files.get(path) === bytes,
      [Symbol.asyncDispose]: async () => {},
    };
  }

  readonly #numbers = new WeakMap<Bytes, number>();
  #last = 0;

  /** Another one for other bytes, also of the same length. */
  #numberOf(bytes: Bytes): number {
    const known = this.#numbers.get(bytes) ?? ++this.#last;
    this.#numbers.set(bytes, known);
    return known;
  }

  async create(id: string): Promise<PartialFile> {
    if (this.#partial.has(id)) throw new TalosError('E_FILE_EXISTS', 'there is a file of this transfer already');
    this.#partial.set(id, new Uint8Array(0));
    return this.#partialFile(id);
  }

  async reopen(id: string): Promise<PartialFile | undefined> {
    return this.#partial.has(id) ? this.#partialFile(id) : undefined;
  }

  async prune(keep: ReadonlySet<string>): Promise<void> {
    for (const id of this.#partial.keys()) if (!keep.has(id)) this.#partial.delete(id);
  }

  #partialFile(id: string): PartialFile {
    const content = (): Bytes => this.#partial.get(id) ?? new Uint8Array(0);
    let isNamed = false;
    return {
      id,
      write: async (offset, bytes) => {
        const held = content();
        const gap = new Uint8Array(Math.max(0, offset - held.length));
        this.#partial.set(id, concat(held.subarray(0, offset), gap, bytes, held.subarray(offset + bytes.length)));
      },
      sync: async () => {},
      read: async (offset, length) => content().slice(offset, offset + length),
      commit: async (name) => {
        const path = this.#free(`/downloads/${name.replaceAll('/', '_')}`);
        this.#files.set(path, content());
        isNamed = true;
        return path;
      },
      discard: async () => void this.#partial.delete(id),
      [Symbol.asyncDispose]: async () => {
        if (isNamed) this.#partial.delete(id);
      },
    };
  }

  #free(path: string): string {
    let candidate = path;
    for (let count = 1; this.#files.has(candidate); count++) candidate = `${path} (${count})`;
    return candidate;
  }
}
