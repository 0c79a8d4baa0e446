import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import {
  type AgentRecordFields,
  createAgentRecord,
  MAX_AGENT_RECORD_LIFETIME_MS,
} from '../../src/identity/agent-record.ts';
import { didOfKey } from '../../src/identity/did.ts';
import { Identity } from '../../src/identity/identity.ts';
import { parseAddress } from '../../src/net/address.ts';
import { multihashOfPeer } from '../../src/node/dht/dht-distance.ts';
import { DHT_PUTS_A_MINUTE, MAX_DHT_REQUEST_BYTES } from '../../src/node/dht/dht-node.ts';
import { dhtKeyOf } from '../../src/node/dht/dht-records.ts';
import { wrapValue } from '../../src/node/dht/dht-wire.ts';
import { openTestNode, type TestNode } from '../fixtures/dht-net.ts';
import { type PlainAnswer, PlainClient } from '../fixtures/plain-dht.ts';

const nowMs = Date.now();
const alice = Identity.generate('alice', nowMs);
const key = dhtKeyOf(alice.did);
const signal = (): AbortSignal => AbortSignal.timeout(20_000);

function recordOf(who: Identity, changes: Partial<AgentRecordFields> = {}): Uint8Array {
  return createAgentRecord(who.signing, {
    certificate: who.certificate,
    sequence: changes.issuedAtMs ?? nowMs,
    issuedAtMs: nowMs,
    expiresAtMs: (changes.issuedAtMs ?? nowMs) + MAX_AGENT_RECORD_LIFETIME_MS,
    addresses: ['/ip4/127.0.0.1/tcp/4001'],
    mailboxes: [],
    services: [],
    ...changes,
  });
}

const put = (record: Uint8Array, named = key): object => ({
  type: 'PUT_VALUE',
  key: named,
  record: wrapValue(named, record, nowMs),
});
const get = (named: Uint8Array): object => ({ type: 'GET_VALUE', key: named });
const isRefused = (answer: PlainAnswer): boolean => answer === undefined;

let node: TestNode;
let client: PlainClient;
beforeAll(async () => {
  node = await openTestNode();
  await node.dht.join();
});
beforeEach(async () => {
  client = await PlainClient.start();
});
afterEach(() => client.end());
afterAll(() => node.end());
const held = async (): Promise<Uint8Array | undefined> => {
  const value = (await client.ask(node.address, get(key)))?.record?.value;
  return value && new Uint8Array(value);
};

describe('a plain client of libp2p on the wire', () => {
  it('leaves a record, and reads it', async () => {
    expect(isRefused(await client.ask(node.address, put(recordOf(alice))))).toBe(false);
    expect(await held()).toEqual(recordOf(alice));
  });

  it('H01, H02, H03, H04: is refused with forged, older, expired and foreign records, and the right one stays', async () => {
    const newer = recordOf(alice, { sequence: nowMs + 5 });
    await client.ask(node.address, put(newer));
    const forged = newer.slice();
    forged[300] = (forged[300] ?? 0) ^ 1;
    const bob = Identity.generate('bob', nowMs);
    const bad = [
      forged,
      utf8('anything'),
      recordOf(alice),
      recordOf(alice, { issuedAtMs: nowMs - 100, sequence: nowMs + 9, expiresAtMs: nowMs - 1 }),
      recordOf(bob),
    ];
    for (const record of bad) expect(isRefused(await client.ask(node.address, put(record)))).toBe(true);
    // The key of the request is not that of the record in it.
    const mixed = { type: 'PUT_VALUE', key, record: wrapValue(dhtKeyOf(bob.did), newer, nowMs) };
    expect(isRefused(await client.ask(node.address, mixed))).toBe(true);
    expect(await held()).toEqual(newer);
  });

  it.each([
    ['/pk/', utf8('/pk/aaaaaaaa')],
    ['other case', utf8(`/Talos/${alice.did}`)],
    ['a path behind it', utf8(`/talos/${alice.did}/x`)],
    ['nothing', new Uint8Array(0)],
    ['no text', randomBytes(40)],
    ['a long one', new Uint8Array(4096)],
  ])('H04: is refused with a key of another form: %s', async (_what, named) => {
    expect(isRefused(await client.ask(node.address, get(named)))).toBe(true);
    expect(isRefused(await client.ask(node.address, put(recordOf(alice), named)))).toBe(true);
  });

  it('is refused as a provider, and told of none', async () => {
    const provider = { id: client.libp2p.peerId.toMultihash().bytes, multiaddrs: [] };
    const cid = Uint8Array.of(1, 0x55, 0x12, 0x20, ...randomBytes(32));
    expect(isRefused(await client.ask(node.address, { type: 'ADD_PROVIDER', key: cid, providers: [provider] }))).toBe(
      true,
    );
    expect(isRefused(await client.ask(node.address, { type: 'GET_PROVIDERS', key: cid }))).toBe(true);
  });

  it(`H05: leaves ${DHT_PUTS_A_MINUTE.peer} records a minute, and not one more`, async () => {
    const answers: boolean[] = [];
    for (let n = 0; n <= DHT_PUTS_A_MINUTE.peer; n++)
      answers.push(isRefused(await client.ask(node.address, put(recordOf(alice, { sequence: nowMs + 10 + n })))));
    expect(answers.filter((refused) => !refused)).toHaveLength(DHT_PUTS_A_MINUTE.peer);
    expect(answers.at(-1)).toBe(true);
  });

  it.each([
    ['a length of 2^31', Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x08)],
    ['a number of 11 bytes', new Uint8Array(11).fill(0xff)],
    ['a field that is longer than the message', Uint8Array.of(4, 0x12, 0x7f, 1, 1)],
    ['unknown fields alone', Uint8Array.of(3, 0xf8, 0x7f, 0x01)],
    ['more bytes than a request has', new Uint8Array(MAX_DHT_REQUEST_BYTES + 100).fill(0x01)],
  ])('H13: has its stream reset for %s, and the node lives', async (_what, bytes) => {
    const stream = await client.stream(node.address);
    const ended = new Promise((resolve) => stream.addEventListener('close', resolve, { once: true }));
    stream.send(bytes);
    await ended;
    expect(isRefused(await client.ask(node.address, { type: 'PING' }))).toBe(false);
  });

  it('H10: is not taken for a node whose key it has not', async () => {
    const stranger = didOfKey(Identity.generate('stranger', nowMs).signing.publicKey);
    expect(stranger).not.toBe(node.did);
    const { host, port } = parseAddress(node.address);
    const wrong = await openTestNode({ at: undefined });
    const named = `/ip4/${host}/tcp/${port}/p2p/${wrong.host.peerId}`;
    const asker = await openTestNode({ at: undefined, bootstraps: [named] });
    expect(await asker.dht.source.find(alice.did, signal())).toEqual([]);
    await expect(asker.dht.publish(recordOf(alice), signal())).rejects.toMatchObject({ code: 'E_UNREACHABLE' });
    await asker.end();
    await wrong.end();
  });

  it('is told of nobody in the address book by its id', async () => {
    const { closer } =
      (await client.ask(node.address, { type: 'FIND_NODE', key: multihashOfPeer(randomBytes(32)) })) ?? {};
    expect(closer).toEqual([]);
  });
});
