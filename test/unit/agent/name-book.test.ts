import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_NAMES, NAME_CHECK_MS, NameBook } from '../../../src/agent/identity/name-book.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { writeJson } from '../../../src/codec/json.ts';
import { type Did, parseDid } from '../../../src/identity/did.ts';
import { type DidText, readDidDocument } from '../../../src/identity/did-document.ts';
import { webDocumentOf } from '../../../src/identity/did-web.ts';
import { BreakableStore } from '../../fixtures/agents.ts';
import { ALICE, WEB } from '../../fixtures/did-documents.ts';
import { agent } from '../session/actors.ts';

const code = (name: string) => expect.objectContaining({ code: name });
const [alice, bob] = [parseDid(ALICE), agent('bob').did];

describe('the book of names', () => {
  let store: BreakableStore;
  let clock: ManualClock;
  /** What each document names now, or why there is none. */
  let named: Did | TalosError;
  let asked: number;
  let current: (did: Did) => Did;
  const pinned: string[] = [];
  const open = () =>
    NameBook.open({
      store,
      clock,
      resolve: async (did) => {
        asked++;
        if (named instanceof TalosError) throw named;
        return readDidDocument(writeJson(webDocumentOf(did, named)), did as DidText);
      },
      onPinned: (name) => pinned.push(name),
      current: (did) => current(did),
    });
  beforeEach(() => {
    [store, clock, named, asked] = [new BreakableStore(), new ManualClock(1_700_000_000_000), alice, 0];
    pinned.length = 0;
    current = (did) => did;
  });

  it('pins a name to whom it names first, for the next process too, and tells that once', async () => {
    const book = await open();
    expect(() => book.pinned(WEB)).toThrow(code('E_NOT_FOUND'));
    expect(await book.resolve(WEB)).toBe(alice);
    expect(book.pinned(WEB)).toBe(alice);
    expect(await (await open()).resolve(WEB)).toBe(alice);
    expect((await open()).all()).toEqual(book.all());
    expect(pinned).toEqual([WEB]);
  });

  it('looks again after a while, and not at each use', async () => {
    const book = await open();
    await book.resolve(WEB);
    await book.resolve(WEB);
    expect(asked).toBe(1);
    clock.advance(NAME_CHECK_MS);
    await book.resolve(WEB);
    expect(asked).toBe(2);
  });

  it('E_IDENTITY_CHANGED: follows no change by itself, in this process or the next', async () => {
    await (await open()).resolve(WEB);
    named = bob;
    const book = await open();
    await expect(book.resolve(WEB)).rejects.toThrow(code('E_IDENTITY_CHANGED'));
    expect(() => book.pinned(WEB)).toThrow(code('E_IDENTITY_CHANGED'));
    named = new TalosError('E_UNREACHABLE', 'away');
    await expect(book.resolve(WEB)).rejects.toThrow(code('E_IDENTITY_CHANGED'));
    const again = await open();
    expect(again.all()).toEqual([expect.objectContaining({ agent: alice, offered: bob })]);
    await expect(again.resolve(WEB)).rejects.toThrow(code('E_IDENTITY_CHANGED'));
  });

  it('goes over to what was chosen, and to nothing else', async () => {
    await (await open()).resolve(WEB);
    named = bob;
    const book = await open();
    await expect(book.settle(WEB, bob)).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(book.resolve(WEB)).rejects.toThrow(code('E_IDENTITY_CHANGED'));
    await expect(book.settle(WEB, agent('carol').did)).rejects.toThrow(code('E_IDENTITY_MISMATCH'));
    expect(() => book.pinned(WEB)).toThrow(code('E_IDENTITY_CHANGED'));
    await book.settle(WEB, bob);
    expect(await book.resolve(WEB)).toBe(bob);
    expect((await open()).pinned(WEB)).toBe(bob);
  });

  it('goes on with the agent that goes on for the one that it is pinned to', async () => {
    await (await open()).resolve(WEB);
    named = bob;
    current = (did) => (did === alice ? bob : did);
    expect(await (await open()).resolve(WEB)).toBe(bob);
    current = (did) => did;
    expect((await open()).all()).toEqual([expect.objectContaining({ agent: bob, offered: undefined })]);
  });

  it('stays where it is pinned once that was chosen, or its document says so again', async () => {
    await (await open()).resolve(WEB);
    named = bob;
    const book = await open();
    await expect(book.resolve(WEB)).rejects.toThrow(code('E_IDENTITY_CHANGED'));
    await book.settle(WEB, alice);
    expect(await book.resolve(WEB)).toBe(alice);
    const next = await open();
    await expect(next.resolve(WEB)).rejects.toThrow(code('E_IDENTITY_CHANGED'));
    named = alice;
    expect(await next.resolve(WEB)).toBe(alice);
    expect((await open()).pinned(WEB)).toBe(alice);
  });

  it('leads to whom it is pinned to while its host is away, and not where it is unknown or was taken away', async () => {
    named = new TalosError('E_TIMEOUT', 'away');
    await expect((await open()).resolve(WEB)).rejects.toThrow(code('E_TIMEOUT'));
    named = alice;
    await (await open()).resolve(WEB);
    named = new TalosError('E_UNREACHABLE', 'away');
    expect(await (await open()).resolve(WEB)).toBe(alice);
    for (const gone of ['E_NOT_FOUND', 'E_BAD_DOCUMENT', 'E_LIMIT'] as const) {
      named = new TalosError(gone, 'gone');
      await expect((await open()).resolve(WEB)).rejects.toThrow(code(gone));
    }
    expect((await open()).pinned(WEB)).toBe(alice);
  });

  it(`E_LIMIT: keeps ${MAX_NAMES} and no more, and stays as it was`, async () => {
    const book = await open();
    for (let n = 0; n < MAX_NAMES; n++) await book.resolve(`did:web:a${n}.example`);
    await expect(book.resolve(WEB)).rejects.toThrow(code('E_LIMIT'));
    expect(book.all()).toHaveLength(MAX_NAMES);
    expect(await book.resolve('did:web:a0.example')).toBe(alice);
    expect((await open()).all()).toHaveLength(MAX_NAMES);
  });

  it('E_BAD_DID: a name that no key of the store holds', async () => {
    await expect((await open()).resolve(`did:web:${'a'.repeat(504)}`)).rejects.toThrow(code('E_BAD_DID'));
  });

  it('E_STORAGE_CORRUPT: a record that is none', async () => {
    await store.apply([{ kind: 'put', space: 'succession', key: utf8(`name/${WEB}`), value: utf8('{}') }]);
    await expect(open()).rejects.toThrow(code('E_STORAGE_CORRUPT'));
  });
});
