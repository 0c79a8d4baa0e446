import { describe, expect, it } from 'vitest';
import { type Bytes, concat, utf8 } from '../../../src/base/bytes.ts';
import {
  decodeEnvelope,
  type EnvelopeMetadata,
  encodeMetadata,
  MAX_CONTENT_BYTES,
  signEnvelope,
  textCommitment,
  verifyEnvelope,
} from '../../../src/message/envelope.ts';
import { makeMessageId } from '../../../src/message/message-id.ts';
import { agent, codeOf, flipped, NOW } from '../session/actors.ts';

const [alice, bob, mallory] = [agent('alice'), agent('bob'), agent('mallory')];
const fields: EnvelopeMetadata = {
  type: 0x01,
  id: makeMessageId(NOW),
  timestampMs: NOW,
  sender: alice.did,
  recipient: bob.did,
  initial: undefined,
  chunk: undefined,
  commitment: textCommitment(new Uint8Array(32), utf8('text')),
};
const chunk = { sequence: 1, total: 2, streamId: new Uint8Array(16).fill(3), hash: new Uint8Array(32).fill(4) };
const make = (changes: Partial<EnvelopeMetadata> = {}, content: Bytes = utf8('content')): Bytes =>
  signEnvelope(alice.signing, encodeMetadata({ ...fields, ...changes }), content);
const malformed = expect.objectContaining({ code: 'E_MALFORMED' });

describe('an envelope', () => {
  it.each([
    ['plain', {}],
    ['with an initial message', { initial: utf8('initial') }],
    ['with chunk information', { chunk }],
    ['with both', { initial: utf8('initial'), chunk }],
    ['of an acknowledgement', { type: 0x02 as const }],
  ])('%s is read as it was written, and verifies', (_, changes) => {
    const envelope = decodeEnvelope(make(changes));
    expect(envelope).toMatchObject({ ...fields, ...changes, content: utf8('content') });
    expect(envelope.metadata).toEqual(encodeMetadata({ ...fields, ...changes }));
    expect(verifyEnvelope(envelope)).toBe(true);
  });

  it('any single bit of which is flipped is refused', () => {
    const bytes = make({ initial: utf8('initial') });
    for (let at = 0; at < bytes.length; at++)
      for (let bit = 0; bit < 8; bit++) {
        const outcome = codeOf(() => {
          if (!verifyEnvelope(decodeEnvelope(flipped(bytes, at, bit))))
            throw Object.assign(new Error(), { code: 'false' });
        });
        expect(outcome, `byte ${at}, bit ${bit}`).toMatch(/^(false|E_MALFORMED|E_BAD_DID)$/);
      }
  });

  it('signed by another key does not verify', () => {
    const bytes = signEnvelope(mallory.signing, encodeMetadata(fields), utf8('content'));
    expect(verifyEnvelope(decodeEnvelope(bytes))).toBe(false);
  });

  it('that is cut anywhere, or goes on, is refused', () => {
    const bytes = make();
    for (let length = 0; length < bytes.length; length++)
      expect(codeOf(() => decodeEnvelope(bytes.slice(0, length)))).toMatch(/^E_(MALFORMED|BAD_DID)$/);
    expect(() => decodeEnvelope(concat(bytes, Uint8Array.of(0)))).toThrow(malformed);
  });

  it('R27: to everybody, or to what is no DID, is refused', () => {
    for (const recipient of ['*', '', 'did:web:example.org', `${bob.did}x`])
      expect(codeOf(() => decodeEnvelope(make({ recipient: recipient as typeof bob.did })))).toBe('E_BAD_DID');
    expect(() => decodeEnvelope(make({ recipient: 'x'.repeat(129) as typeof bob.did }))).toThrow(malformed);
  });

  it('K16: of another version, type or flag is refused', () => {
    for (const [at, byte] of [
      [0, 0],
      [0, 2],
      [1, 0],
      [1, 3],
      [1, 0x10],
      [2, 4],
      [2, 0x80],
    ] as const) {
      const bytes = make();
      bytes[at] = byte;
      expect(() => decodeEnvelope(bytes)).toThrow(malformed);
    }
  });

  it('with content at the limit is read, and one byte beyond is not written', () => {
    expect(decodeEnvelope(make({}, new Uint8Array(MAX_CONTENT_BYTES))).content).toHaveLength(MAX_CONTENT_BYTES);
    expect(() => make({}, new Uint8Array(MAX_CONTENT_BYTES + 1))).toThrow(RangeError);
  });

  it('is not written with parts that no envelope has', () => {
    for (const changes of [
      { id: new Uint8Array(16) },
      { commitment: new Uint8Array(31) },
      { initial: new Uint8Array(0) },
      { initial: new Uint8Array(4097) },
      { chunk: { ...chunk, hash: new Uint8Array(31) } },
    ])
      expect(() => encodeMetadata({ ...fields, ...changes })).toThrow(RangeError);
  });

  it('with an empty initial message is refused', () => {
    const bytes = make({ initial: utf8('x') });
    const at = 3 + 16 + 8 + 2 + 56 + 2 + 56;
    expect(bytes.slice(at, at + 3)).toEqual(Uint8Array.of(0, 1, 0x78));
    const emptied = concat(bytes.slice(0, at), Uint8Array.of(0, 0), bytes.slice(at + 3));
    expect(() => decodeEnvelope(emptied)).toThrow(malformed);
  });
});
