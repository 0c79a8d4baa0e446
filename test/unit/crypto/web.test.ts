import { afterEach, describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { isTalosError } from '../../../src/base/errors.ts';
import { sha256 as sha256OfPort } from '../../../src/crypto/hash.ts';
import { generateSigningKey } from '../../../src/crypto/sign.ts';
import { ed25519Verify, settled, sha256, sha256Into } from '../../../src/crypto/web.ts';

const key = generateSigningKey();
const texts = ['one', 'two', 'three', 'four', 'five'];
const signed = texts.map((text) => ({ message: utf8(text), signature: key.signRaw(utf8(text)) }));
/** Asks about all five; those of these indexes are of another message. */
const asking = (wrong: readonly number[]) => () =>
  signed.map(({ message, signature }, i) =>
    ed25519Verify(key.publicKey, wrong.includes(i) ? utf8('no') : message, signature),
  );

afterEach(() => vi.unstubAllGlobals());

describe('the primitives of pages that verify', () => {
  it('hash as the others', () => {
    for (const text of ['', ...texts]) expect(sha256(utf8(text))).toEqual(sha256OfPort(utf8(text)));
    const room = new Uint8Array(40).fill(9);
    sha256Into(utf8('one'), room, 4);
    expect(room).toEqual(Uint8Array.of(9, 9, 9, 9, ...sha256OfPort(utf8('one')), 9, 9, 9, 9));
  });

  it('give what a run gives with true verdicts alone, whichever of its signatures are wrong', async () => {
    for (let mask = 0; mask < 32; mask++) {
      const wrong = texts.map((_, i) => i).filter((i) => (mask >> i) & 1);
      let runs = 0;
      const verdicts = await settled(() => {
        runs++;
        return asking(wrong)();
      });
      expect(verdicts).toEqual(texts.map((_, i) => !wrong.includes(i)));
      expect(runs).toBe(wrong.length + 1);
    }
  });

  it('go another way where a run does, and give what it throws on that way', async () => {
    const run = () => {
      const [first, second] = [
        asking([0])()[0],
        ed25519Verify(key.publicKey, utf8('no'), signed[1]?.signature ?? utf8('')),
      ];
      if (first === true) throw new RangeError('of the way that is not taken');
      throw new TypeError(`the second is ${second}`);
    };
    await expect(settled(run)).rejects.toThrow(new TypeError('the second is false'));
  });

  it('keep what was asked about, though its memory is used again', async () => {
    const room = new Uint8Array(signed[0]?.message ?? utf8(''));
    const answer = settled(() => {
      const verdict = ed25519Verify(key.publicKey, room, signed[0]?.signature ?? utf8(''));
      room.fill(0);
      return verdict;
    });
    room.fill(1);
    expect(await answer).toBe(true);
  });

  it('answer nobody who asks outside of a run: that would be a yes to whatever is asked', () => {
    expect(asking([])).toThrow('settled()');
  });

  it('say E_VERSION where the platform has no Ed25519, and neither yes nor no', async () => {
    const refusing = { importKey: async () => Promise.reject(new DOMException('no', 'NotSupportedError')) };
    for (const crypto of [undefined, {}, { subtle: undefined }, { subtle: refusing }]) {
      vi.stubGlobal('crypto', crypto);
      await expect(settled(asking([]))).rejects.toSatisfy((error) => isTalosError(error, 'E_VERSION'));
    }
  });

  it('take an unknown failure of the platform for no verdict', async () => {
    vi.stubGlobal('crypto', { subtle: { importKey: async () => Promise.reject(new TypeError('broken')) } });
    await expect(settled(asking([]))).rejects.toThrow(new TypeError('broken'));
  });
});
