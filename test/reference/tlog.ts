/** Transparency logs by another hand: noble and RFC 9162's words, nothing of `src`. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';

const hash = (...parts: Uint8Array[]): Buffer => Buffer.from(sha256(Buffer.concat(parts)));

export const leafOf = (entry: Uint8Array): Buffer => hash(Buffer.of(0), entry);

/** RFC 9162 §2.1.3.2, step by step. */
export function includes(leaf: Buffer, index: bigint, size: bigint, path: readonly Buffer[], root: Buffer): boolean {
  if (index >= size) return false;
  let [fn, sn, r] = [index, size - 1n, leaf];
  for (const p of path) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      r = hash(Buffer.of(1), p, r);
      if ((fn & 1n) === 0n) {
        do {
          fn >>= 1n;
          sn >>= 1n;
        } while ((fn & 1n) === 0n && fn !== 0n);
      }
    } else r = hash(Buffer.of(1), r, p);
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && r.equals(root);
}

/** Root of a whole tree: RFC 9162 §2.1.1. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return hash();
  if (leaves.length === 1) return leaves[0] as Buffer;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return hash(Buffer.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

/** Opens a signed note of an Ed25519 key of type 1; gives the lines of its text. Throws where it does not verify. */
export function openCheckpoint(note: string, name: string, key: Uint8Array): string[] {
  const end = note.lastIndexOf('\n\n') + 1;
  const text = note.slice(0, end);
  const id = hash(Buffer.from(`${name}\n`), Buffer.of(1), key).subarray(0, 4);
  for (const line of note
    .slice(end + 1)
    .trimEnd()
    .split('\n')) {
    const [dash, who, base64 = ''] = line.split(' ');
    const blob = Buffer.from(base64, 'base64');
    if (dash !== '\u2014' || who !== name || !blob.subarray(0, 4).equals(id)) continue;
    if (!ed25519.verify(blob.subarray(4), Buffer.from(text), key)) throw new Error('signature does not verify');
    return text.trimEnd().split('\n');
  }
  throw new Error('not signed by this key');
}

/** Verifies a C2SP tlog-proof of `entry`. Throws where it does not hold. */
export function checkTlogProof(file: string, entry: Uint8Array, name: string, key: Uint8Array): void {
  const end = file.indexOf('\n\n');
  const lines = file.slice(0, end).split('\n');
  if (lines.shift() !== 'c2sp.org/tlog-proof@v1') throw new Error('another format');
  if (lines[0]?.startsWith('extra ')) lines.shift();
  const index = BigInt((lines.shift() ?? '').slice('index '.length));
  const [origin, size = '', root = ''] = openCheckpoint(file.slice(end + 2), name, key);
  if (origin !== name) throw new Error('another log');
  const path = lines.map((line) => Buffer.from(line, 'base64'));
  if (!includes(leafOf(entry), index, BigInt(size), path, Buffer.from(root, 'base64'))) throw new Error('not included');
}
