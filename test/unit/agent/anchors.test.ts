import { beforeEach, describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { sha256 } from '../../../src/crypto/hash.ts';
import type { Anchor, AnchorToken, AnchorWord, TimeStampSource } from '../../../src/ledger/anchor/anchor.ts';
import { AnchorBook, MAX_ANCHOR_SOURCES } from '../../../src/ledger/anchor/anchor-book.ts';
import { ANCHOR_SKEW_MS, anchorCheck } from '../../../src/ledger/anchor/anchor-check.ts';
import { encodeBlock } from '../../../src/ledger/block.ts';
import { LedgerStore } from '../../../src/ledger/journal/ledger-store.ts';
import { type Checkpoint, signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { ValidationEngine } from '../../../src/ledger/validation/validation-engine.ts';
import { type Made, MemoryNet, makeAgent } from '../../fixtures/agents.ts';
import { denial, NEW_YEAR } from '../../fixtures/ledger.ts';

const SOURCE: TimeStampSource = { kind: 'rfc3161', url: 'https://tsa.example/', roots: ['AAAA'] };

/** An authority in memory: a token is the note it is about, and the time. */
class FakeAuthority implements Anchor<TimeStampSource> {
  readonly kind = 'rfc3161';
  atMs = NEW_YEAR;
  failure: TalosError | undefined;
  asked = 0;

  check({ url }: TimeStampSource): void {
    if (!url.startsWith('https://')) throw new TalosError('E_USAGE', 'no');
  }

  async make(checkpoint: Checkpoint): Promise<AnchorToken & AnchorWord> {
    this.asked++;
    if (this.failure !== undefined) throw this.failure;
    return { token: utf8(`${this.atMs} ${checkpoint.note}`), nonce: Uint8Array.of(1), atMs: this.atMs, by: 'CN=fake' };
  }

  async verify(checkpoint: Checkpoint, { token }: AnchorToken): Promise<AnchorWord> {
    const [at = ''] = new TextDecoder().decode(token).split(' ', 1);
    if (toHex(token) !== toHex(utf8(`${at} ${checkpoint.note}`)))
      throw new TalosError('ANCHOR_MISMATCH', 'another note');
    return { atMs: Number(at), by: 'CN=fake' };
  }
}

describe('the anchors of an agent', () => {
  let authority: FakeAuthority;
  let made: Made;
  const entriesOf = (): Promise<unknown[]> => made.entries('anchor');
  beforeEach(async () => {
    authority = new FakeAuthority();
    made = await makeAgent('owner', new MemoryNet(), { anchors: [authority] });
    made.ledger.append(denial(made.identity.did));
  });

  it('are added once, listed, taken back, and become the same again', async () => {
    const { anchors } = made.agent;
    const added = await anchors.add(SOURCE);
    expect(added).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{16}$/), source: SOURCE, active: true });
    expect(await anchors.add(SOURCE)).toEqual(added);
    expect(await anchors.sources()).toEqual([added]);
    expect(await anchors.remove(added.id)).toMatchObject({ active: false });
    expect(await anchors.sources()).toEqual([]);
    await expect(anchors.remove(added.id)).rejects.toMatchObject({ code: 'E_NOT_FOUND' });
    await expect(anchors.now()).rejects.toMatchObject({ code: 'E_NOT_FOUND' });
    expect((await anchors.add(SOURCE)).id).toBe(added.id);
  });

  it('16 are taken, one more is E_LIMIT; one in another form E_USAGE, and nothing is kept', async () => {
    const { anchors } = made.agent;
    await expect(anchors.add({ ...SOURCE, url: 'ftp://tsa' })).rejects.toMatchObject({ code: 'E_USAGE' });
    expect(await anchors.sources()).toEqual([]);
    for (let i = 0; i < MAX_ANCHOR_SOURCES; i++) await anchors.add({ ...SOURCE, url: `https://tsa.example/${i}` });
    await expect(anchors.add(SOURCE)).rejects.toMatchObject({ code: 'E_LIMIT' });
    expect(await anchors.sources()).toHaveLength(MAX_ANCHOR_SOURCES);
  });

  it('the newest checkpoint is sealed, anchored, kept and recorded, in this order', async () => {
    const { anchors } = made.agent;
    const { id } = await anchors.add(SOURCE);
    const [attempt] = await anchors.now();
    const [kept] = await anchors.list();
    expect(attempt).toEqual({ source: id, anchor: kept, entry: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(kept).toMatchObject({ kind: 'rfc3161', source: id, size: 1, atMs: NEW_YEAR });
    const token = (await new AnchorBook(made.store).all())[0]?.token as Uint8Array;
    expect(await entriesOf()).toEqual([
      {
        type: 'anchor',
        kind: 'rfc3161',
        size: 1,
        root: toHex((await new LedgerStore(made.store).block(1)).header.logRoot),
        digest: toHex(sha256(token)),
        at: NEW_YEAR,
      },
    ]);
    expect(await anchors.verify()).toEqual({
      valid: true,
      anchors: [{ source: id, size: 1, atMs: NEW_YEAR, by: 'CN=fake' }],
    });
  });

  it('one that fails says why, keeps and records nothing, and keeps no other from it', async () => {
    const { anchors } = made.agent;
    const { id } = await anchors.add(SOURCE);
    authority.failure = new TalosError('ANCHOR_MISMATCH', 'the time stamp is of something else');
    expect(await anchors.now()).toEqual([
      { source: id, error: { code: 'ANCHOR_MISMATCH', message: 'the time stamp is of something else' } },
    ]);
    expect(await anchors.list()).toEqual([]);
    expect(await entriesOf()).toEqual([]);
    authority.failure = undefined;
    expect(await anchors.now()).toMatchObject([{ anchor: { size: 1 } }]);
  });

  it('a time stamp that is well before the newest block is not kept: a clock is wrong', async () => {
    const { anchors } = made.agent;
    await anchors.add(SOURCE);
    authority.atMs = NEW_YEAR - ANCHOR_SKEW_MS - 1;
    expect(await anchors.now()).toMatchObject([{ error: { code: 'ANCHOR_MISMATCH' } }]);
    expect(await anchors.list()).toEqual([]);
    authority.atMs++;
    expect(await anchors.now()).toMatchObject([{ anchor: { size: 1 } }]);
  });

  it('a source with tokens stays when it is removed, and they still verify', async () => {
    const { anchors } = made.agent;
    const { id } = await anchors.add(SOURCE);
    await anchors.now();
    await anchors.remove(id);
    expect(await anchors.sources()).toMatchObject([{ id, active: false }]);
    await expect(anchors.now()).rejects.toMatchObject({ code: 'E_NOT_FOUND' });
    expect(await anchors.verify()).toMatchObject({ valid: true, anchors: [{ source: id }] });
  });

  it('an aborted request ends with the reason of the signal', async () => {
    const { anchors } = made.agent;
    await anchors.add(SOURCE);
    await expect(anchors.now(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(authority.asked).toBe(0);
  });

  describe('B07: as the fifth layer', () => {
    const check = async (): Promise<Awaited<ReturnType<typeof anchorCheck>>> =>
      anchorCheck({ book: new AnchorBook(made.store), kinds: [authority], author: made.identity.did });
    const block = async (height: number) => (await new LedgerStore(made.store).block(height)).header;
    let id: string;
    beforeEach(async () => {
      ({ id } = await made.agent.anchors.add(SOURCE));
      await made.agent.anchors.now();
      await made.ledger.seal();
    });

    it('the log that was anchored is valid, and blocks without an anchor have none', async () => {
      const checked = await check();
      const [genesis, first, second] = [await block(0), await block(1), await block(2)];
      expect(await checked(genesis, genesis.logRoot, 0)).toEqual({ status: 'none' });
      expect(await checked(first, first.logRoot, 1)).toEqual({ status: 'valid' });
      expect(await checked(second, second.logRoot, 2)).toEqual({ status: 'none' });
    });

    it('another root, a block that runs past the anchor, and one from after it are mismatches', async () => {
      const [genesis, first] = [await block(0), await block(1)];
      const reason = async (...states: readonly Parameters<Awaited<ReturnType<typeof anchorCheck>>>[]) => {
        const checked = await check();
        let last: unknown;
        for (const state of states) last = await checked(...state);
        return last;
      };
      const mismatch = (text: string) => ({ status: 'mismatch', reason: expect.stringContaining(text) });
      expect(await reason([first, new Uint8Array(32), 1])).toEqual(mismatch('another log of this size'));
      expect(await reason([genesis, genesis.logRoot, 0], [first, first.logRoot, 2])).toEqual(
        mismatch('within this block'),
      );
      const late = { ...first, timeMs: NEW_YEAR + ANCHOR_SKEW_MS + 1 };
      expect(await reason([late, first.logRoot, 1])).toEqual(mismatch('after it was anchored'));
    });

    it('the engine refuses with ANCHOR_MISMATCH, number 501, and no other layer, what is sound but was not anchored', async () => {
      const { ledger, store, identity } = made;
      const entries = await ledger.query({});
      const validate = async (level: 'strict' | 'paranoid') => {
        const engine = new ValidationEngine({ level, author: identity.did, anchors: await check(), clock: made.clock });
        const errors: unknown[] = [];
        for (let height = 0; height <= ledger.height; height++) {
          const { header, signature } = await new LedgerStore(store).block(height);
          const bytes = entries.filter((each) => each.height === height).map((each) => each.bytes);
          const result = await engine.validateBlock(encodeBlock({ header, signature, entries: bytes }));
          errors.push(...result.errors);
          if (!result.isValid) break;
          engine.commit(result);
        }
        return errors;
      };
      expect(await validate('paranoid')).toEqual([]);
      const [held] = await new AnchorBook(store).all();
      const kept = held as NonNullable<typeof held>;
      const note = signCheckpoint(identity.signing, identity.did, 1, new Uint8Array(32));
      await new AnchorBook(store).keep({ ...kept, note, token: utf8(`${NEW_YEAR} ${note}`) });
      expect(await validate('paranoid')).toMatchObject([
        { layer: 'cross-chain', code: 'ANCHOR_MISMATCH', number: 501 },
      ]);
      expect(await validate('strict')).toEqual([]);
    });

    it('a token that does not hold, one of another log, and one without its source are mismatches', async () => {
      const book = new AnchorBook(made.store);
      const [held] = await book.all();
      const first = await block(1);
      const verdicts = async (): Promise<unknown> => (await check())(first, first.logRoot, 1);
      const kept = held as NonNullable<typeof held>;
      await book.keep({ ...kept, token: utf8('0 forged') });
      expect(await verdicts()).toEqual({ status: 'mismatch', reason: 'another note' });
      expect(await made.agent.anchors.verify()).toMatchObject({ valid: false, anchors: [{ reason: 'another note' }] });
      await book.keep({ ...kept, note: 'no note' });
      expect(await verdicts()).toMatchObject({ reason: expect.stringContaining('no checkpoint of this log') });
      await book.keep(kept);
      expect(await verdicts()).toEqual({ status: 'valid' });
      await book.keep({ ...kept, source: 'ff'.repeat(8) });
      expect(await verdicts()).toMatchObject({ reason: expect.stringContaining('nothing to verify') });
      expect(id).not.toBe('ff'.repeat(8));
    });

    it('an anchor of more entries than the log has is a mismatch: an older copy was put back', async () => {
      const book = new AnchorBook(made.store);
      const [held] = await book.all();
      const other = await makeAgent('other', new MemoryNet(), { anchors: [authority], identity: made.identity });
      const source = await other.agent.anchors.add(SOURCE);
      await new AnchorBook(other.store).keep(held as NonNullable<typeof held>);
      expect(await other.agent.anchors.verify()).toMatchObject({
        valid: false,
        anchors: [{ source: source.id, size: 1, reason: 'the log is not the one that was anchored' }],
      });
      await other.end();
    });

    it('a record of the store that cannot be read is E_STORAGE_CORRUPT', async () => {
      const key = new Uint8Array(17).fill(0);
      key[0] = 2;
      await made.store.apply([{ kind: 'put', space: 'anchor', key, value: utf8('{}') }]);
      const [checked, genesis] = [await check(), await block(0)];
      await expect(checked(genesis, genesis.logRoot, 0)).rejects.toMatchObject({ code: 'E_STORAGE_CORRUPT' });
      await made.store.apply([{ kind: 'put', space: 'anchor', key: Uint8Array.of(1, 2), value: utf8('{}') }]);
      await expect(made.agent.anchors.sources()).rejects.toMatchObject({ code: 'E_STORAGE_CORRUPT' });
    });
  });
});
