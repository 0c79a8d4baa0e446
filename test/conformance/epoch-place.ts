import { beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { type EpochPlace, MAX_EPOCH_KEYS_BYTES } from '../../src/storage/epoch-keys.ts';

/** The contract of `EpochPlace`. `open` opens what the `open` before it left; `isNew` asks for an empty one. */
export function epochPlaceConformance(name: string, open: (isNew: boolean) => Promise<EpochPlace>): void {
  describe(`${name} keeps the EpochPlace contract`, () => {
    let place: EpochPlace;
    beforeEach(async () => {
      place = await open(true);
    });

    it('has nothing before the first time, and then what was put last', async () => {
      expect(await place.read()).toBeUndefined();
      for (const content of ['first', 'second, longer', '3', '']) {
        await place.replace(utf8(content));
        expect(await place.read()).toEqual(utf8(content));
        expect(await (await open(false)).read()).toEqual(utf8(content));
      }
    });

    it('holds as much as it must, and copies what it gives', async () => {
      const content = new Uint8Array(MAX_EPOCH_KEYS_BYTES).fill(7);
      await place.replace(content);
      (await place.read())?.fill(0);
      expect(await place.read()).toEqual(content);
    });
  });
}
