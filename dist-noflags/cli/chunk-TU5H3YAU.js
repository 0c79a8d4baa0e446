import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/node/identity/keep-words.ts
async function withWordsKept(keep, words, { make, isMade }) {
  const takeBack = await keep?.(words);
  try {
    return await make();
  } catch (error) {
    if (!isMade()) await takeBack?.();
    throw error;
  }
}

export {
  withWordsKept
};
