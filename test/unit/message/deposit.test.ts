import { describe, expect, it } from 'vitest';
import { type Bytes, concat, equalBytes, utf8 } from '../../../src/base/bytes.ts';
import { isTalosError } from '../../../src/base/errors.ts';
import { type Cbor, encodeCbor } from '../../../src/codec/cbor.ts';
import { blob16, u32 } from '../../../src/codec/writer.ts';
import { seal } from '../../../src/crypto/aead.ts';
import { agree, agreementKeyPair } from '../../../src/crypto/agree.ts';
import { derive } from '../../../src/crypto/kdf.ts';
import { MAX_AGENT_RECORD_BYTES } from '../../../src/identity/agent-record.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import {
  DEPOSIT_BUCKETS,
  isDepositLength,
  MAX_DEPOSIT_BYTES,
  MAX_DEPOSITED_ENVELOPE_BYTES,
  openDeposit,
  sealDeposit,
} from '../../../src/message/deposit.ts';
import {
  ENVELOPE_TYPES,
  encodeMetadata,
  MAX_CONTENT_BYTES,
  signEnvelope,
  textCommitment,
} from '../../../src/message/envelope.ts';
import { makeMessageId } from '../../../src/message/message-id.ts';
import { agent, codeOf, flipped, HOSTILE_KEYS, NOW, seededDraw } from '../session/actors.ts';

const [alice, bob, carol] = [agent('alice'), agent('bob'), agent('carol')];
const addressOf = ({ did, agreement }: Identity) => ({ did, agreementKey: agreement.publicKey });
const envelope = utf8('an envelope');
const sealed = (content: Uint8Array = envelope, record?: Uint8Array): Bytes =>
  sealDeposit(addressOf(bob), { envelope: content, record });

/** What opening throws: its code and words, and the code of what it was. */
function refusal(bytes: Uint8Array, own = bob): readonly [code: unknown, message: string, cause: unknown] {
  try {
    openDeposit(bytes, own);
    return ['opened', '', undefined];
  } catch (error) {
    if (!isTalosError(error)) throw error;
    return [error.code, error.message, isTalosError(error.cause) ? error.cause.code : error.cause];
  }
}
const REFUSED = (cause: string) => ['E_DECRYPT', 'the deposit does not open', cause];

/** Sealed as PROTOCOL.md §5.9 says, but around any plaintext. */
function sealAround(padded: Uint8Array, changes: { did?: string; version?: number } = {}): Bytes {
  const { did = bob.did, version = 1 } = changes;
  const ephemeral = agreementKeyPair(seededDraw('around')(32));
  const salt = concat(ephemeral.publicKey, bob.agreement.publicKey);
  const shared = agree(ephemeral.secretKey, bob.agreement.publicKey);
  const derived = derive('mailboxSeal', shared, salt, 44, utf8(did));
  const head = concat(Uint8Array.of(version), ephemeral.publicKey);
  return concat(head, seal(derived.slice(0, 32), derived.slice(32), padded, concat(head, blob16(utf8(did)))));
}

/** A plaintext of 975 bytes, for the smallest bucket. */
function plaintext(content: Uint8Array, length = content.length): Bytes {
  const padded = new Uint8Array(1024 - 49);
  padded.set(concat(u32(length), content));
  return padded;
}
const contentOf = (value: Cbor): Bytes => plaintext(encodeCbor(value));

describe('a deposit', () => {
  it.each([
    ['an envelope', undefined],
    ['an envelope and a record', utf8('a record')],
  ])('gives its recipient %s', (_, record) => {
    expect(openDeposit(sealed(envelope, record), bob)).toEqual({ envelope, record });
  });

  it('differs each time, in its key as in the rest', () => {
    const [one, other] = [sealed(), sealed()];
    expect(one.subarray(1, 33)).not.toEqual(other.subarray(1, 33));
    expect(one.subarray(33)).not.toEqual(other.subarray(33));
  });

  it('leaves what it is made of as it was', () => {
    const copy = envelope.slice();
    sealed(copy);
    expect(copy).toEqual(envelope);
  });

  it('opens for nobody else, though he has its key: the DID is bound as well', () => {
    expect(refusal(sealed(), carol)).toEqual(REFUSED('E_DECRYPT'));
    const thief = { did: carol.did, agreement: bob.agreement } as unknown as Identity;
    expect(refusal(sealed(), thief)).toEqual(REFUSED('E_DECRYPT'));
  });

  it('any bit of which is flipped does not open, and is refused in the same words', () => {
    const bytes = sealed();
    for (let at = 0; at < bytes.length; at++) {
      const [code, message] = refusal(flipped(bytes, at, at % 8));
      expect([code, message], `byte ${at}`).toEqual(['E_DECRYPT', 'the deposit does not open']);
    }
  });

  it('of another length does not open: cut, grown, of another bucket, or none at all', () => {
    const bytes = sealed();
    const grown = (length: number) => concat(bytes, new Uint8Array(length - bytes.length));
    for (const other of [
      bytes.subarray(1),
      bytes.subarray(0, 1023),
      grown(1025),
      new Uint8Array(0),
      new Uint8Array(33),
    ])
      expect(refusal(other)).toEqual(REFUSED('E_MALFORMED'));
    for (const other of [grown(2048), new Uint8Array(1024), new Uint8Array(512)])
      expect(refusal(other)[0]).toBe('E_DECRYPT');
    expect(refusal(concat(bytes, bytes))).toEqual(REFUSED('E_DECRYPT'));
  });

  it('of another version does not open', () => {
    const content = contentOf({ v: 1, env: envelope });
    expect(openDeposit(sealAround(content), bob).envelope).toEqual(envelope);
    for (const version of [0, 2, 255]) expect(refusal(sealAround(content, { version }))).toEqual(REFUSED('E_VERSION'));
  });

  it('made for another DID under the same key does not open', () => {
    const content = contentOf({ v: 1, env: envelope });
    expect(refusal(sealAround(content, { did: carol.did }))).toEqual(REFUSED('E_DECRYPT'));
  });

  it('K04, K05: with an ephemeral key of small order or not canonical does not open; what it was stays inside', () => {
    expect(HOSTILE_KEYS.length).toBeGreaterThan(20);
    for (const key of HOSTILE_KEYS) {
      const bytes = sealed();
      bytes.set(key, 1);
      expect(refusal(bytes)).toEqual(REFUSED('E_BAD_KEY'));
    }
  });

  it('K04, K05: is not sealed to a key of small order or not canonical (E_BAD_KEY)', () => {
    for (const agreementKey of HOSTILE_KEYS)
      expect(codeOf(() => sealDeposit({ did: bob.did, agreementKey }, { envelope, record: undefined }))).toBe(
        'E_BAD_KEY',
      );
  });
});

describe('the padding of a deposit', () => {
  it('fills it up to a power of two from 1 KiB to 2 MiB', () => {
    expect(DEPOSIT_BUCKETS).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21].map((power) => 2 ** power));
    expect(DEPOSIT_BUCKETS.at(-1)).toBe(MAX_DEPOSIT_BYTES);
    expect(DEPOSIT_BUCKETS.every(isDepositLength)).toBe(true);
    for (const length of [0, 512, 1023, 1025, 1536, 4 * MAX_DEPOSIT_BYTES, -1024, 1024.5, Number.NaN])
      expect(isDepositLength(length), `${length}`).toBe(false);
  });

  it('lets it grow with the first byte that does not fit', () => {
    // 53 bytes of the deposit, and 11 of CBOR around an envelope of 256 bytes to 64 KiB.
    for (const bucket of [1024, 2048, 4096, 65_536]) {
      expect(sealed(new Uint8Array(bucket - 53 - 11))).toHaveLength(bucket);
      expect(sealed(new Uint8Array(bucket - 53 - 11 + 1))).toHaveLength(2 * bucket);
    }
  });

  it('makes deposits of different senders and types look alike', () => {
    const length = (sender: Identity, type: 1 | 2, text: number): number => {
      const commitment = textCommitment(new Uint8Array(32), utf8('text'));
      const parts = { type, id: makeMessageId(NOW), timestampMs: NOW, sender: sender.did, recipient: bob.did };
      const metadata = encodeMetadata({ ...parts, initial: undefined, chunk: undefined, commitment });
      return sealed(signEnvelope(sender.signing, metadata, new Uint8Array(101 + text))).length;
    };
    const { text, acknowledgement } = ENVELOPE_TYPES;
    const lengths = [alice, carol].flatMap((sender) => [
      length(sender, acknowledgement, 16),
      ...[0, 1, 100, 400].map((bytes) => length(sender, text, bytes)),
    ]);
    expect(new Set(lengths)).toEqual(new Set([1024]));
  });

  it('is nothing but zeros: one other bit, anywhere in it, and it does not open', () => {
    const content = encodeCbor({ v: 1, env: envelope });
    for (let at = 4 + content.length; at < 975; at += 13)
      expect(refusal(sealAround(flipped(plaintext(content), at)))).toEqual(REFUSED('E_MALFORMED'));
    expect(refusal(sealAround(flipped(plaintext(content), 974)))).toEqual(REFUSED('E_MALFORMED'));
  });

  it('may be longer than it must', () => {
    const padded = concat(contentOf({ v: 1, env: envelope }), new Uint8Array(1024));
    expect(sealAround(padded)).toHaveLength(2048);
    expect(openDeposit(sealAround(padded), bob).envelope).toEqual(envelope);
  });

  it('is bounded by the length before it, which must be that of the content', () => {
    const content = encodeCbor({ v: 1, env: envelope });
    for (const length of [0, content.length - 1, content.length + 1, 971, 972, 2 ** 31, 2 ** 32 - 1])
      expect(refusal(sealAround(plaintext(content, length)))).toEqual(REFUSED('E_MALFORMED'));
  });
});

describe('the content of a deposit', () => {
  it.each<[string, Cbor]>([
    ['no map', [1, envelope]],
    ['without a version', { env: envelope }],
    ['without an envelope', { v: 1 }],
    ['with an unknown field', { v: 1, env: envelope, from: alice.did }],
    ['with a text for an envelope', { v: 1, env: 'an envelope' }],
    ['with an empty envelope', { v: 1, env: new Uint8Array(0) }],
    ['with an empty record', { v: 1, env: envelope, rec: new Uint8Array(0) }],
    ['with a record that is null', { v: 1, env: envelope, rec: null }],
  ])('%s does not open', (_, value) => {
    expect(refusal(sealAround(contentOf(value)))).toEqual(REFUSED('E_MALFORMED'));
  });

  it('of another version, not in its one encoding, or no CBOR does not open', () => {
    expect(refusal(sealAround(contentOf({ v: 2, env: envelope })))).toEqual(REFUSED('E_VERSION'));
    const content = encodeCbor({ v: 1, env: envelope });
    expect(refusal(sealAround(plaintext(concat(content, Uint8Array.of(0)))))).toEqual(REFUSED('E_MALFORMED'));
    const longer = concat(Uint8Array.of(0xb8, 2), content.subarray(1));
    for (const other of [longer, utf8('no CBOR'), Uint8Array.of(0xff), new Uint8Array(0)])
      expect(refusal(sealAround(plaintext(other)))).toEqual(REFUSED('E_MALFORMED'));
  });

  it('holds the longest envelope and the longest record, and not a byte more', () => {
    const longest = new Uint8Array(MAX_DEPOSITED_ENVELOPE_BYTES).fill(7);
    const record = new Uint8Array(MAX_AGENT_RECORD_BYTES).fill(8);
    const bytes = sealed(longest, record);
    expect(bytes).toHaveLength(MAX_DEPOSIT_BYTES);
    const opened = openDeposit(bytes, bob);
    expect(equalBytes(opened.envelope, longest)).toBe(true);
    expect(opened.record).toEqual(record);
    // Every envelope fits: 4,473 bytes of metadata and 68 around the content are the most there are.
    expect(MAX_CONTENT_BYTES + 4473 + 68).toBeLessThan(MAX_DEPOSITED_ENVELOPE_BYTES);
    for (const more of [new Uint8Array(MAX_DEPOSITED_ENVELOPE_BYTES + 1), new Uint8Array(0)]) {
      expect(() => sealed(more)).toThrow(RangeError);
      expect(() => sealed(envelope, more)).toThrow(RangeError);
    }
    expect(() => sealed(envelope, new Uint8Array(MAX_AGENT_RECORD_BYTES + 1))).toThrow(RangeError);
  });

  it('that somebody else sealed longer does not open', () => {
    const rec = new Uint8Array(MAX_AGENT_RECORD_BYTES + 1);
    const content = encodeCbor({ v: 1, env: envelope, rec });
    const padded = new Uint8Array(16_384 - 49);
    padded.set(concat(u32(content.length), content));
    expect(refusal(sealAround(padded))).toEqual(REFUSED('E_MALFORMED'));
  });
});
