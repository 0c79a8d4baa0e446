/**
 * Modules of the build, and one MCP message of each kind as the tunnel has them.
 *
 * @module
 */
import { createRequire } from 'node:module';

/**
 * A module of `dist/`, by its path there.
 *
 * @param {string} path
 * @returns {Promise<any>}
 */
export const dist = (path) => import(new URL(`../../dist/${path}.js`, import.meta.url).href);

/** The binding that the build itself uses. */
export const sodium = createRequire(new URL('../../package.json', import.meta.url))('sodium-native');

const { initCrypto } = await dist('crypto/init');
await initCrypto();

/** The JSON-RPC call that is measured, 256 bytes of argument. */
export const CALL = JSON.stringify({
  jsonrpc: '2.0',
  id: 7,
  method: 'tools/call',
  params: { name: 'echo', arguments: { text: 'a'.repeat(256) } },
});

/** Its answer, 1 KiB of text. */
export const ANSWER = JSON.stringify({
  jsonrpc: '2.0',
  id: 7,
  result: { content: [{ type: 'text', text: 'r'.repeat(1024) }] },
});
