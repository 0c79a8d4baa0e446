/** Files for a peer that is away, by letters: what is left, what is taken, and what a hostile sender gets. */
import { afterEach, describe, expect, it } from 'vitest';
import { ASKS_AN_HOUR } from '../../src/agent/transfer/transfer-leaving.ts';
import { askLetter, endLetter, lettersOf, offerLetter, pieceLetter } from '../../src/agent/transfer/transfer-mail.ts';
import type { TransferRecord } from '../../src/agent/transfer/transfer-records.ts';
import { toHex } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import { FILE_ENVELOPE_TYPES as TYPES } from '../../src/message/envelope.ts';
import { planPieces } from '../../src/transfer/chunks.ts';
import { MAX_PARCEL_BYTES, MAX_PARCELS, PIECE_CHUNKS, SMALL_CHUNK_BYTES } from '../../src/transfer/limits.ts';
import { agent } from '../unit/session/actors.ts';
import { contentOf, type Side, type Sides, twoSides, until } from './transfer-sides.ts';

const held: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of held.splice(0)) await each[Symbol.asyncDispose]();
});

const PIECE = PIECE_CHUNKS * SMALL_CHUNK_BYTES;
const code = (name: string): unknown => expect.objectContaining({ code: name });

/** Alice, and Bob who is away but has a mailbox. */
async function two(isFriends = true): Promise<{ sides: Sides; a: Side; b: Side }> {
  const made = await twoSides(isFriends);
  held.push(made.sides);
  made.b.isThere = false;
  made.b.mailbox = [];
  return made;
}

async function left(a: Side, content: Uint8Array, path = '/home/alice/report.bin'): Promise<string> {
  a.files.put(path, content);
  const { id } = await a.transfers.sendFile({ peer: 'bob', path });
  await a.transfers.outcome({ id });
  return id;
}

const typesIn = (side: Side): number[] => (side.mailbox ?? []).map(({ letter }) => letter.type);
const stateOf = async (side: Side, id: string): Promise<string | undefined> =>
  (await side.transfers.list()).find((each) => each.id === id)?.state;

/** A transfer as its sender would have it. */
function recordOf(a: Side, b: Side, content: Uint8Array, more: Partial<TransferRecord> = {}): TransferRecord {
  return {
    id: 'ab'.repeat(16),
    peer: b.identity.did,
    direction: 'sent',
    name: 'report.bin',
    type: 'application/octet-stream',
    size: content.length,
    state: 'waiting',
    code: '',
    path: '/x',
    identity: a.identity.did,
    durable: 0,
    sha256: toHex(sha256(content)),
    salt: '00'.repeat(32),
    receipt: '',
    atMs: 0,
    changedAtMs: 0,
    ...more,
  };
}

const pieceOf = (record: TransferRecord, content: Uint8Array, sequence: number) =>
  pieceLetter(record, sequence, new Uint8Array(content.subarray(sequence * PIECE, (sequence + 1) * PIECE)));
const endOf = (record: TransferRecord, content: Uint8Array, hash: Uint8Array = sha256(content)) =>
  endLetter(record, {
    size: content.length,
    chunks: Math.max(1, Math.ceil(content.length / SMALL_CHUNK_BYTES)),
    hash: new Uint8Array(hash),
    salt: new Uint8Array(32),
  });

describe('a file for a peer that is away', () => {
  it.each([0, 1, PIECE, PIECE + 1, 3 * PIECE - 1])(
    'of %i bytes arrives by letters, and its receipt too',
    async (size) => {
      const { sides, a, b } = await two();
      const content = contentOf(size);
      const id = await left(a, content);
      expect((await a.transfers.get(id)).inMailbox).toBe(true);
      expect(typesIn(b)).toHaveLength(lettersOf(size));
      a.isThere = false;
      a.mailbox = [];
      expect(await sides.empty(b)).toEqual([]);
      const { path, sha256: hash } = await until(b, id, 'received');
      expect(Buffer.from(b.files.get(path) ?? []).equals(content)).toBe(true);
      await expect.poll(() => typesIn(a)).toEqual([TYPES.fileReceived]);
      await sides.empty(a);
      expect(await a.transfers.get(id)).toMatchObject({ state: 'delivered', inMailbox: false, sha256: hash });
      for (const { core } of [a, b]) expect(await core.ledger.query({ type: 'file' })).toHaveLength(1);
    },
  );

  it(`of ${MAX_PARCEL_BYTES} bytes is left, one of a byte more waits, and so does what comes to more in all`, async () => {
    const { a, b } = await two();
    const tooLarge = await left(a, contentOf(MAX_PARCEL_BYTES + 1));
    expect([(await a.transfers.get(tooLarge)).inMailbox, typesIn(b)]).toEqual([false, []]);
    const [all, more] = [await left(a, contentOf(MAX_PARCEL_BYTES)), await left(a, contentOf(1))];
    expect([(await a.transfers.get(all)).inMailbox, (await a.transfers.get(more)).inMailbox]).toEqual([true, false]);
  });

  it(`waits beyond ${MAX_PARCELS} files of a peer`, async () => {
    const { a } = await two();
    const ids: string[] = [];
    for (let n = 0; n <= MAX_PARCELS; n++) ids.push(await left(a, contentOf(1), `/home/${n}`));
    const views = await Promise.all(ids.map((id) => a.transfers.get(id)));
    expect(views.filter(({ inMailbox }) => inMailbox)).toHaveLength(MAX_PARCELS);
  });

  it('goes the direct way from where the letters were, when the peer comes before all are left', async () => {
    const { sides, a, b } = await two();
    a.onLeave = () => {
      if ((b.mailbox?.length ?? 0) === 2) throw new TalosError('E_RATE_LIMITED', 'full');
    };
    const content = contentOf(3 * PIECE);
    const id = await left(a, content);
    expect([(await a.transfers.get(id)).inMailbox, typesIn(b)]).toEqual([false, [TYPES.fileOffer, TYPES.fileChunk]]);
    await sides.empty(b);
    expect(b.files.written).toBe(PIECE);
    b.isThere = true;
    expect(await a.transfers.outcome({ id, waitMs: 20_000 })).toMatchObject({ state: 'delivered' });
    expect(b.files.written).toBe(3 * PIECE);
  });

  it('goes on behind the letters that were left, when its process ended', async () => {
    const { sides, a, b } = await two();
    let letters = 0;
    a.onLeave = () => {
      if (++letters === 3) throw new TalosError('E_UNREACHABLE', 'the server went away');
    };
    const content = contentOf(3 * PIECE);
    const id = await left(a, content);
    expect(b.mailbox).toHaveLength(2);
    await sides.restart(a);
    await expect.poll(async () => (await a.transfers.get(id)).inMailbox).toBe(true);
    expect(b.mailbox).toHaveLength(lettersOf(content.length));
    await sides.empty(b);
    expect(await stateOf(b, id)).toBe('received');
  });

  it('arrives once, when every letter comes twice and the receiver starts anew in between', async () => {
    const { sides, a, b } = await two();
    const content = contentOf(2 * PIECE);
    const id = await left(a, content);
    b.mailbox = b.mailbox?.flatMap((each) => [each, each]);
    for (let count = 0; (b.mailbox?.length ?? 0) > 0; count++) {
      const rest = b.mailbox?.splice(1) ?? [];
      await sides.empty(b);
      b.mailbox = rest;
      await sides.restart(b);
    }
    expect([await stateOf(b, id), b.files.written, b.files.paths]).toEqual(['received', 2 * PIECE, expect.any(Array)]);
    expect(b.files.paths).toHaveLength(1);
  });

  it('of which a letter is under way when the session is repaired is left anew from its beginning', async () => {
    const { a, b } = await two();
    let letters = 0;
    a.onLeave = async () => {
      if (++letters !== 2) return;
      a.transfers.letters.leftUnread(b.identity.did);
      await new Promise(setImmediate);
    };
    const id = await left(a, contentOf(2 * PIECE));
    await expect.poll(async () => (await a.transfers.get(id)).inMailbox).toBe(true);
    const { fileOffer, fileChunk, fileEnd } = TYPES;
    expect(typesIn(b)).toEqual([fileOffer, fileChunk, fileOffer, fileChunk, fileChunk, fileEnd]);
  });

  it('of which the first letter is under way when the session is repaired has that left anew, too', async () => {
    const { a, b } = await two();
    let letters = 0;
    a.onLeave = async () => {
      if (++letters !== 1) return;
      a.transfers.letters.leftUnread(b.identity.did);
      await new Promise(setImmediate);
    };
    const id = await left(a, contentOf(PIECE));
    await expect.poll(async () => (await a.transfers.get(id)).inMailbox).toBe(true);
    const { fileOffer, fileChunk, fileEnd } = TYPES;
    expect(typesIn(b)).toEqual([fileOffer, fileOffer, fileChunk, fileEnd]);
  });

  it('of which a letter is under way when its receiver asks for it is left from there on', async () => {
    const { sides, a, b } = await two();
    let letters = 0;
    a.onLeave = async () => {
      if (++letters !== 3) return;
      const [first] = await a.transfers.list();
      await a.transfers.letters.take(b.identity.did, askLetter(first?.id ?? '', 0));
    };
    const content = contentOf(3 * PIECE);
    const id = await left(a, content);
    await expect.poll(async () => (await a.transfers.get(id)).inMailbox).toBe(true);
    const { fileOffer, fileChunk, fileEnd } = TYPES;
    const anew = [fileChunk, fileChunk, fileChunk, fileEnd];
    expect(typesIn(b)).toEqual([fileOffer, fileChunk, fileChunk, ...anew]);
    await sides.empty(b);
    expect(await stateOf(b, id)).toBe('received');
  });

  it('fails with E_SOURCE_CHANGED where it is another one before all is left, and the peer is told', async () => {
    const { sides, a, b } = await two();
    a.onLeave = ({ type }) => {
      if (type === TYPES.fileChunk) a.files.put('/home/alice/report.bin', contentOf(2 * PIECE, 2));
    };
    const id = await left(a, contentOf(2 * PIECE));
    expect(await a.transfers.get(id)).toMatchObject({ state: 'failed', code: 'E_SOURCE_CHANGED' });
    await expect.poll(() => typesIn(b).at(-1)).toBe(TYPES.fileGone);
    await sides.empty(b);
    expect(await b.transfers.get(id)).toMatchObject({ state: 'failed', code: 'E_SOURCE_CHANGED' });
    expect(b.files.paths).toEqual([]);
  });

  it('that is cancelled while letters are left ends on both sides, and leaves nothing', async () => {
    const { sides, a, b } = await two();
    a.onLeave = () => {
      if ((b.mailbox?.length ?? 0) === 2) throw new TalosError('E_RATE_LIMITED', 'full');
    };
    const id = await left(a, contentOf(3 * PIECE));
    await sides.empty(b);
    a.onLeave = () => {};
    expect((await a.transfers.cancel(id)).state).toBe('cancelled');
    await expect.poll(() => typesIn(b)).toEqual([TYPES.fileGone]);
    await sides.empty(b);
    expect(await b.transfers.get(id)).toMatchObject({ state: 'cancelled' });
    expect(b.files.paths).toEqual([]);
  });
});

describe('a stranger', () => {
  it('has an offer kept and nothing written, until a person accepts: then the rest is asked for', async () => {
    const { sides, a, b } = await two(false);
    a.mailbox = [];
    a.isThere = false;
    const content = contentOf(PIECE + 5);
    const id = await left(a, content);
    expect(await sides.empty(b)).toEqual([TYPES.fileChunk, TYPES.fileChunk, TYPES.fileEnd]);
    expect([b.files.written, await stateOf(b, id)]).toEqual([0, 'offered']);
    await b.transfers.accept(id);
    await expect.poll(() => typesIn(a)).toEqual([TYPES.fileAsk]);
    await sides.empty(a);
    await expect.poll(() => b.mailbox?.length).toBe(lettersOf(content.length) - 1);
    await sides.empty(b);
    expect(await stateOf(b, id)).toBe('received');
  });

  it('of whom nothing is taken gets no letter opened', async () => {
    const { sides, a, b } = await two(false);
    b.policy = 'contacts';
    const id = await left(a, contentOf(10));
    expect(await sides.empty(b)).toEqual([TYPES.fileOffer, TYPES.fileChunk, TYPES.fileEnd]);
    expect([await stateOf(b, id), b.files.paths]).toEqual([undefined, []]);
  });

  it('gets no letter of a transfer of somebody else opened', async () => {
    const { a, b } = await two();
    const content = contentOf(2 * PIECE);
    const record = recordOf(a, b, content);
    await b.transfers.letters.take(a.identity.did, offerLetter(record, undefined));
    const { letters } = b.transfers;
    const mallory = agent('mallory').did;
    expect(await letters.admits(mallory, pieceOf(record, content, 0))).toBe(false);
    expect(await letters.admits(mallory, endOf(record, content))).toBe(false);
    expect(await letters.admits(a.identity.did, pieceOf(record, content, 0))).toBe(true);
    await letters.take(mallory, pieceOf(record, content, 0));
    await letters.take(mallory, endOf(record, content));
    expect([b.files.written, await stateOf(b, record.id)]).toEqual([0, 'accepted']);
  });
});

describe('a hostile sender', () => {
  const content = contentOf(2 * PIECE + 7);

  async function offered(more: Partial<TransferRecord> = {}): Promise<{ a: Side; b: Side; record: TransferRecord }> {
    const { a, b } = await two();
    const record = recordOf(a, b, content, more);
    await b.transfers.letters.take(a.identity.did, offerLetter(record, undefined));
    return { a, b, record };
  }

  type Letter = ReturnType<typeof pieceLetter>;
  const changed = (letter: Letter, more: Partial<Required<Letter>['chunk']>, text = letter.text): Letter => ({
    ...letter,
    text,
    chunk: { ...(letter.chunk as Required<Letter>['chunk']), ...more },
  });

  it.each<[string, (letter: Letter) => Letter]>([
    ['another number of pieces', (letter) => changed(letter, { total: 4 })],
    ['a number beyond the end', (letter) => changed(letter, { sequence: 3 })],
    ['another hash', (letter) => changed(letter, { hash: new Uint8Array(32) })],
    [
      'a byte changed',
      (letter) =>
        changed(
          letter,
          {},
          letter.text.map((byte, at) => (at === 9 ? byte ^ 1 : byte)),
        ),
    ],
    ['a byte too few', (letter) => changed(letter, {}, letter.text.slice(1))],
    ['no bytes', (letter) => changed(letter, {}, new Uint8Array(0))],
    ['the number of another piece', (letter) => changed(letter, { sequence: 0 })],
  ])('F04, F05, F07: a piece with %s ends the transfer, and nothing is left of it', async (_what, change) => {
    const { a, b, record } = await offered();
    await b.transfers.letters.take(a.identity.did, pieceOf(record, content, 0));
    await b.transfers.letters.take(a.identity.did, change(pieceOf(record, content, 1)));
    expect(await b.transfers.get(record.id)).toMatchObject({ state: 'failed', code: 'E_PROTOCOL' });
    expect([await b.files.reopen(record.id), b.files.paths]).toEqual([undefined, []]);
  });

  it('F06: that leaves out pieces is asked for them; the end alone gives nothing', async () => {
    const { a, b, record } = await offered();
    a.mailbox = [];
    const { letters } = b.transfers;
    await letters.take(a.identity.did, pieceOf(record, content, 0));
    await letters.take(a.identity.did, pieceOf(record, content, 2));
    await letters.take(a.identity.did, endOf(record, content));
    await expect.poll(() => typesIn(a)).toEqual([TYPES.fileAsk]);
    expect([b.files.written, await stateOf(b, record.id), b.files.paths]).toEqual([PIECE, 'accepted', []]);
    await letters.take(a.identity.did, endOf(record, content));
    expect(typesIn(a)).toEqual([TYPES.fileAsk]);
    for (const index of [1, 2]) await letters.take(a.identity.did, pieceOf(record, content, index));
    await letters.take(a.identity.did, endOf(record, content));
    expect(await stateOf(b, record.id)).toBe('received');
  });

  it('F08: that ends another file than it sent gets no file, and what came is gone', async () => {
    const { a, b, record } = await offered();
    for (let index = 0; index < planPieces(content.length).count; index++)
      await b.transfers.letters.take(a.identity.did, pieceOf(record, content, index));
    await b.transfers.letters.take(a.identity.did, endOf(record, content, new Uint8Array(32)));
    expect([await stateOf(b, record.id), b.files.paths]).toEqual(['accepted', []]);
    expect(await b.files.reopen(record.id)).toBeUndefined();
  });

  it('F04: that offers more than letters carry, or lies about its length, is refused before anything is made', async () => {
    const { a, b } = await two();
    const large = recordOf(a, b, content, { size: MAX_PARCEL_BYTES + 1 });
    await expect(b.transfers.letters.take(a.identity.did, offerLetter(large, undefined))).rejects.toThrow(
      code('E_MALFORMED'),
    );
    expect(await b.transfers.list()).toEqual([]);
    const { record, ...there } = await offered();
    const end = endOf({ ...record }, content.subarray(1));
    await there.b.transfers.letters.take(there.a.identity.did, end);
    expect(await there.b.transfers.get(record.id)).toMatchObject({ state: 'failed', code: 'E_PROTOCOL' });
  });

  it('F01: that names a place is told so, and nothing is kept', async () => {
    const { a, b } = await two();
    a.mailbox = [];
    const record = recordOf(a, b, content, { name: '../evil' });
    await b.transfers.letters.take(a.identity.did, offerLetter(record, undefined));
    await expect.poll(() => typesIn(a)).toEqual([TYPES.fileGone]);
    expect(await b.transfers.list()).toEqual([]);
  });

  it('F10: a full disk ends it on both sides, and nothing is left', async () => {
    const { sides, a, b } = await two();
    a.mailbox = [];
    b.files.onWrite = () => {
      throw new TalosError('E_STORAGE_FULL', 'the disk is full');
    };
    const id = await left(a, contentOf(PIECE));
    await sides.empty(b);
    expect(await b.transfers.get(id)).toMatchObject({ state: 'failed', code: 'E_STORAGE_FULL' });
    await expect.poll(() => typesIn(a)).toEqual([TYPES.fileGone]);
    await sides.empty(a);
    expect(await a.transfers.get(id)).toMatchObject({ state: 'failed', code: 'E_STORAGE_FULL' });
  });
});

describe('a hostile receiver', () => {
  it('cannot have a file delivered by the receipt of somebody else, or of another file', async () => {
    const { sides, a, b } = await two();
    a.mailbox = [];
    a.isThere = false;
    const id = await left(a, contentOf(10));
    const other = await left(a, contentOf(11), '/home/other');
    await sides.empty(b);
    await expect.poll(() => a.mailbox?.length).toBe(2);
    const [first] = a.mailbox;
    const letter = first?.letter ?? { type: TYPES.fileReceived, text: new Uint8Array(0) };
    const { letters } = a.transfers;
    expect(await letters.admits(agent('mallory').did, letter)).toBe(false);
    await expect(letters.take(agent('mallory').did, letter)).rejects.toThrow(code('SIGNATURE_INVALID'));
    const edited = letter.text.map((byte, at) => (at === letter.text.length - 20 ? byte ^ 1 : byte));
    await expect(letters.take(b.identity.did, { ...letter, text: edited })).rejects.toThrow();
    expect([await stateOf(a, id), await stateOf(a, other)]).toEqual(['waiting', 'waiting']);
    await sides.empty(a);
    expect([await stateOf(a, id), await stateOf(a, other)]).toEqual(['delivered', 'delivered']);
  });

  it(`has a file left again ${ASKS_AN_HOUR} times in an hour, and no more`, async () => {
    const { a, b } = await two();
    const id = await left(a, contentOf(10));
    for (let count = 1; count <= ASKS_AN_HOUR + 1; count++) {
      b.mailbox = [];
      await a.transfers.letters.take(b.identity.did, askLetter(id, 0));
      const isLeft = count <= ASKS_AN_HOUR;
      if (isLeft) await expect.poll(async () => (await a.transfers.get(id)).inMailbox).toBe(true);
      expect([count, typesIn(b)]).toEqual([count, isLeft ? [TYPES.fileChunk, TYPES.fileEnd] : []]);
    }
  });
});
