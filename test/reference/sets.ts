import type { Primitives } from '../../src/crypto/primitives.ts';
import * as wasm from '../../src/crypto/wasm.ts';
import * as native from '../../src/node/primitives.ts';
import { noblePrimitives } from './noble.ts';

/** Every set of primitives: the two that ship, and the tests' second implementation. One verdict is asked of all. */
export const SETS: readonly Primitives[] = [native, wasm, noblePrimitives];
