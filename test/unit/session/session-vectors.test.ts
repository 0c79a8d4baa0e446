import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VECTORS } from '../../vectors/files.ts';
import { depositVectors } from './deposit-vectors.ts';
import { envelopeVectors } from './envelope-vectors.ts';
import { ratchetVectors } from './ratchet-vectors.ts';
import { repairVectors } from './repair-vectors.ts';
import { sessionVectors } from './session-vectors.ts';

function expectFile(name: string, content: unknown): void {
  const file = new URL(`talos/${name}`, VECTORS);
  const text = `${JSON.stringify(content, undefined, 1)}\n`;
  // Written on purpose only: a change of these bytes is a change of the protocol.
  if (process.env['TALOS_WRITE_VECTORS'] === '1') writeFileSync(file, text);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(text));
}

it('both handshakes and their messages are, byte for byte, what node:crypto and noble compute from PROTOCOL.md', () => {
  expectFile('session-v1.json', sessionVectors());
});

it('twenty messages over five turns, two of them late, are what node:crypto computes from PROTOCOL.md', () => {
  expectFile('ratchet-v1.json', ratchetVectors());
});

it('a signed envelope of each type is, field by field, what node:crypto computes from PROTOCOL.md', () => {
  expectFile('envelope-v1.json', envelopeVectors());
});

it('an envelope sealed for a mailbox is, value by value, what node:crypto computes from PROTOCOL.md', () => {
  expectFile('deposit-v1.json', depositVectors());
});

it('R15: a session repair is, value by value, what node:crypto and noble compute from PROTOCOL.md', () => {
  expectFile('repair-v1.json', repairVectors());
});
