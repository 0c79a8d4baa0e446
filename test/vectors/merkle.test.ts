import { describe, expect, it } from 'vitest';
import { verifyConsistency, verifyInclusion } from '../../src/ledger/log/merkle.ts';
import { loadVectors } from './files.ts';

interface Vectors<T> {
  readonly tests: readonly (T & {
    readonly id: string;
    readonly proof: readonly string[] | null;
    readonly wantErr: boolean;
  })[];
}
const read = <T>(name: string): Vectors<T> => loadVectors(`merkle/${name}.json`);
// Hostile cases have texts of any length, and the numbers of another language.
const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const path = (proof: readonly string[] | null): Uint8Array[] => (proof ?? []).map(bytes);

describe('transparency-dev/merkle', () => {
  const inclusion = read<{ leafIdx: number; treeSize: number; root: string; leafHash: string }>(
    'transparency_inclusion',
  );
  it('there are 98 inclusion proofs', () => expect(inclusion.tests).toHaveLength(98));
  it.each(inclusion.tests)('inclusion $id', ({ leafIdx, treeSize, root, leafHash, proof, wantErr }) => {
    expect(verifyInclusion(bytes(leafHash), leafIdx, treeSize, path(proof), bytes(root))).toBe(!wantErr);
  });

  const consistency = read<{ size1: number; size2: number; root1: string; root2: string }>('transparency_consistency');
  it('there are 98 consistency proofs', () => expect(consistency.tests).toHaveLength(98));
  it.each(consistency.tests)('consistency $id', ({ size1, size2, root1, root2, proof, wantErr }) => {
    expect(verifyConsistency(size1, bytes(root1), size2, bytes(root2), path(proof))).toBe(!wantErr);
  });
});
