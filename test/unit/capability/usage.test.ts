/** Rates and budgets against a log of every call. */
import { describe, expect, it } from 'vitest';
import { EXACT_CALLS, RateWindow } from '../../../src/capability/rate-window.ts';
import type { Limits } from '../../../src/capability/scope-members.ts';
import {
  ChainUsage,
  type LimitedToken,
  MAX_METERS,
  MAX_METERS_A_ROOT,
  UsageAccount,
  UsageAccounts,
} from '../../../src/capability/usage.ts';
import { randomOf } from '../../scenario/terminals.ts';

const SEED = Number(process.env['TALOS_SEED'] ?? Date.now() % 2 ** 31);
const SLOW = process.env['TALOS_SLOW'] === '1';
const T0 = 1_800_000_000_000;
const HOUR_S = 3600;

const idOf = (n: number): string => n.toString(16).padStart(64, '0');
const token = (n: number, limits?: Limits, toolLimits?: Record<string, Limits>): LimitedToken => ({
  id: idOf(n),
  expiresAtS: T0 / 1000 + HOUR_S,
  ...(limits === undefined ? {} : { limits }),
  ...(toolLimits === undefined ? {} : { toolLimits }),
});

function opened(accounts: UsageAccounts, ...tokens: LimitedToken[]): ChainUsage {
  const chain = accounts.open(tokens, T0);
  if (!(chain instanceof ChainUsage)) throw new Error('not opened');
  return chain;
}
const codeOf = (denial: { readonly code: string } | undefined): string => denial?.code ?? 'allowed';

describe('RateWindow', () => {
  it('allows n calls in a window and not n + 1, and again when the first of them is a window old', () => {
    const rate = new RateWindow(3, 10);
    const take = (ms: number): boolean => {
      const has = rate.hasRoom(T0 + ms);
      if (has) rate.add(T0 + ms);
      return has;
    };
    expect([0, 1000, 9999, 9999, 10_000, 10_000, 11_000].map(take)).toEqual([
      true,
      true,
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it('never allows more than its count in any window, and is at most a 64th of one late', () => {
    const random = randomOf(SEED);
    for (let round = 0; round < (SLOW ? 2000 : 24); round++) {
      const count = 1 + Math.floor(random() * (round % 2 === 0 ? EXACT_CALLS : 500));
      const seconds = 1 + Math.floor(random() * 20);
      const windowMs = seconds * 1000;
      const lateMs = count <= EXACT_CALLS ? 0 : windowMs / EXACT_CALLS;
      let rate = new RateWindow(count, seconds);
      const made: number[] = [];
      let now = T0;
      for (let call = 0; call < 800; call++) {
        now += Math.floor(random() * random() * 3 * (windowMs / count));
        const inWindow = (length: number): number => made.filter((ms) => ms > now - length).length;
        const has = rate.hasRoom(now);
        const isRight = has ? inWindow(windowMs) < count : inWindow(windowMs + lateMs) >= count;
        if (!isRight) expect.fail(`seed ${SEED}, round ${round}, call ${call}`);
        if (has) {
          rate.add(now);
          made.push(now);
          if (made.length > 2 * count) made.splice(0, made.length - 2 * count);
        }
        if (random() < 0.01) {
          const again = new RateWindow(count, seconds);
          again.restore(rate.slots());
          rate = again;
        }
      }
      expect(rate.slots().length).toBeLessThanOrEqual(EXACT_CALLS + 2);
    }
  });

  it('takes a clock that is set back for the time of the newest call', () => {
    const rate = new RateWindow(2, 10);
    rate.add(T0);
    rate.add(T0 - 60_000);
    expect(rate.hasRoom(T0 + 9999)).toBe(false);
    expect(rate.hasRoom(T0 - 60_000)).toBe(false);
    expect(rate.hasRoom(T0 + 10_000)).toBe(true);
  });

  it('refuses a time that is no number once it has counted enough', () => {
    const rate = new RateWindow(1, 10);
    rate.add(T0);
    expect(rate.hasRoom(Number.NaN)).toBe(false);
  });
});

describe('budgets', () => {
  it('C21: the call after the last is refused, and no refused call is charged', () => {
    const chain = opened(new UsageAccounts(), token(1, { calls: 2, rate: { count: 2, seconds: 60 } }));
    expect([0, 1, 2].map((ms) => codeOf(chain.take('', 10, T0 + ms)))).toEqual([
      'allowed',
      'allowed',
      'BUDGET_EXHAUSTED',
    ]);
    expect(chain.accounts[0]?.state()).toMatchObject({ '': { calls: 2, bytes: 20 } });
  });

  it('C21: a rate is refused with a code of its own', () => {
    const chain = opened(new UsageAccounts(), token(1, { calls: 9, rate: { count: 2, seconds: 60 } }));
    const codes = [0, 1, 2, 60_000, 60_001, 60_002].map((ms) => codeOf(chain.take('', 0, T0 + ms)));
    expect(codes).toEqual(['allowed', 'allowed', 'RATE_LIMITED', 'allowed', 'allowed', 'RATE_LIMITED']);
  });

  it('bytes: a request that does not fit is refused; a result that does not fit ends the next call', () => {
    const chain = opened(new UsageAccounts(), token(1, { bytes: 100 }));
    expect(codeOf(chain.take('', 101, T0))).toBe('BUDGET_EXHAUSTED');
    expect(codeOf(chain.take('', 60, T0))).toBe('allowed');
    chain.settle('', 40);
    expect(codeOf(chain.take('', 1, T0))).toBe('BUDGET_EXHAUSTED');
    const other = opened(new UsageAccounts(), token(1, { bytes: 100 }));
    other.take('', 60, T0);
    other.settle('', 1_000_000);
    expect(codeOf(other.take('', 0, T0))).toBe('BUDGET_EXHAUSTED');
  });

  it('limits of a tool count its calls alone, beside those of all', () => {
    const chain = opened(new UsageAccounts(), token(1, { calls: 3 }, { write: { calls: 1 } }));
    const codes = ['write', 'write', 'read', '', 'read'].map((tool) => codeOf(chain.take(tool, 0, T0)));
    expect(codes).toEqual(['allowed', 'BUDGET_EXHAUSTED', 'allowed', 'allowed', 'BUDGET_EXHAUSTED']);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuse %s bytes', (bytes) => {
    const chain = opened(new UsageAccounts(), token(1, { bytes: 100 }));
    expect(codeOf(chain.take('', bytes, T0))).toBe('BUDGET_EXHAUSTED');
  });
});

describe('a line', () => {
  const LINE = { id: idOf(900), untilS: T0 / 1000 + 10 * HOUR_S };
  const renewed = (n: number, hours: number): LimitedToken => ({
    ...token(n, { calls: 3 }),
    expiresAtS: T0 / 1000 + hours * HOUR_S,
    line: LINE,
  });

  it('C21: has one account for all of its tokens, which outlives each of them', () => {
    const accounts = new UsageAccounts();
    expect(opened(accounts, renewed(1, 1)).take('', 0, T0)).toBeUndefined();
    expect(opened(accounts, renewed(2, 2)).take('', 0, T0)).toBeUndefined();
    expect(accounts.expire(T0 + HOUR_S * 1000)).toEqual([idOf(1)]);
    expect(accounts.chainOf(idOf(1))).toBeUndefined();
    const third = opened(accounts, renewed(3, 3));
    expect(third.take('', 0, T0)).toBeUndefined();
    expect(codeOf(third.take('', 0, T0))).toBe('BUDGET_EXHAUSTED');
    expect(codeOf(accounts.chainOf(idOf(2))?.denial('', 0, T0))).toBe('BUDGET_EXHAUSTED');
    expect(accounts.size).toBe(1);
    expect(accounts.expire(LINE.untilS * 1000 - 1)).toEqual([idOf(2), idOf(3)]);
    expect(accounts.expire(LINE.untilS * 1000)).toEqual([LINE.id]);
    expect(accounts.size).toBe(0);
  });

  it('lasts as long as the longest of its tokens', () => {
    const accounts = new UsageAccounts();
    opened(accounts, renewed(1, 1));
    opened(accounts, { ...renewed(2, 20), line: { ...LINE, untilS: T0 / 1000 + 20 * HOUR_S } });
    expect(accounts.expire(T0 + 20 * HOUR_S * 1000 - 1)).toEqual([idOf(1)]);
    expect(accounts.size).toBe(1);
  });

  it('takes a meter for each of its tokens: RATE_LIMITED at n + 1 below one root, until some have expired', () => {
    const accounts = new UsageAccounts();
    for (let n = 1; n < MAX_METERS_A_ROOT; n++) opened(accounts, renewed(n, 1));
    const one = renewed(MAX_METERS_A_ROOT, 2);
    expect(codeOf(accounts.open([one], T0) as { code: string })).toBe('RATE_LIMITED');
    expect(opened(accounts, renewed(1, 1)).take('', 0, T0)).toBeUndefined();
    expect(accounts.open([one], T0 + HOUR_S * 1000)).toBeInstanceOf(ChainUsage);
  });
});

describe('a chain', () => {
  it('is charged as a whole or not at all', () => {
    const accounts = new UsageAccounts();
    const [root, middle, leaf] = [token(1, { calls: 5 }), token(2, { calls: 1 }), token(3, { calls: 3 })] as const;
    const chain = opened(accounts, root, middle, leaf);
    expect([0, 1].map(() => codeOf(chain.take('', 7, T0)))).toEqual(['allowed', 'BUDGET_EXHAUSTED']);
    expect(chain.accounts.map((account) => account.state()[''])).toMatchObject([
      { calls: 1, bytes: 7 },
      { calls: 1, bytes: 7 },
      { calls: 1, bytes: 7 },
    ]);
  });

  it('spends together with the others below the same token', () => {
    const accounts = new UsageAccounts();
    const root = token(1, { calls: 3 });
    const [a, b] = [opened(accounts, root, token(2, { calls: 3 })), opened(accounts, root, token(3, { calls: 3 }))];
    const codes = [a, b, a, b, a].map((chain) => codeOf(chain.take('', 0, T0)));
    expect(codes).toEqual(['allowed', 'allowed', 'allowed', 'BUDGET_EXHAUSTED', 'BUDGET_EXHAUSTED']);
  });

  it('costs nothing where no token of it limits anything', () => {
    const accounts = new UsageAccounts();
    expect(accounts.open([token(1), token(2)], T0)).toBeUndefined();
    expect(accounts.size).toBe(0);
  });

  it('counts the same as a model that writes every call down', () => {
    const random = randomOf(SEED + 1);
    const pick = (n: number): number => Math.floor(random() * n);
    for (let round = 0; round < (SLOW ? 500 : 20); round++) {
      const limits = (): Limits => ({
        ...(random() < 0.5 ? { calls: 1 + pick(60) } : {}),
        ...(random() < 0.5 ? { bytes: 1 + pick(2000) } : {}),
        ...(random() < 0.5 ? { rate: { count: 1 + pick(20), seconds: 1 + pick(5) } } : {}),
      });
      const tokens = Array.from({ length: 6 }, (_, n) =>
        token(n, random() < 0.8 ? limits() : undefined, random() < 0.4 ? { t: limits() } : undefined),
      );
      // A tree: 0 is above all, 1 above 3 and 4, 2 above 5.
      const chains = [[0], [0, 1], [0, 2], [0, 1, 3], [0, 1, 4], [0, 2, 5]];
      const accounts = new UsageAccounts();
      const log: { readonly ids: readonly number[]; readonly tool: string; readonly ms: number; bytes: number }[] = [];
      const fits = (
        id: number,
        only: string | undefined,
        limit: Limits | undefined,
        bytes: number,
        ms: number,
      ): boolean => {
        const calls = log.filter((call) => call.ids.includes(id) && (only === undefined || call.tool === only));
        const used = calls.reduce((sum, call) => sum + call.bytes, 0);
        const recent = calls.filter((call) => call.ms > ms - (limit?.rate?.seconds ?? 0) * 1000);
        return (
          calls.length < (limit?.calls ?? Infinity) &&
          used + bytes <= (limit?.bytes ?? Infinity) &&
          recent.length < (limit?.rate?.count ?? Infinity)
        );
      };
      let ms = T0;
      for (let call = 0; call < 150; call++) {
        ms += pick(400);
        const ids = chains[pick(chains.length)] ?? [];
        const [tool, bytes, result] = [random() < 0.5 ? 't' : '', pick(60), pick(60)];
        const asked = accounts.open(
          ids.map((id) => tokens[id] as LimitedToken),
          ms,
        );
        if (asked !== undefined && !(asked instanceof ChainUsage)) throw new Error(asked.code);
        const isAllowed = asked?.take(tool, bytes, ms) === undefined;
        const expected = ids.every(
          (id) =>
            fits(id, undefined, tokens[id]?.limits, bytes, ms) &&
            (tool === '' || fits(id, tool, tokens[id]?.toolLimits?.[tool], bytes, ms)),
        );
        expect(isAllowed, `seed ${SEED}, round ${round}, call ${call}`).toBe(expected);
        if (!isAllowed) continue;
        asked?.settle(tool, result);
        log.push({ ids, tool, ms, bytes: bytes + result });
      }
    }
  });
});

describe('accounts', () => {
  it('take back what they gave to keep', () => {
    const limited = token(1, { calls: 9, rate: { count: 3, seconds: 9 } }, { t: { bytes: 100 } });
    const chain = opened(new UsageAccounts(), limited);
    for (const ms of [0, 1, 2]) chain.take('t', 30, T0 + ms);
    const account = new UsageAccount(limited, [limited.id]);
    account.restore(chain.accounts[0]?.state() ?? {});
    expect(account.state()).toEqual(chain.accounts[0]?.state());
    expect(codeOf(account.denial('', 0, T0 + 3))).toBe('RATE_LIMITED');
    expect(codeOf(account.denial('t', 11, T0 + 9000))).toBe('BUDGET_EXHAUSTED');
    expect(codeOf(account.denial('t', 10, T0 + 9000))).toBe('allowed');
  });

  it('are bounded: those below one root, and all; what has expired makes room, and nothing else does', () => {
    const accounts = new UsageAccounts();
    const open = (root: number, n: number, ms = T0): string => {
      const chain = accounts.open([token(root, { calls: 1 }), token(n, { calls: 1 })], ms);
      return chain instanceof ChainUsage ? 'opened' : (chain?.code ?? 'free');
    };
    for (let n = 1; n < MAX_METERS_A_ROOT; n++) expect(open(0, n)).toBe('opened');
    expect(open(0, MAX_METERS_A_ROOT)).toBe('RATE_LIMITED');
    expect(open(0, 1)).toBe('opened');
    for (let n = 1; accounts.size < MAX_METERS; n++) {
      const root = 1_000_000 * (1 + Math.floor(n / (MAX_METERS_A_ROOT - 2)));
      if (open(root, root + n) !== 'opened') break;
    }
    expect(accounts.size).toBeGreaterThan(MAX_METERS - 2);
    expect(open(9_000_000, 9_000_001)).toBe('RATE_LIMITED');
    expect(open(0, MAX_METERS_A_ROOT, T0 + HOUR_S * 1000)).toBe('opened');
    expect(accounts.size).toBe(2);
  });

  it('know the chain of a leaf by its id', () => {
    const accounts = new UsageAccounts();
    opened(accounts, token(1, { calls: 2 }), token(2), token(3, { calls: 2 }));
    expect(accounts.chainOf(idOf(3))?.accounts.map((account) => account.token.id)).toEqual([1, 2, 3].map(idOf));
    expect(accounts.chainOf(idOf(9))).toBeUndefined();
  });
});
