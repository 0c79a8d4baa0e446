import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransferView } from '../../src/agent/api/transfer-api.ts';
import type { TalosClient } from '../../src/agent/client/client.ts';
import { MemoryFiles } from '../../src/agent/transfer/memory-files.ts';
import { toHex, utf8 } from '../../src/base/bytes.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import { MemoryNetwork } from '../../src/testing.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const FILM = new Uint8Array(3 << 20).map((_, at) => (at * 31) & 255);

let net: MemoryNetwork;
let alice: TalosClient;
let bob: TalosClient;
const [theirs, ours] = [new MemoryFiles(), new MemoryFiles()];

beforeAll(async () => {
  net = new MemoryNetwork();
  [alice, bob] = [await net.client('alice', { files: ours }), await net.client('bob', { files: theirs })];
  await bob.contacts.add('alice', alice.did, { addresses: await alice.listen() });
  await alice.contacts.add('bob', bob.did, { addresses: await bob.listen() });
  ours.put('/film', FILM);
  ours.put('/note', utf8('buy milk'));
  ours.put('/empty', new Uint8Array(0));
});
afterAll(async () => {
  for (const each of [alice, bob]) await each[Symbol.asyncDispose]();
});

describe('files of a client', () => {
  it.each([
    ['/film', FILM],
    ['/note', utf8('buy milk')],
    ['/empty', new Uint8Array(0)],
  ])('sendFile delivers %s, and both sides say so', async (path, bytes) => {
    const progress: TransferView[] = [];
    const sent = await alice.sendFile('bob', path, { onProgress: (transfer) => progress.push(transfer) });
    expect(sent).toMatchObject({ state: 'delivered', peer: bob.did, size: bytes.length, sha256: toHex(sha256(bytes)) });
    for (const each of progress) expect(each.bytes).toBeLessThanOrEqual(bytes.length);
    const got = await bob.transfers.get(sent.id.slice(0, 8));
    expect(got).toMatchObject({ id: sent.id, direction: 'received', state: 'received', name: path.slice(1) });
    expect(toHex(sha256(theirs.get(got.path) ?? new Uint8Array(1)))).toBe(sent.sha256);
    expect((await alice.transfers.list()).at(-1)).toMatchObject({ id: sent.id });
  });

  it('events say what happens to one transfer, and ends with its signal', async () => {
    const { id } = await alice.sendFile(bob.did, '/note', { name: 'list.txt' });
    const stop = new AbortController();
    const following = bob.transfers.events({ signal: stop.signal });
    const next = following.next();
    await alice.sendFile(bob.did, '/note');
    expect((await next).value).toMatchObject({ transfer: { direction: 'received' } });
    stop.abort(new Error('enough'));
    await expect(following.next()).rejects.toThrow('enough');
    expect(await bob.transfers.get(id)).toMatchObject({ name: 'list.txt' });
  });

  it('a stranger waits for a person, who declines or accepts; a sender cancels', async () => {
    const stranger = await net.client('stranger', { files: ours });
    await stranger.addPeer(bob.did, await bob.listen());
    const offer = async (): Promise<string> => {
      const { id, state } = await stranger.sendFile(bob.did, '/note');
      expect(state).toBe('offered');
      return id;
    };
    const before = theirs.paths.length;
    const first = await offer();
    expect(theirs.paths).toHaveLength(before);
    expect(await bob.transfers.decline(first)).toMatchObject({ state: 'declined' });
    await expect(bob.transfers.accept(first)).rejects.toThrow(code('E_NOT_FOUND'));
    const second = await offer();
    await bob.transfers.accept(second);
    expect(await stranger.transfers.get(second)).toMatchObject({ peer: bob.did });
    const third = await offer();
    expect(await stranger.transfers.cancel(third)).toMatchObject({ state: 'cancelled' });
    await stranger[Symbol.asyncDispose]();
  });

  it('refuses what cannot be sent, and begins nothing then', async () => {
    const before = (await alice.transfers.list()).length;
    await expect(alice.sendFile('bob', '/gone')).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(alice.sendFile('nobody', '/note')).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(alice.sendFile(alice.did, '/note')).rejects.toThrow(RangeError);
    await expect(alice.sendFile('bob', 7 as never)).rejects.toThrow(TypeError);
    await expect(alice.sendFile('bob', '/note', { waitMs: -1 })).rejects.toThrow(RangeError);
    await expect(alice.sendFile('bob', '/note', { onProgress: 'x' as never })).rejects.toThrow(TypeError);
    await expect(alice.sendFile('bob', '/note', { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
    await expect(alice.transfers.get('00000000')).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(alice.transfers.get(7 as never)).rejects.toThrow(TypeError);
    expect(await alice.transfers.list()).toHaveLength(before);
  });
});
