/**
 * The thread behind `validation-pool.ts`: examines blocks by themselves. PROTOCOL.md §9.8.
 *
 * @module
 */
import { parentPort } from 'node:worker_threads';
import { HASH_BYTES } from '../../crypto/hash.ts';
import { initSignatures } from '../../crypto/init.ts';
import type { BlockFault } from '../../ledger/validation/validation-codes.ts';
import { Examination, type ExamineMetrics, type ExamineTerms } from '../../ledger/validation/validation-examine.ts';

/** Blocks to be examined. */
export interface ExamineJob {
  readonly id: number;
  readonly terms: ExamineTerms;
  /** One behind the other. Handed over. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lengths: readonly number[];
}

/** What was found in one block; nothing where nothing is wrong. */
export interface BlockFindings {
  readonly form?: BlockFault;
  readonly self?: BlockFault;
  readonly entries?: BlockFault;
  readonly ids?: readonly string[];
}

/** What was found. */
export interface ExamineResult {
  readonly id: number;
  readonly findings: readonly BlockFindings[];
  /** Of each block that was hashed: its hash and the leaf hashes of its entries. Handed over. */
  readonly hashes: Uint8Array<ArrayBuffer>;
  readonly metrics: ExamineMetrics;
}

function examineAll({ id, terms, bytes, lengths }: ExamineJob): ExamineResult {
  const examination = new Examination(terms);
  const hashes: Uint8Array[] = [];
  let at = 0;
  const findings = lengths.map((length): BlockFindings => {
    const { read, form, self, findings: found } = examination.examine(bytes.subarray(at, at + length));
    at += length;
    if (form !== undefined) return { form };
    if (read !== undefined) hashes.push(read.hash, ...read.leaves);
    if (self !== undefined) return { self };
    const { fault, ids } = found();
    return fault === undefined ? (ids.length === 0 ? {} : { ids }) : { entries: fault };
  });
  const { signatures, layerMs } = examination.metrics.snapshot();
  return { id, findings, hashes: joined(hashes), metrics: { signatures, layerMs } };
}

function joined(hashes: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(hashes.length * HASH_BYTES);
  let at = 0;
  for (const hash of hashes) {
    all.set(hash, at);
    at += hash.length;
  }
  return all.subarray(0, at);
}

const port = parentPort;
if (port !== null) {
  await initSignatures();
  port.on('message', (job: ExamineJob) => {
    const result = examineAll(job);
    port.postMessage(result, [result.hashes.buffer]);
  });
}
