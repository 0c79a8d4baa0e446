import { beforeEach, describe, expect, it } from 'vitest';
import { type Bytes, utf8 } from '../../../src/base/bytes.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { toBase64 } from '../../../src/base/encoding.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { parseWitnessKey, readCosignatureLines, readCosigned } from '../../../src/ledger/log/cosignature.ts';
import { consistencyPath, emptyRoot, leafHash, rootHash } from '../../../src/ledger/log/merkle.ts';
import { noteVerifier, signNote } from '../../../src/ledger/log/note.ts';
import { formatAddCheckpoint, readAddCheckpoint } from '../../../src/witness/add-checkpoint.ts';
import {
  monitoringPath,
  NEW_LOGS_A_DAY,
  Witness,
  type WitnessParts,
  type WitnessResponse,
} from '../../../src/witness/witness.ts';
import { BreakableStore } from '../../fixtures/agents.ts';
import { NEW_YEAR, type Person, person } from '../../fixtures/ledger.ts';

/** Who asks. */
const ADDRESS = '192.0.2.7';

const leaves: Bytes[] = Array.from({ length: 20 }, (_, i) => leafHash(utf8(`entry ${i}`)));

describe('a witness', () => {
  let alice: Person;
  let store: BreakableStore;
  let witness: Witness;
  const parts = (more: Partial<WitnessParts> = {}): WitnessParts => ({
    store,
    clock: new ManualClock(NEW_YEAR),
    name: 'w.example',
    signing: person(7).signing,
    logs: [],
    ...more,
  });
  beforeEach(async () => {
    alice = person(1);
    store = new BreakableStore();
    witness = await Witness.open(parts());
  });
  const noteAt = (size: number, author = alice): string =>
    signCheckpoint(author.signing, author.did, size, rootHash(leaves.slice(0, size)));
  const post = (body: string, on = witness): Promise<WitnessResponse> =>
    on.handle({ method: 'POST', path: '/add-checkpoint', body: utf8(body), from: ADDRESS });
  const pathOf = (from: number, to: number): Bytes[] => (from === 0 ? [] : consistencyPath(leaves.slice(0, to), from));
  const add = (from: number, to: number, more: object = {}): Promise<WitnessResponse> =>
    post(formatAddCheckpoint({ oldSize: from, path: pathOf(from, to), note: noteAt(to), ...more }));

  it('B16: accepts the first checkpoint of a log, one that goes on from it, the same again, and an empty one', async () => {
    for (const [from, to] of [
      [0, 5],
      [5, 12],
      [12, 12],
      [12, 20],
    ] as const) {
      const answer = await add(from, to);
      expect(answer.status).toBe(200);
      const [cosignature] = readCosignatureLines(noteAt(to), answer.body, [parseWitnessKey(witness.key)]) ?? [];
      expect(cosignature).toMatchObject({ timeS: NEW_YEAR / 1000, witness: { name: 'w.example' } });
    }
    const bob = person(2);
    const empty = signCheckpoint(bob.signing, bob.did, 0, emptyRoot());
    expect((await post(formatAddCheckpoint({ oldSize: 0, path: [], note: empty }))).status).toBe(200);
  });

  it(`takes ${NEW_LOGS_A_DAY} new logs of a network address in a day, and known ones at any time`, async () => {
    const clock = new ManualClock(NEW_YEAR);
    const strict = await Witness.open(parts({ clock }));
    const begin = async (i: number, from: string): Promise<number> => {
      const { signing, did } = person(1000 + i);
      const note = signCheckpoint(signing, did, 1, rootHash(leaves.slice(0, 1)));
      const body = utf8(formatAddCheckpoint({ oldSize: 0, path: [], note }));
      return (await strict.handle({ method: 'POST', path: '/add-checkpoint', body, from })).status;
    };
    for (let i = 0; i < NEW_LOGS_A_DAY; i++) expect(await begin(i, ADDRESS)).toBe(200);
    expect(await begin(NEW_LOGS_A_DAY, ADDRESS)).toBe(429);
    expect(await begin(NEW_LOGS_A_DAY, '192.0.2.8')).toBe(200);
    expect(await begin(0, ADDRESS)).toBe(409);
    clock.advance(24 * 3_600_000);
    expect(await begin(NEW_LOGS_A_DAY + 1, ADDRESS)).toBe(200);
  });

  it('B16: refuses whatever does not go on from what it cosigned last, each with its status', async () => {
    expect((await add(0, 12)).status).toBe(200);
    const other = signCheckpoint(alice.signing, alice.did, 12, new Uint8Array(32).fill(1));
    const larger = signCheckpoint(alice.signing, alice.did, 20, new Uint8Array(32).fill(1));
    const path = pathOf(12, 20);
    const bob = person(2);
    const empty = signCheckpoint(bob.signing, bob.did, 0, new Uint8Array(32));
    const refused: [string, Promise<WitnessResponse>, number][] = [
      ['another old size', add(5, 20), 409],
      ['no old size', add(0, 20), 409],
      ['an older checkpoint', add(5, 5), 409],
      ['an old size above the checkpoint', add(12, 12, { oldSize: 13 }), 400],
      ['another root of the size', add(12, 12, { note: other }), 422],
      ['another history', add(12, 20, { note: larger }), 422],
      ['no proof', add(12, 20, { path: [] }), 422],
      ['a proof cut short', add(12, 20, { path: path.slice(1) }), 422],
      ['a proof too long', add(12, 20, { path: [...path, path[0]] }), 422],
      ['a proof in another order', add(12, 20, { path: path.toReversed() }), 422],
      ['a proof where none is due', add(12, 12, { path }), 422],
      ['an empty log with another root', post(formatAddCheckpoint({ oldSize: 0, path: [], note: empty })), 422],
      ['a proof from nothing', post(formatAddCheckpoint({ oldSize: 0, path, note: noteAt(20, bob) })), 422],
      [
        'a signature of another',
        add(12, 20, { note: `${noteAt(20).split('\n\n')[0]}\n\n${noteAt(20, bob).split('\n\n')[1]}` }),
        403,
      ],
      ['a signature that is wrong', add(12, 20, { note: noteAt(20).replace('\n20\n', '\n19\n') }), 403],
      [
        'a log without a key',
        post(
          `old 0\n\n${signNote(alice.signing, 'log.example', `log.example\n1\n${toBase64(leaves[0] ?? emptyRoot())}\n`)}`,
        ),
        404,
      ],
      ['no checkpoint', post('old 12\n'), 400],
      ['a note that is none', post('old 12\n\ntext\n'), 400],
      ['an old size with a zero before', post(`old 012\n\n${noteAt(12)}`), 400],
      ['a hash that is none', post(`old 12\nAAAA\n\n${noteAt(20)}`), 400],
      ['64 hashes', post(`old 12\n${`${toBase64(emptyRoot())}\n`.repeat(64)}\n${noteAt(20)}`), 400],
      [
        'no text',
        witness.handle({ method: 'POST', path: '/add-checkpoint', body: Uint8Array.of(0xff), from: ADDRESS }),
        400,
      ],
      ['a GET', witness.handle({ method: 'GET', path: '/add-checkpoint', body: utf8(''), from: ADDRESS }), 405],
      ['another path', witness.handle({ method: 'POST', path: '/', body: utf8(''), from: ADDRESS }), 404],
      [
        'a POST to a checkpoint',
        witness.handle({ method: 'POST', path: monitoringPath(alice.did), body: utf8(''), from: ADDRESS }),
        405,
      ],
    ];
    for (const [what, answer, status] of refused) expect((await answer).status, what).toBe(status);
    const { status, contentType, body } = await add(0, 20);
    expect([status, contentType, body]).toEqual([409, 'text/x.tlog.size', '12\n']);
    // Nothing of that has changed what it keeps.
    expect((await add(12, 20)).status).toBe(200);
  });

  it('shows the newest checkpoint of a log with both signatures, and none of a log that it does not know', async () => {
    const get = (path: string): Promise<WitnessResponse> =>
      witness.handle({ method: 'GET', path, body: utf8(''), from: ADDRESS });
    expect((await get(monitoringPath(alice.did))).status).toBe(404);
    await add(0, 5);
    const { status, body } = await get(monitoringPath(alice.did));
    expect(status).toBe(200);
    expect(readCosigned(body, alice.did, [parseWitnessKey(witness.key)])).toMatchObject({
      checkpoint: { size: 5, note: noteAt(5) },
      cosignatures: [{ timeS: NEW_YEAR / 1000 }],
    });
  });

  it('goes on from what is stored, and gives no cosignature that is not', async () => {
    await add(0, 5);
    witness = await Witness.open(parts());
    expect((await add(0, 12)).body).toBe('5\n');
    store.failApply = new TalosError('E_STORAGE', 'broken');
    await expect(add(5, 12)).rejects.toMatchObject({ code: 'E_STORAGE' });
    store.failApply = undefined;
    expect((await add(5, 12)).status).toBe(200);
  });

  it('of two requests at once that start from the same size one is refused', async () => {
    const answers = await Promise.all([add(0, 5), add(0, 12), add(0, 20)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 409, 409]);
  });

  it('told which logs, it cosigns these alone, whatever their origins are', async () => {
    const text = `log.example\n1\n${toBase64(leaves[0] ?? emptyRoot())}\n`;
    const logs = [noteVerifier('log.example', person(3).signing.publicKey)];
    const picky = await Witness.open(parts({ logs }));
    const note = signNote(person(3).signing, 'log.example', text);
    expect((await post(`old 0\n\n${note}`, picky)).status).toBe(200);
    expect((await post(formatAddCheckpoint({ oldSize: 0, path: [], note: noteAt(5) }), picky)).status).toBe(404);
  });

  it('a request is written as C2SP has it, and read again', () => {
    const request = { oldSize: 5, path: pathOf(5, 12), note: noteAt(12) };
    const text = formatAddCheckpoint(request);
    expect(readAddCheckpoint(text)).toEqual(request);
    expect(text.split('\n\n')[0]?.split('\n')).toEqual([
      'old 5',
      ...request.path.map((hash) => Buffer.from(hash).toString('base64')),
    ]);
  });
});
