import { describe, expect, it } from 'vitest';
import { initCrypto, primitivesInUse } from '../../../src/crypto/init.ts';
import * as wasm from '../../../src/crypto/wasm.ts';
import { choosePrimitives } from '../../../src/node/primitives.ts';
import { primitivesConformance } from '../../conformance/primitives.ts';
import { SETS } from '../../reference/sets.ts';

for (const set of SETS) primitivesConformance(set);

describe('the choice on Node', () => {
  const missing = () => {
    throw Object.assign(new Error('no native build was found'), { code: 'ERR_DLOPEN_FAILED' });
  };

  it('falls back to WebAssembly where the native binary is missing, and says so', async () => {
    const set = await choosePrimitives(missing);
    expect(set.primitivesName).toBe('libsodium-wasm');
    expect(set.ed25519Verify).toBe(wasm.ed25519Verify);
    await set.primitivesReady();
    expect(set.x25519PublicKey(new Uint8Array(32).fill(1))).toHaveLength(32);
  });

  it('names the set in use, after being made ready twice', async () => {
    await initCrypto();
    await initCrypto();
    expect(primitivesInUse()).toMatch(/^libsodium-(native|wasm)$/);
  });
});

const fallback = await choosePrimitives(() => {
  throw new Error('no native build was found');
});
primitivesConformance({ ...fallback, primitivesName: 'the fall-back on Node' });
