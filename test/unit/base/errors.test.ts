import { describe, expect, it } from 'vitest';
import { ManualClock, systemClock } from '../../../src/base/clock.ts';
import {
  ERROR_CODES,
  EXIT,
  invariant,
  isErrorCode,
  isTalosError,
  REFUSALS,
  TalosError,
} from '../../../src/base/errors.ts';

describe('TalosError', () => {
  it('carries its code, details, hint and cause', () => {
    const cause = new Error('below');
    const error = new TalosError('E_LIMIT', 'too long', { cause, details: { limit: 1 }, hint: 'send less' });
    expect([error.name, error.code, error.message, error.details, error.hint, error.cause]).toEqual([
      'TalosError',
      'E_LIMIT',
      'too long',
      { limit: 1 },
      'send less',
      cause,
    ]);
  });

  it('has no cause, no details and an empty hint where none is given', () => {
    const error = new TalosError('E_LIMIT', 'too long');
    expect(['cause' in error, error.details, error.hint]).toEqual([false, {}, '']);
  });

  it('is told from other errors, and one code from another', () => {
    const error = new TalosError('E_LIMIT', 'too long');
    expect([isTalosError(error), isTalosError(error, 'E_LIMIT'), isTalosError(error, 'E_DECRYPT')]).toEqual([
      true,
      true,
      false,
    ]);
    for (const other of [new Error('x'), { code: 'E_LIMIT', name: 'TalosError' }, undefined, 'E_LIMIT'])
      expect(isTalosError(other)).toBe(false);
  });
});

describe('the table of codes', () => {
  it('has a sentence, a known exit status and a known refusal in each row', () => {
    const statuses: readonly number[] = Object.values(EXIT);
    for (const [code, row] of Object.entries(ERROR_CODES)) {
      expect(code).toMatch(/^[A-Z][A-Z_]+$/);
      expect(row.sentence, code).toMatch(/^[^A-Z].*[^.]$/);
      expect(statuses, code).toContain(row.exit);
      expect(row.exit, code).not.toBe(EXIT.done);
      expect([...REFUSALS, 'code', 'nothing'], code).toContain(row.peer);
    }
  });

  it('knows its codes and no inherited name', () => {
    expect(isErrorCode('E_DECRYPT')).toBe(true);
    for (const text of ['toString', '__proto__', 'constructor', 'e_decrypt', '', 'E_'])
      expect(isErrorCode(text)).toBe(false);
  });
});

describe('invariant', () => {
  it('says that it is a bug', () => {
    expect(() => invariant(false, 'never')).toThrow('bug: never');
    expect(() => invariant(1, 'true alone counts')).toThrow('bug: true alone counts');
    expect(() => invariant(true, 'fine')).not.toThrow();
  });
});

describe('clocks', () => {
  it('a manual clock moves only when told to, backwards too', () => {
    const clock = new ManualClock(1000);
    expect(clock.now()).toBe(1000);
    clock.advance(500);
    expect(clock.now()).toBe(1500);
    clock.advance(-1000);
    expect(clock.now()).toBe(500);
  });

  it('E07: the clock of the system counts whole milliseconds since 1970', () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(Number.isInteger(now)).toBe(true);
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});
