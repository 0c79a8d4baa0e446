import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, concat, toHex, utf8 } from '../../../src/base/bytes.ts';
import { agreementKeyPair, generateAgreementKeyPair } from '../../../src/crypto/agree.ts';
import { primitivesInUse } from '../../../src/crypto/init.ts';
import { Secret } from '../../../src/crypto/secret.ts';
import {
  encodeRatchetHeader,
  MAX_RATCHET_INDEX,
  RATCHET_OVERHEAD_BYTES,
} from '../../../src/message/ratchet-message.ts';
import {
  type Chain,
  decrypt,
  encrypt,
  expire,
  initiateRatchet,
  MAX_RECEIVING_CHAINS,
  MAX_SKIP,
  MAX_SKIPPED_AGE_MS,
  MAX_SKIPPED_KEYS,
  prepareSending,
  type RatchetState,
  respondRatchet,
  skippedKeyCount,
} from '../../../src/session/ratchet.ts';
import { everyNth } from '../../primitives.ts';
import { agent, codeOf, flipped, HOSTILE_KEYS, NOW, seededDraw } from './actors.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
const AD = utf8('associated data of both');
const code = (name: string): unknown => expect.objectContaining({ code: name });

/** Two ends that advance as they speak. */
class Pair {
  a: RatchetState;
  b: RatchetState;
  constructor(seed = 'ratchet') {
    const draw = seededDraw(seed);
    const secret = draw(32);
    const prekey = agreementKeyPair(draw(32));
    this.a = initiateRatchet(secret, prekey.publicKey);
    this.b = respondRatchet(secret, prekey);
  }
  send(from: 'a' | 'b', text: string): Bytes {
    const { state, message } = encrypt(this[from], utf8(text), AD);
    this[from] = state;
    return message;
  }
  open(at: 'a' | 'b', message: Bytes, nowMs = NOW): string {
    const { state, plaintext } = decrypt(this[at], message, AD, nowMs);
    this[at] = state;
    return new TextDecoder().decode(plaintext);
  }
  /** A message each way, so that both chains are running. */
  warm(): this {
    this.open('b', this.send('a', 'hello'));
    this.open('a', this.send('b', 'hello'));
    return this;
  }
}

function frozen(state: RatchetState): string {
  return JSON.stringify(state, (_, value: unknown) => {
    if (value instanceof Uint8Array) return toHex(value);
    return value instanceof Secret ? toHex(value.bytes) : value;
  });
}

/** A message as somebody without the key would write it. */
function forged(ratchetKey: Bytes, previous: number, index: number, length = 64): Bytes {
  return concat(encodeRatchetHeader({ ratchetKey, previous, index }), new Uint8Array(length).fill(0x5a));
}

const keyIn = (message: Bytes): Bytes => message.slice(1, 33);
const nonceIn = (message: Bytes): Bytes => message.slice(41, 53);

describe('a ratchet', () => {
  it('delivers messages both ways, each as it was', () => {
    const pair = new Pair();
    for (let i = 0; i < 20; i++) {
      expect(pair.open('b', pair.send('a', `to b ${i}`))).toBe(`to b ${i}`);
      if (i % 3 === 0) expect(pair.open('a', pair.send('b', `to a ${i}`))).toBe(`to a ${i}`);
    }
  });

  it('R21: carries a long chain that is never answered, and the answer after it', () => {
    const pair = new Pair().warm();
    const count = SLOW ? 100_000 : 5000 / everyNth(2);
    for (let i = 0; i < count; i++) if (pair.open('b', pair.send('a', `${i}`)) !== `${i}`) expect.unreachable();
    expect(pair.a.sending?.next).toBe(count);
    expect(frozen(pair.b).length).toBeLessThan(2000);
    expect(pair.open('a', pair.send('b', 'at last'))).toBe('at last');
    expect(pair.open('b', pair.send('a', 'and on'))).toBe('and on');
  }, 600_000);

  it('R21: ends with the last index that a header holds, E_LIMIT', () => {
    const pair = new Pair();
    const last = { ...pair.a, sending: { ...(pair.a.sending as Chain), next: MAX_RATCHET_INDEX } };
    const { state } = encrypt(last, utf8('the last'), AD);
    expect(() => encrypt(state, utf8('one more'), AD)).toThrow(code('E_LIMIT'));
  });

  it('does not let a responder speak first', () => {
    expect(() => new Pair().send('b', 'too early')).toThrow(code('E_NO_SESSION'));
  });

  it('R24: carries a message of 0 bytes', () => {
    const pair = new Pair();
    const message = pair.send('a', '');
    expect(message).toHaveLength(RATCHET_OVERHEAD_BYTES);
    expect(pair.open('b', message)).toBe('');
  });

  it('gives the same messages, whether the step of an answer is taken ahead of it or with it', () => {
    const pair = new Pair();
    pair.open('b', pair.send('a', 'question'));
    const ahead = prepareSending(pair.b, seededDraw('step'));
    const draw = seededDraw('step');
    expect(ahead.sending).toEqual({ key: expect.any(Secret), next: 0 });
    expect(encrypt(ahead, utf8('answer'), AD, (count) => new Uint8Array(count)).message).toEqual(
      encrypt(pair.b, utf8('answer'), AD, (count) => (count === 32 ? draw(count) : new Uint8Array(count))).message,
    );
    expect(prepareSending(ahead)).toBe(ahead);
    pair.b = ahead;
    expect(pair.open('a', pair.send('b', 'answer'))).toBe('answer');
  });

  it('takes no step ahead where none is due', () => {
    const pair = new Pair();
    expect(prepareSending(pair.a)).toBe(pair.a);
    expect(prepareSending(pair.b)).toBe(pair.b);
  });

  it('refuses another associated data', () => {
    const pair = new Pair();
    const message = pair.send('a', 'x');
    expect(() => decrypt(pair.b, message, utf8('other'), NOW)).toThrow(code('E_DECRYPT'));
  });
});

describe('a failure leaves the state as it was', () => {
  it('R01: a forged header with a new ratchet key changes nothing, a thousand times', () => {
    const pair = new Pair().warm();
    const before = frozen(pair.b);
    for (let i = 0; i < 1000; i++)
      expect(codeOf(() => pair.open('b', forged(generateAgreementKeyPair().publicKey, 0, 0)))).toBe('E_DECRYPT');
    expect(frozen(pair.b)).toBe(before);
    expect(pair.open('b', pair.send('a', 'honest'))).toBe('honest');
    expect(pair.open('a', pair.send('b', 'honest'))).toBe('honest');
  });

  it('R02: a forged message far ahead stores no skipped key', () => {
    const pair = new Pair().warm();
    const key = keyIn(pair.send('a', 'seen'));
    const before = frozen(pair.b);
    for (let i = 0; i < 20; i++) expect(codeOf(() => pair.open('b', forged(key, 0, MAX_SKIP)))).toBe('E_DECRYPT');
    expect(skippedKeyCount(pair.b)).toBe(0);
    expect(frozen(pair.b)).toBe(before);
  });

  it('R03: an index far out of range is refused at once', () => {
    const pair = new Pair().warm();
    const key = keyIn(pair.send('a', 'seen'));
    const before = frozen(pair.b);
    for (const index of [2 ** 31, 2 ** 32 - 1])
      expect(() => pair.open('b', forged(key, 0, index))).toThrow(code('E_SKIP_LIMIT'));
    for (const previous of [2 ** 31, 2 ** 32 - 1])
      expect(() => pair.open('b', forged(generateAgreementKeyPair().publicKey, previous, 0))).toThrow(
        code('E_SKIP_LIMIT'),
      );
    expect(frozen(pair.b)).toBe(before);
  });

  it('R03: no header can be made of a number that does not fit', () => {
    const { publicKey } = generateAgreementKeyPair();
    for (const index of [-1, 1.5, 2 ** 32, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => encodeRatchetHeader({ ratchetKey: publicKey, previous: 0, index })).toThrow(RangeError);
  });

  it('R07: every byte of the header that is changed is refused', () => {
    const pair = new Pair().warm();
    const before = frozen(pair.b);
    const message = pair.send('a', 'header');
    for (let at = 0; at < 41; at++)
      for (let bit = 0; bit < 8; bit++)
        expect(codeOf(() => pair.open('b', flipped(message, at, bit)))).toMatch(
          /^(E_DECRYPT|E_MALFORMED|E_SKIP_LIMIT|E_BAD_KEY|E_REPLAY)$/,
        );
    expect(frozen(pair.b)).toBe(before);
    expect(pair.open('b', message)).toBe('header');
  });

  it('R08: a message shorter than an empty one, and one with bytes after it, are refused', () => {
    const pair = new Pair().warm();
    const message = pair.send('a', '');
    for (let length = 0; length < message.length; length++)
      expect(() => pair.open('b', message.slice(0, length))).toThrow(code('E_DECRYPT'));
    expect(() => pair.open('b', concat(message, Uint8Array.of(0)))).toThrow(code('E_DECRYPT'));
    expect(pair.open('b', message)).toBe('');
  });

  it('R09: a ciphertext cut to 0 to 15 bytes, without its tag, or with a byte added is refused', () => {
    const pair = new Pair().warm();
    const message = pair.send('a', 'a text of some length');
    const before = frozen(pair.b);
    for (let left = 0; left < 16; left++)
      expect(() => pair.open('b', message.slice(0, 53 + left))).toThrow(code('E_DECRYPT'));
    expect(() => pair.open('b', message.slice(0, -16))).toThrow(code('E_DECRYPT'));
    expect(() => pair.open('b', concat(message, Uint8Array.of(0)))).toThrow(code('E_DECRYPT'));
    expect(frozen(pair.b)).toBe(before);
    expect(pair.open('b', message)).toBe('a text of some length');
  });

  it('K04: every hostile X25519 key in place of a ratchet key is refused, and the honest one still opens', () => {
    const pair = new Pair().warm();
    const message = pair.send('a', 'honest');
    const before = frozen(pair.b);
    for (const key of HOSTILE_KEYS) {
      const hostile = concat(message.slice(0, 1), key, message.slice(33));
      expect(codeOf(() => pair.open('b', hostile))).toBe('E_BAD_KEY');
    }
    expect(frozen(pair.b)).toBe(before);
    expect(pair.open('b', message)).toBe('honest');
  });

  it('R22: a ratchet key equal to ours, to an identity key or to an old one of the peer is refused without harm', () => {
    const pair = new Pair().warm();
    const old = keyIn(pair.send('a', 'old chain'));
    pair.open('a', pair.send('b', 'turn'));
    pair.open('b', pair.send('a', 'new chain'));
    const before = frozen(pair.b);
    const identities = [agent('alice'), agent('bob')].map(({ agreement }) => agreement.publicKey);
    for (const key of [pair.b.ours.publicKey, old, ...identities])
      for (const index of [0, 1, 5])
        expect(codeOf(() => pair.open('b', forged(key, 0, index)))).toMatch(/^E_(DECRYPT|REPLAY)$/);
    expect(frozen(pair.b)).toBe(before);
    expect(pair.open('b', pair.send('a', 'on'))).toBe('on');
  });
});

describe('skipped keys', () => {
  it('R04: a gap at the limit is delivered, one more is refused and changes nothing', () => {
    const pair = new Pair();
    pair.open('b', pair.send('a', '0'));
    for (let i = 0; i < MAX_SKIP; i++) pair.send('a', 'lost');
    const atLimit = pair.send('a', 'at the limit');
    const beyond = pair.send('a', 'beyond');
    const before = frozen(pair.b);
    expect(() => pair.open('b', beyond)).toThrow(code('E_SKIP_LIMIT'));
    expect(frozen(pair.b)).toBe(before);
    expect(pair.open('b', atLimit)).toBe('at the limit');
    expect(skippedKeyCount(pair.b)).toBe(MAX_SKIP);
    expect(pair.open('b', beyond)).toBe('beyond');
  });

  it('R04: the limit holds for the end of the previous chain as well', () => {
    for (const lost of [MAX_SKIP, MAX_SKIP + 1]) {
      const pair = new Pair();
      pair.open('b', pair.send('a', 'first'));
      for (let i = 0; i < lost; i++) pair.send('a', 'lost');
      pair.open('a', pair.send('b', 'turn'));
      const message = pair.send('a', 'new chain');
      const before = frozen(pair.b);
      if (lost > MAX_SKIP) {
        expect(() => pair.open('b', message)).toThrow(code('E_SKIP_LIMIT'));
        expect(frozen(pair.b)).toBe(before);
      } else {
        expect(pair.open('b', message)).toBe('new chain');
        expect(skippedKeyCount(pair.b)).toBe(lost);
      }
    }
  });

  it('R05: a thousand chains with a skipped key each keep at most five, and no more memory', () => {
    const pair = new Pair();
    pair.open('b', pair.send('a', 'first'));
    let size = 0;
    for (let chain = 0; chain < 1000; chain++) {
      pair.open('a', pair.send('b', 'turn'));
      pair.send('a', 'lost');
      pair.open('b', pair.send('a', 'kept'));
      expect(skippedKeyCount(pair.b)).toBeLessThanOrEqual(MAX_RECEIVING_CHAINS);
      if (chain === 10) size = frozen(pair.b).length;
    }
    expect(frozen(pair.b).length).toBeLessThan(size + 200);
  });

  it('R05: many full gaps keep the newest keys up to the limit of a session', () => {
    const pair = new Pair();
    const firsts: Bytes[] = [];
    pair.open('b', pair.send('a', 'first'));
    for (let chain = 0; chain < 3; chain++) {
      pair.open('a', pair.send('b', 'turn'));
      for (let i = 0; i < 900; i++) {
        const lost = pair.send('a', `lost ${chain}`);
        if (i === 0) firsts.push(lost);
      }
      pair.open('b', pair.send('a', 'kept'));
    }
    expect(skippedKeyCount(pair.b)).toBe(MAX_SKIPPED_KEYS);
    expect(() => pair.open('b', firsts[0] as Bytes)).toThrow(code('E_REPLAY'));
    expect(pair.open('b', firsts[1] as Bytes)).toBe('lost 1');
  });

  it('R06: a key is kept for seven days and erased then', () => {
    const pair = new Pair();
    pair.open('b', pair.send('a', 'first'));
    const late = pair.send('a', 'late');
    const later = pair.send('a', 'later');
    pair.open('b', pair.send('a', 'kept'));
    expect(expire(pair.b, NOW + MAX_SKIPPED_AGE_MS)).toBe(pair.b);
    expect(pair.open('b', late, NOW + MAX_SKIPPED_AGE_MS)).toBe('late');
    expect(() => pair.open('b', later, NOW + MAX_SKIPPED_AGE_MS + 1)).toThrow(code('E_REPLAY'));
    expect(skippedKeyCount(expire(pair.b, NOW + MAX_SKIPPED_AGE_MS + 1))).toBe(0);
  });

  it('R06: the key of a chain that is five turns old is gone', () => {
    const pair = new Pair();
    pair.open('b', pair.send('a', 'first'));
    const lost = pair.send('a', 'lost');
    for (let turn = 0; turn < MAX_RECEIVING_CHAINS; turn++) {
      pair.open('a', pair.send('b', 'turn'));
      pair.open('b', pair.send('a', 'turn'));
    }
    expect(codeOf(() => pair.open('b', lost))).toBe('E_DECRYPT');
  });
});

describe('replay', () => {
  it('R10: a delivered message is refused once and for ever', () => {
    const pair = new Pair();
    const message = pair.send('a', 'once');
    pair.open('b', message);
    for (let i = 0; i < 3; i++) expect(() => pair.open('b', message)).toThrow(code('E_REPLAY'));
    pair.open('a', pair.send('b', 'turn'));
    pair.open('b', pair.send('a', 'turn'));
    expect(() => pair.open('b', message)).toThrow(code('E_REPLAY'));
  });

  it('R11: a forged copy of a skipped message does not spend its key', () => {
    const pair = new Pair();
    pair.open('b', pair.send('a', 'first'));
    const skipped = pair.send('a', 'skipped');
    pair.open('b', pair.send('a', 'next'));
    const before = frozen(pair.b);
    expect(() => pair.open('b', flipped(skipped, skipped.length - 1))).toThrow(code('E_DECRYPT'));
    expect(frozen(pair.b)).toBe(before);
    expect(pair.open('b', skipped)).toBe('skipped');
    expect(() => pair.open('b', skipped)).toThrow(code('E_REPLAY'));
  });
});

describe('nonces', () => {
  it('R15: two runs from one copied state never share a nonce under a key', () => {
    const pair = new Pair().warm();
    pair.send('a', 'the chain is running');
    const copy = pair.a;
    const first = Array.from({ length: 50 }, (_, i) => pair.send('a', `first ${i}`));
    pair.a = copy;
    const second = Array.from({ length: 50 }, (_, i) => pair.send('a', `second ${i}`));
    // The headers repeat, which is the point: the keys do, and the nonces must not.
    expect(toHex((first[0] as Bytes).slice(0, 41))).toBe(toHex((second[0] as Bytes).slice(0, 41)));
    const nonces = new Set([...first, ...second].map((message) => toHex(nonceIn(message))));
    expect(nonces.size).toBe(100);
  });

  it('R23: every message has its own key and nonce', () => {
    const count = SLOW ? 1_000_000 : 10_000;
    const pair = new Pair().warm();
    const seen = new Set<string>();
    for (let i = 0; i < count; i++) seen.add(toHex(nonceIn(pair.send('a', ''))));
    expect(seen.size).toBe(count);
  }, 600_000);
});

/** What the network does with the messages of a run. */
const schedule = fc.record({
  seed: fc.string(),
  steps: fc.array(
    fc.record({
      from: fc.constantFrom('a' as const, 'b' as const),
      fate: fc.constantFrom('deliver', 'deliver', 'delay', 'delay', 'drop', 'twice', 'forge'),
      pick: fc.nat({ max: 1000 }),
    }),
    { minLength: 1, maxLength: 60 },
  ),
});

describe('random schedules', () => {
  it('R13 R14: every message that is not dropped is read once, however the network orders and repeats them', () => {
    const run = ({ seed, steps }: typeof schedule extends fc.Arbitrary<infer T> ? T : never): void => {
      const pair = new Pair(seed);
      pair.open('b', pair.send('a', 'first'));
      const waiting: { readonly to: 'a' | 'b'; readonly message: Bytes; readonly text: string }[] = [];
      const got: string[] = [];
      const expected: string[] = [];
      const take = (to: 'a' | 'b', message: Bytes, text: string): void => {
        got.push(pair.open(to, message));
        expected.push(text);
      };
      for (const [number, { from, fate, pick }] of steps.entries()) {
        const to = from === 'a' ? 'b' : 'a';
        const text = `${from}${number}`;
        const message = pair.send(from, text);
        if (fate === 'forge') {
          const before = pair[to];
          expect(codeOf(() => pair.open(to, flipped(message, pick % message.length, pick % 8)))).toMatch(/^E_/);
          expect(pair[to]).toBe(before);
        }
        if (fate === 'deliver' || fate === 'twice' || fate === 'forge') take(to, message, text);
        if (fate === 'twice') expect(codeOf(() => pair.open(to, message))).toBe('E_REPLAY');
        if (fate === 'delay') waiting.push({ to, message, text });
        // Now and then one that was held back arrives.
        if (pick % 3 === 0 && waiting.length > 0) {
          const [late] = waiting.splice(pick % waiting.length, 1);
          if (late !== undefined && canStillOpen(pair[late.to], late.message)) take(late.to, late.message, late.text);
        }
      }
      expect(got).toEqual(expected);
      expect(new Set(got).size).toBe(got.length);
    };
    // The schedules are of the machine; on the slower primitives fewer will do.
    const isNative = primitivesInUse() === 'libsodium-native';
    fc.assert(fc.property(schedule, run), { numRuns: SLOW || isNative ? 1000 : 200 });
  });

  it('R13: fifty messages over five turns are all read, in any order within the five chains', () => {
    const arbitrary = fc.shuffledSubarray(
      Array.from({ length: 50 }, (_, i) => i),
      { minLength: 50, maxLength: 50 },
    );
    const run = (order: readonly number[]): void => {
      const pair = new Pair();
      pair.open('b', pair.send('a', 'first'));
      const messages: Bytes[] = [];
      for (let i = 0; i < 50; i++) {
        // The turn of the peer is received at once, so that every ten messages are one chain.
        if (i % 10 === 0 && i > 0) {
          const { state, message } = encrypt(pair.b, utf8('turn'), AD);
          pair.b = state;
          pair.a = decrypt(pair.a, message, AD, NOW).state;
          pair.open('b', pair.send('a', 'turned'));
        }
        messages.push(pair.send('a', String(i)));
      }
      const got = order.map((at) => pair.open('b', messages[at] as Bytes));
      expect(got).toEqual(order.map(String));
    };
    fc.assert(fc.property(arbitrary, run), { numRuns: SLOW ? 1000 : 100 / everyNth(5) });
  });
});

/** A message of a chain that is remembered no more cannot be opened, by design. */
function canStillOpen(state: RatchetState, message: Bytes): boolean {
  const key = toHex(keyIn(message));
  const known = [state.receiving?.from, ...state.earlier.map(({ from }) => from)];
  return (
    known.some((from) => from !== undefined && toHex(from) === key) ||
    codeOf(() => decrypt(state, message, AD, NOW)) === undefined
  );
}
