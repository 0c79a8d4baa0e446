import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VECTORS } from '../../vectors/files.ts';
import { sessionVectors } from './session-vectors.ts';

const FILE = new URL('talos/session-v1.json', VECTORS);

it('both handshakes and their messages are, byte for byte, what node:crypto and noble compute from PROTOCOL.md', () => {
  const text = `${JSON.stringify(sessionVectors(), undefined, 1)}\n`;
  // Written on purpose only: a change of these bytes is a change of the protocol.
  if (process.env['TALOS_WRITE_VECTORS'] === '1') writeFileSync(FILE, text);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(text));
});
