import fc from 'fast-check';
import { beforeAll } from 'vitest';
import { initCrypto } from '../src/crypto/init.ts';

// Quick on every save, thorough in `npm run test:long`. A failure prints its seed and path; TALOS_SEED replays it.
const seed = process.env['TALOS_SEED'];
fc.configureGlobal({
  numRuns: process.env['TALOS_SLOW'] === '1' ? 1000 : 30,
  ...(seed === undefined ? {} : { seed: Number(seed) }),
});

beforeAll(initCrypto);
