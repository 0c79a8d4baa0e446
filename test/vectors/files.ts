import { readFileSync } from 'node:fs';

/** The folder of the vector files. */
export const VECTORS: URL = new URL('../../vectors/', import.meta.url);

/** One file of `vectors/`, parsed. The files are ours to trust: their hashes are checked by `hashes.test.ts`. */
export function loadVectors<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, VECTORS), 'utf8')) as T;
}

/** A file of Project Wycheproof: groups of tests, each test joined here with what its group says. */
export function loadWycheproof<G, T>(path: string): readonly (G & T & WycheproofTest)[] {
  const file = loadVectors<{ numberOfTests: number; testGroups: readonly (G & { tests: readonly T[] })[] }>(path);
  const tests = file.testGroups.flatMap((group) => group.tests.map((test) => ({ ...group, ...test })));
  if (tests.length !== file.numberOfTests) throw new Error(`${path}: ${tests.length} of ${file.numberOfTests} tests`);
  return tests as unknown as readonly (G & T & WycheproofTest)[];
}

/** What every Wycheproof test has. */
export interface WycheproofTest {
  readonly tcId: number;
  readonly comment?: string;
  readonly flags: readonly string[];
  readonly result: 'valid' | 'invalid' | 'acceptable';
}
