import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isTalosError } from '../../src/base/errors.ts';
import { signingKey } from '../../src/crypto/sign.ts';
import type { Link } from '../../src/net/link.ts';
import { formatPeerId } from '../../src/net/peer-id.ts';
import { PROTOCOLS, type Purpose } from '../../src/net/protocols.ts';
import { openHost } from '../../src/node/host.ts';
import { Network } from '../../src/node/network/network.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';

const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const code = (name: string): unknown => expect.objectContaining({ code: name });

const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each[Symbol.asyncDispose]();
});

function network(
  n: number,
  purposes: readonly Purpose[],
  took: (purpose: Purpose) => void = () => {},
  seedOf: () => Uint8Array = () => seed(n),
  from: (key: Uint8Array) => void = () => {},
): Network {
  const accept = async (purpose: Purpose, link: Link): Promise<void> => {
    took(purpose);
    from(link.peerKey);
    link.onFrame(() => {});
  };
  const made = new Network({
    seed: seedOf,
    store: openMemoryStore(),
    host: '127.0.0.1',
    port: undefined,
    isOffline: false,
    asksRouter: [],
    relays: () => Promise.resolve([]),
    reachabilityServers: () => Promise.resolve([]),
    onAddresses: () => {},
    onNotice: () => {},
    purposes,
    accept,
  });
  opened.push(made);
  return made;
}

/** A port of the loopback interface that somebody else listens on. */
async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push({ [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) });
  return (server.address() as { port: number }).port;
}

/** Servers for TCP of this process that listen. */
function listeningServers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
}

const BOTH = Object.keys(PROTOCOLS) as Purpose[];

describe('the network of an agent', () => {
  it('listens at the second attempt where the first found its port taken, and is reached then', async () => {
    const took = new Set<Purpose>();
    const server = network(1, BOTH, (purpose) => took.add(purpose));
    await expect(server.listen('127.0.0.1', await takenPort())).rejects.toThrow(code('E_CONFIG'));
    const addresses = await server.listen('127.0.0.1', 0);
    const client = await network(2, BOTH).host();
    for (const purpose of BOTH) {
      await using _ = await client.connect(purpose, { peerKey: signingKey(seed(1)).publicKey, addresses });
    }
    expect([...took].sort()).toEqual([...BOTH].sort());
  });

  it('starts at the second attempt where the first failed', async () => {
    let tries = 0;
    const server = network(1, BOTH, undefined, () => {
      if (++tries === 1) throw new Error('the keystore could not be read');
      return seed(1);
    });
    await expect(server.host()).rejects.toThrow('the keystore could not be read');
    expect((await server.host()).peerId).toBe(formatPeerId(signingKey(seed(1)).publicKey));
  });

  it('refuses to say that it listens on a port that it does not: E_CONFIG', async () => {
    const server = network(1, BOTH);
    const addresses = await server.listen('127.0.0.1', 0);
    const port = Number(/tcp\/([0-9]+)/.exec(addresses[0] ?? '')?.[1]);
    await expect(server.listen('127.0.0.1', port === 65_535 ? 1024 : port + 1)).rejects.toThrow(code('E_CONFIG'));
    for (const again of [undefined, 0, port]) expect(await server.listen(undefined, again)).toEqual(addresses);
  });

  it('has a host under a key of its own, another for each process, which is all that who is dialled learns', async () => {
    const keys: string[] = [];
    const server = network(
      1,
      BOTH,
      () => {},
      undefined,
      (key) => void keys.push(formatPeerId(key)),
    );
    const addresses = await server.listen('127.0.0.1', 0);
    const client = network(2, BOTH);
    await using veiled = await client.veiledHost();
    await using again = await client.veiledHost();
    const named = await client.host();
    expect(veiled.addresses).toEqual([]);
    expect(new Set([named.peerId, again.peerId, veiled.peerId]).size).toBe(3);
    await using _ = await veiled.connect('message', { peerKey: signingKey(seed(1)).publicKey, addresses });
    await vi.waitFor(() => expect(keys).toEqual([veiled.peerId]));
  });

  it('E_CLOSED: opens nothing any more once it has ended, whether it had a host or not', async () => {
    for (const hasHost of [false, true]) {
      const over = network(1, ['channel']);
      if (hasHost) await over.host();
      await over[Symbol.asyncDispose]();
      await expect(over.host()).rejects.toThrow(code('E_CLOSED'));
      await expect(over.listen('127.0.0.1', 0)).rejects.toThrow(code('E_CLOSED'));
      await expect(over.veiledHost()).rejects.toThrow(code('E_CLOSED'));
      await expect(over.serve('message')).rejects.toThrow(code('E_CLOSED'));
    }
    await vi.waitFor(() => expect(listeningServers()).toBe(0));
  });

  it('E_CLOSED: leaves nothing listening that was being opened when it ended, at whichever step that was', async () => {
    const ends = new Set<string>();
    for (let turns = 0; turns < 12; turns++) {
      const over = network(1, ['channel']);
      // The steps behind the host are short: without this most of them would not be met.
      if (turns > 0) await over.host();
      const listening = over.listen('127.0.0.1', 0).then(
        () => 'listened before',
        (error: unknown) => isTalosError(error) && error.code,
      );
      for (let turn = 1; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      await over[Symbol.asyncDispose]();
      ends.add(String(await listening));
    }
    expect([...ends].filter((end) => end !== 'listened before')).toEqual(['E_CLOSED']);
    await vi.waitFor(() => expect(listeningServers()).toBe(0));
  });

  it('E_CLOSED: a host that is closed while it begins to listen does not listen afterwards', async () => {
    const host = await openHost({ seed: seed(1) });
    const listening = expect(host.listen(['/ip4/127.0.0.1/tcp/0'])).rejects.toThrow(code('E_CLOSED'));
    await host[Symbol.asyncDispose]();
    await listening;
    await vi.waitFor(() => expect(listeningServers()).toBe(0));
  });

  it('E_UNREACHABLE: has no host of either key where it is off', async () => {
    const off = new Network({
      seed: () => seed(1),
      store: openMemoryStore(),
      host: '127.0.0.1',
      port: undefined,
      isOffline: true,
      asksRouter: [],
      relays: () => Promise.resolve([]),
      reachabilityServers: () => Promise.resolve([]),
      onAddresses: () => {},
      onNotice: () => {},
      purposes: [],
      accept: () => Promise.resolve(),
    });
    await using _ = off;
    for (let again = 0; again < 2; again++) {
      await expect(off.veiledHost()).rejects.toThrow(code('E_UNREACHABLE'));
      await expect(off.host()).rejects.toThrow(code('E_UNREACHABLE'));
    }
  });

  it('takes no link of a purpose that it does not serve: E_REFUSED', async () => {
    const server = network(1, ['channel']);
    const addresses = await server.listen('127.0.0.1', 0);
    const client = await network(2, BOTH).host();
    const target = { peerKey: signingKey(seed(1)).publicKey, addresses };
    await using _ = await client.connect('channel', target);
    await expect(client.connect('message', target)).rejects.toThrow(code('E_REFUSED'));
  });
});
