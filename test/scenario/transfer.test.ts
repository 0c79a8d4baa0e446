import { afterEach, describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import type { FileBody } from '../../src/ledger/entry.ts';
import { agent } from '../unit/session/actors.ts';
import { type Side, Sides } from './transfer-sides.ts';

const held: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of held.splice(0)) await each[Symbol.asyncDispose]();
});

async function two(isFriends = true): Promise<{ sides: Sides; a: Side; b: Side }> {
  const sides = new Sides();
  held.push(sides);
  const [a, b] = [await sides.join(agent('alice')), await sides.join(agent('bob'))];
  if (isFriends) await sides.befriend(a, b);
  return { sides, a, b };
}

const bytesOf = (length: number, seed = 1): Uint8Array => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = (at * 31 + seed + (at >> 8)) & 0xff;
  return bytes;
};

describe('a file between two agents', () => {
  it.each([0, 1, 256 * 1024, 256 * 1024 + 1, 3_000_000])(
    'of %i bytes arrives whole, and both ledgers say so',
    async (size) => {
      const { a, b } = await two();
      const content = bytesOf(size);
      a.files.put('/home/report.bin', content);
      const begun = await a.transfers.sendFile({ peer: 'bob', path: '/home/report.bin' });
      const done = await a.transfers.outcome({ id: begun.id });
      expect(done).toMatchObject({
        state: 'delivered',
        bytes: size,
        sha256: toHex(sha256(content)),
        name: 'report.bin',
      });
      const [got] = await b.transfers.list();
      expect(got).toMatchObject({ id: begun.id, state: 'received', alias: 'alice', sha256: done.sha256 });
      expect(Buffer.from(b.files.get(got?.path ?? '') ?? []).equals(content)).toBe(true);
      const entries = [a, b].map(async ({ core }) =>
        (await core.ledger.query({ type: 'file' })).map(({ body }) => body),
      );
      const [[sent], [received]] = (await Promise.all(entries)) as unknown as [[FileBody], [FileBody]];
      expect([sent.direction, received.direction]).toEqual(['sent', 'received']);
      expect(sent.statement.text).toBe(received.statement.text);
    },
  );
});
