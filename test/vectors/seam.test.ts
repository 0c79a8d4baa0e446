import { expect, it } from 'vitest';
import * as primitives from '#primitives';

it('tests the primitives that this project is named for', ({ task }) => {
  const isNative = primitives.primitivesName === 'libsodium-native';
  expect(isNative).toBe(task.file.projectName === 'node');
});
