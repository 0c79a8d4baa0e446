import { describe, expect, it } from 'vitest';
import { bundleRequest } from '../../src/agent/message/bundle-request.ts';
import { Messenger } from '../../src/agent/message/messenger.ts';
import { MAX_DROPPED_ENVELOPES, MAX_FAILED_ENVELOPES } from '../../src/agent/message/reception.ts';
import { type Bytes, toHex, utf8 } from '../../src/base/bytes.ts';
import type { TalosError } from '../../src/base/errors.ts';
import { decodeCbor, encodeCbor } from '../../src/codec/cbor.ts';
import { agreementKeyPair } from '../../src/crypto/agree.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import type { Did } from '../../src/identity/did.ts';
import { encodeMetadata, signEnvelope } from '../../src/message/envelope.ts';
import { makeMessageId } from '../../src/message/message-id.ts';
import { encodeRatchetHeader, RATCHET_OVERHEAD_BYTES } from '../../src/message/ratchet-message.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import { pairLinks } from '../../src/net/memory-link.ts';
import { initiateDurable, readEnvelope } from '../../src/session/durable.ts';
import { verifyBundle } from '../../src/session/prekeys.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import { agent, flipped, NOW } from '../unit/session/actors.ts';
import { settled } from './correspondents.ts';
import { type Desk, introduced, replyOf } from './desks.ts';

const [alice, bob] = [agent('alice'), agent('bob')];

/** An envelope of Alice, signed by her, with this content and initial message. */
function envelopeOf(content: Bytes, initial?: Bytes, recipient: string = bob.did): Bytes {
  const metadata = encodeMetadata({
    type: 1,
    id: makeMessageId(NOW),
    timestampMs: NOW,
    sender: alice.did,
    recipient: recipient as Did,
    initial,
    chunk: undefined,
    commitment: randomBytes(32),
  });
  return signEnvelope(alice.signing, metadata, content);
}

/** A ratchet message of nobody's session. */
function contentOf(ratchetKey: Uint8Array, index = 0): Bytes {
  const content = randomBytes(RATCHET_OVERHEAD_BYTES + 64);
  content.set(encodeRatchetHeader({ ratchetKey: new Uint8Array(ratchetKey), previous: 0, index }));
  return content;
}

/** Envelopes that Bob refuses, each for a reason of its own, by its code. */
async function refused(a: Desk, b: Desk): Promise<ReadonlyMap<string, Bytes>> {
  const { envelope } = await a.book.outbox.send(bob.did, utf8('good'));
  await a.book.receive(bob.did, replyOf(await b.book.receive(alice.did, envelope)));
  const next = (await a.book.outbox.send(bob.did, utf8('next'))).envelope;
  const { content } = readEnvelope(next, { sender: alice.did, recipient: bob.did });
  const bundle = verifyBundle(await b.prekeys.offer(NOW), { did: bob.did, nowMs: NOW });
  const initial = initiateDurable(alice, bundle).pending as Bytes;
  const changed = (fields: Record<string, number>): Bytes =>
    encodeCbor({ ...(decodeCbor(initial) as Record<string, never>), ...fields });
  const own = content.slice(1, 33);
  return new Map([
    ['E_MALFORMED', next.slice(0, -1)],
    ['E_DECRYPT', envelopeOf(contentOf(own, 1))],
    ['E_DECRYPT, of its signature', flipped(next, next.length - 1)],
    ['E_SKIP_LIMIT', envelopeOf(contentOf(own, 5000))],
    ['E_BAD_KEY', envelopeOf(contentOf(new Uint8Array(32)))],
    ['E_VERSION', envelopeOf(content, changed({ suite: 2 }))],
    ['E_PREKEY_GONE', envelopeOf(content, changed({ spk: 12_345 }))],
    ['E_DECRYPT, of a new session', envelopeOf(content, initial)],
    ['E_BAD_DID', envelopeOf(content, undefined, '*')],
  ]);
}

describe('what a peer is told of an envelope that does not open', () => {
  it('R26, R27: is nothing, and after too many one word, whatever the reason, an envelope to everybody included', async () => {
    const { a, b } = await introduced();
    const seen = new Map<string, string>();
    for (const [reason, envelope] of await refused(a, b)) {
      await expect(b.book.receive(alice.did, envelope), reason).rejects.toMatchObject({ code: reason.split(',')[0] });
      seen.set(reason, await answerTo(b, envelope));
    }
    expect(seen.size).toBe(9);
    // What the peer has signed and no session opens is answered by the question that a repair begins with, whatever the
    // reason; everything else by nothing.
    const repaired = ['E_DECRYPT', 'E_SKIP_LIMIT', 'E_PREKEY_GONE', 'E_DECRYPT, of a new session'];
    const asked = `open after ${FRAME_TYPES.handshake} ${toHex(bundleRequest({ from: bob.did, to: alice.did }))}`;
    for (const [reason, answer] of seen)
      expect([reason, answer]).toEqual([reason, repaired.includes(reason) ? asked : 'E_REFUSED failed after no frame']);
  });

  it('R26: is nothing beyond that, and after too many the same word, when no repair may begin', async () => {
    const { a, b } = await introduced();
    await a.book.receive(
      bob.did,
      replyOf(await b.book.receive(alice.did, (await a.book.outbox.send(bob.did, utf8('x'))).envelope)),
    );
    const unheard = (): Bytes => envelopeOf(contentOf(agreementKeyPair(randomBytes(32)).publicKey));
    expect(await answerTo(b, unheard())).toContain('open after 2 ');
    b.clock.advance(-60_000);
    const many = Array.from({ length: MAX_FAILED_ENVELOPES + 1 }, unheard);
    expect(await answerTo(b, ...many)).toBe('E_REFUSED failed after no frame');
    const [one] = many as [Bytes];
    b.clock.advance(-60_000);
    expect(await answerTo(b, ...Array.from({ length: MAX_DROPPED_ENVELOPES + 2 }, () => one))).toBe(
      'E_REFUSED failed after no frame',
    );
  });

  it('R26: is the same where there is no session at all', async () => {
    const { a, b } = await introduced();
    const stranger = envelopeOf(contentOf(a.identity.agreement.publicKey));
    await expect(b.book.receive(alice.did, stranger)).rejects.toMatchObject({ code: 'E_NO_SESSION' });
    expect(await answerTo(b, stranger)).toBe('E_REFUSED failed after no frame');
  });
});

/** All that comes back over a link that carries `envelope` until it ends. */
async function answerTo({ identity, store, clock }: Desk, ...envelopes: readonly Bytes[]): Promise<string> {
  clock.advance(60_000);
  const records = await openRecordSealer(store, identity.atRestSecret());
  const connect = (): Promise<never> => Promise.reject(new Error('nobody dials'));
  await using messenger = await Messenger.open({ identity, store, records, clock, connect });
  const keys = { diallerKey: alice.signing.publicKey, listenerKey: bob.signing.publicKey };
  const pair = pairLinks({ ...keys, purpose: 'message' });
  const frames: string[] = [];
  pair.dialler.onFrame(({ type, payload }) => void frames.push(`${type} ${toHex(payload)}`));
  let isOver = false;
  void pair.dialler.closed.then(() => {
    isOver = true;
  });
  messenger.accept(pair.listener);
  for (let i = 0; i <= Math.max(MAX_FAILED_ENVELOPES, envelopes.length - 1); i++) {
    await pair.dialler.drained();
    if (isOver) break;
    pair.dialler.send(FRAME_TYPES.data, envelopes[i % envelopes.length] as Bytes);
  }
  const ended = await Promise.race([pair.dialler.closed, settled()]);
  const { code, details } = (ended ?? { code: 'open', details: {} }) as TalosError;
  const how = ended === undefined ? 'open' : `${code} ${String(details['reason'])}`;
  return `${how} after ${frames.length === 0 ? 'no frame' : frames.join()}`;
}
