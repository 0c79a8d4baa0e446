/** Gossip over libp2p: networks of nodes of which some are bad, and agents that are connected only through a third. */
import { type RPC, RPC as Rpc } from '@libp2p/gossipsub/message';
import type { Stream } from '@libp2p/interface';
import { afterEach, describe, expect, it } from 'vitest';
import { type GossipVerdict } from '../../src/agent/reach/gossip-net.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import { signingKey } from '../../src/crypto/sign.ts';
import { type Did, didOfKey } from '../../src/identity/did.ts';
import { type NodeHost, openHost } from '../../src/node/host.ts';
import { Libp2pGossip, openGossip } from '../../src/node/network/gossip.ts';
import { GOSSIP_PREFIX } from '../../src/node/network/gossip-seam.ts';
import { until } from '../fixtures/agents.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
const NODES = SLOW ? 60 : 20;
const BAD = NODES / 5;
const MESSAGES = SLOW ? 200 : 40;
const TOPIC = 'topic';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Node {
  readonly did: Did;
  readonly host: NodeHost;
  readonly heard: Map<string, number>;
  gossip?: Libp2pGossip | undefined;
}

async function makeNode(): Promise<Node> {
  const seed = randomBytes(32);
  const host = await openHost({ seed, listen: ['/ip4/127.0.0.1/tcp/0'] });
  ends.push(async () => host[Symbol.asyncDispose]());
  return { did: didOfKey(signingKey(seed).publicKey), host, heard: new Map() };
}

const connect = (a: Node, b: Node): Promise<unknown> =>
  a.host.use((node) => node.dial(b.host.addresses[0] as string, new AbortController().signal));

/** What honest nodes think: what begins with `good` is. */
function judge(node: Node, message: Uint8Array): GossipVerdict {
  const text = Buffer.from(message).toString();
  if (!text.startsWith('good')) return 'reject';
  node.heard.set(text, performance.now());
  return 'accept';
}

async function begin(node: Node): Promise<Libp2pGossip> {
  const gossip = await openGossip(node.host, {
    mayTakePart: () => true,
    judge: async (_, __, message) => judge(node, message),
    joined: () => {},
  });
  ends.push(async () => gossip[Symbol.asyncDispose]());
  gossip.follow([TOPIC]);
  node.gossip = gossip;
  return gossip;
}

/** A stream of gossip of a node that obeys nothing. */
async function badStream(from: Node, to: Node): Promise<Stream> {
  const connection = from.host.use(({ libp2p }) =>
    libp2p.getConnections().find(({ remotePeer }) => remotePeer.toString() === to.host.peerId),
  );
  if (connection === undefined) throw new Error('not connected');
  return connection.newStream([`${GOSSIP_PREFIX}/meshsub/1.2.0`]);
}

/** Behind its length, as a varint. */
function framed(bytes: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let left = bytes.length; ; left >>>= 7) {
    if (left < 128) return Uint8Array.from([...length, left, ...bytes]);
    length.push((left & 127) | 128);
  }
}

function send(stream: Stream, rpc: Partial<RPC>): void {
  if (stream.status !== 'open') return;
  try {
    stream.send(framed(Rpc.encode({ subscriptions: [], messages: [], ...rpc })));
  } catch {
    // The other side has had enough of it.
  }
}

describe('gossip with bad peers', () => {
  it(`H15: of ${NODES} nodes a fifth floods: their score falls, they are pruned, and 99.9 % reach the others in 5 s`, async () => {
    const nodes = await Promise.all(Array.from({ length: NODES }, makeNode));
    const [bad, honest] = [nodes.slice(0, BAD), nodes.slice(BAD)];
    for (const node of honest) await begin(node);
    // A ring of the honest with chords; each bad one beside some of them.
    for (const [index, node] of honest.entries())
      for (const step of [1, 2, 5]) await connect(node, honest[(index + step) % honest.length] as Node);
    for (const [index, node] of bad.entries())
      for (const step of [0, 3, 6, 9]) await connect(node, honest[(index * 2 + step) % honest.length] as Node);
    const met = new Map(
      bad.map((node, index) => [node, [0, 3, 6, 9].map((s) => honest[(index * 2 + s) % honest.length] as Node)]),
    );
    await until(
      () => honest.every(({ gossip }) => (gossip?.peers().filter(({ meshes }) => meshes > 0).length ?? 0) >= 3),
      15_000,
    );

    const identical = Buffer.from('good, again and again');
    const bads = await Promise.all(
      bad.flatMap((node, kind) =>
        (met.get(node) ?? []).map(async (to) => ({ kind: kind % 4, stream: await badStream(node, to), node, to })),
      ),
    );
    const misbehave = (round: number): void => {
      for (const { kind, stream } of bads) {
        const subscriptions = [{ topic: TOPIC, subscribe: true }];
        const forged = {
          topic: TOPIC,
          data: randomBytes(64),
          from: randomBytes(38),
          seqno: randomBytes(8),
          signature: randomBytes(64),
        };
        if (kind === 0)
          send(stream, {
            subscriptions,
            messages: Array.from({ length: 10 }, () => ({ ...forged, data: randomBytes(64) })),
          });
        if (kind === 1)
          for (let i = 0; i < 60; i++)
            send(stream, {
              subscriptions,
              control: {
                ihave: [{ topicID: TOPIC, messageIDs: Array.from({ length: 100 }, () => randomBytes(32)) }],
                iwant: [],
                graft: [],
                prune: [],
                idontwant: [],
              },
            });
        if (kind === 2)
          send(stream, { subscriptions, messages: Array.from({ length: 10 }, () => ({ ...forged, data: identical })) });
        if (kind === 3)
          send(stream, {
            subscriptions,
            messages: [{ ...forged, data: randomBytes(40_000) }],
            control: {
              ihave: [],
              iwant: [],
              graft: [{ topicID: TOPIC }, { topicID: `other ${round}` }],
              prune: [],
              idontwant: [],
            },
          });
      }
    };
    const sent = new Map<string, number>();
    for (let i = 0; i < MESSAGES; i++) {
      misbehave(i);
      const author = honest[i % honest.length] as Node;
      const text = `good ${i}`;
      sent.set(text, performance.now());
      author.heard.set(text, performance.now());
      await author.gossip?.publish(TOPIC, Buffer.from(text));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const due = honest.length * MESSAGES;
    const arrived = (): number =>
      honest.reduce(
        (sum, { heard }) => sum + [...sent].filter(([text, at]) => (heard.get(text) ?? Infinity) - at <= 5000).length,
        0,
      );
    await until(() => arrived() === due, 8000).catch(() => undefined);
    expect(arrived() / due).toBeGreaterThanOrEqual(0.999);
    // Who was met by one of them has put it out, or thinks little of it and has it in no mesh.
    const standing = (): { score: number; meshes: number }[] =>
      bads.map(
        ({ node, to }) => to.gossip?.peers().find(({ peer }) => peer === node.did) ?? { score: -Infinity, meshes: 0 },
      );
    await until(() => standing().every(({ score, meshes }) => score < 0 && meshes === 0), 10_000).catch(
      () => undefined,
    );
    expect(standing().filter(({ score, meshes }) => score >= 0 || meshes > 0)).toEqual([]);
    const ofHonest = honest
      .flatMap(({ gossip }) => gossip?.peers() ?? [])
      .filter(({ peer }) => honest.some(({ did }) => did === peer));
    expect(ofHonest.filter(({ score }) => score < 0)).toEqual([]);
  });
});
