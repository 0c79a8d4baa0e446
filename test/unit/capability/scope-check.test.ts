import { describe, expect, it } from 'vitest';
import { authorizeCall, type CapabilityRequest, coversTool } from '../../../src/capability/authorize.ts';
import { NO_REVOCATIONS } from '../../../src/capability/revocations.ts';
import type { Environment } from '../../../src/capability/scope-check.ts';
import type { Json, JsonObject } from '../../../src/codec/json.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { codeOf, files, grant, NOW_S } from './world.ts';

const tool = (name: string, given: Json = {}): CapabilityRequest => ({ kind: 'tool', name, arguments: given });
const PIN = 'A'.repeat(43);
const ANYTHING = { '*': { any: true } };

function ask(
  members: JsonObject,
  request: CapabilityRequest,
  about: { environment?: Environment; nowMs?: number } = {},
): string {
  const held = grant({ ...(files({ read: ANYTHING, write: ANYTHING }) as JsonObject), ...members });
  return codeOf(authorizeCall(held, request, { nowMs: NOW_S * 1000, revocations: NO_REVOCATIONS, ...about }));
}

describe('windows', () => {
  // NOW_S is Friday, 15 January 2027, 08:00 UTC, 09:00 in Berlin.
  it.each<[string, JsonObject, string]>([
    ['the hour', { zone: 'UTC', from: '08:00', to: '08:01' }, 'allowed'],
    ['the hour of another zone', { zone: 'Europe/Berlin', from: '09:00', to: '10:00' }, 'allowed'],
    ['the day', { zone: 'UTC', days: [5], from: '00:00', to: '24:00' }, 'allowed'],
    ['an hour that is over', { zone: 'UTC', from: '07:00', to: '08:00' }, 'CONSTRAINT'],
    ['an hour to come', { zone: 'UTC', from: '08:01', to: '24:00' }, 'CONSTRAINT'],
    ['the hour elsewhere', { zone: 'Europe/Berlin', from: '08:00', to: '09:00' }, 'CONSTRAINT'],
    ['another day', { zone: 'UTC', days: [1, 2, 3, 4, 6, 7], from: '00:00', to: '24:00' }, 'CONSTRAINT'],
  ])('%s', (_, window, code) => {
    expect(ask({ windows: [window] }, tool('read'))).toBe(code);
  });

  it('one that holds is enough, and the next minute is looked at anew', () => {
    const windows = [
      { zone: 'UTC', from: '01:00', to: '02:00' },
      { zone: 'UTC', from: '08:00', to: '08:01' },
    ];
    const held = grant({ ...(files({ read: {} }) as JsonObject), windows });
    const at = (ms: number): string =>
      codeOf(authorizeCall(held, tool('read'), { nowMs: NOW_S * 1000 + ms, revocations: NO_REVOCATIONS }));
    expect([0, 59_999, 60_000, 0].map(at)).toEqual(['allowed', 'allowed', 'CONSTRAINT', 'allowed']);
  });

  it('an hour that the clocks leave out is in no window, one that they show twice is in both', () => {
    const window = { zone: 'Europe/Berlin', from: '02:30', to: '02:31' };
    const held = grant({ ...(files({ read: {} }) as JsonObject), windows: [window] });
    const at = (iso: string): string => {
      const nowMs = Date.parse(iso);
      // The token's own times aside: only the windows are asked.
      const shifted = {
        ...held,
        leaf: { ...held.leaf, claims: { ...held.leaf.claims, notBeforeS: 0 } },
        expiresAtS: 9e9,
      };
      return codeOf(authorizeCall(shifted, tool('read'), { nowMs, revocations: NO_REVOCATIONS }));
    };
    expect(['2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z'].map(at)).toEqual(['CONSTRAINT', 'CONSTRAINT']);
    expect(['2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z'].map(at)).toEqual(['allowed', 'allowed']);
  });
});

describe('environment', () => {
  const environment = { stage: { oneOf: ['test', 'staging'] }, region: { prefix: 'eu-' } };

  it.each<[string, Environment | undefined, string]>([
    ['as it is declared', { stage: 'test', region: 'eu-1', more: 'x' }, 'allowed'],
    ['with another value', { stage: 'production', region: 'eu-1' }, 'CONSTRAINT'],
    ['with one that is missing', { stage: 'test' }, 'CONSTRAINT'],
    ['that says nothing', {}, 'CONSTRAINT'],
    ['that is not declared', undefined, 'CONSTRAINT'],
    ['that inherits', Object.create({ stage: 'test', region: 'eu-1' }) as Environment, 'CONSTRAINT'],
  ])('%s', (_, declared, code) => {
    expect(ask({ environment }, tool('read'), declared === undefined ? {} : { environment: declared })).toBe(code);
  });
});

describe('read_only', () => {
  const pins = { server: PIN, tools: { read: PIN } };

  it('lets pass, and shows, what the pins say to read only', () => {
    const members = { read_only: true, pins, read_only_tools: ['read'] };
    expect(ask(members, tool('read'))).toBe('allowed');
    expect(ask(members, tool('write'))).toBe('SCOPE_MISMATCH');
    const held = grant({ ...(files({ read: ANYTHING, write: ANYTHING }) as JsonObject), ...members });
    expect([coversTool(held, 'read'), coversTool(held, 'write')]).toEqual([true, false]);
  });

  it('is closed where nothing says which tools only read', () => {
    expect(ask({ read_only: true }, tool('read'))).toBe('SCOPE_MISMATCH');
    expect(ask({ read_only: true, pins }, tool('read'))).toBe('SCOPE_MISMATCH');
  });
});

describe('arguments', () => {
  const held = grant(
    files({ read: { path: { under: '/data' } }, open: { path: { under: '/data' }, '*': { any: true } } }),
  );
  const codeFor = (name: string, given: Json): string =>
    codeOf(authorizeCall(held, tool(name, given), { nowMs: NOW_S * 1000, revocations: NO_REVOCATIONS }));

  it.each<[string, Json, string]>([
    ['inherited', Object.create({ path: '/data/a' }) as Json, 'MALFORMED'],
    ['named like what every object has', parseJson('{"path":"/data/a","constructor":1}'), 'CONSTRAINT'],
    ['in other case', { path: '/data/a', Path: '/etc' }, 'CONSTRAINT'],
    ['that are an array', ['/data/a'], 'MALFORMED'],
    ['with a number that is not exact', parseJson('{"path":"/data/a","n":[1e400]}'), 'CONSTRAINT'],
    ['missing', {}, 'CONSTRAINT'],
  ])('%s are refused, also where others are free', (_, given, code) => {
    expect([codeFor('read', given), codeFor('open', given)]).toEqual([
      code,
      given !== null && Object.keys(given).includes('constructor') ? 'allowed' : code,
    ]);
  });
});
