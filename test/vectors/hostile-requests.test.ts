/** Each row of `vectors/talos/hostile-requests-v1.json`, decided as a server and as `capabilities verify` decide. */
import { describe, expect, it } from 'vitest';
import { authorizeCall, verifyChain } from '../../src/capability/authorize.ts';
import { GrantCache } from '../../src/capability/cache.ts';
import { classify } from '../../src/mcp/policy.ts';
import { readRpc } from '../../src/mcp/rpc.ts';
import { codeOf, context, grantText } from '../unit/capability/world.ts';
import { HOSTILE, type HostileRequest } from './hostile-requests.ts';

const cache = new GrantCache();
const texts = new Map<string, string>();

function tokenOf(name: string): string {
  const text = texts.get(name) ?? grantText({ service: 'files', ...HOSTILE.scopes[name] });
  texts.set(name, text);
  return text;
}

/** The verdict on a request: of the policy, or of the token, read anew and remembered. */
function verdictsOn({ method, params, scope }: HostileRequest): readonly string[] {
  const rpc = readRpc(Buffer.from(`{"jsonrpc":"2.0","id":1,"method":${JSON.stringify(method)},"params":${params}}`));
  if (rpc.kind !== 'request') return ['MALFORMED'];
  const policy = classify(rpc.method, rpc.params);
  if (policy.kind === 'denied') return [policy.code];
  if (policy.kind !== 'recorded' && policy.kind !== 'checked') return [policy.kind];
  const standing = context();
  return [verifyChain([tokenOf(scope)], standing), cache.verify([tokenOf(scope)], standing)].map((verdict) =>
    codeOf(verdict.allowed ? authorizeCall(verdict.grant, policy.request, standing) : verdict),
  );
}

describe('hostile requests', () => {
  it.each(['C01', 'C02', 'C03', 'C04', 'C05', 'C19', 'C20', 'M28'])('%s: each has its verdict', (row) => {
    const rows = HOSTILE.rows.filter((each) => each.row === row);
    expect(rows.length).toBeGreaterThan(10);
    const wrong = rows.filter((each) => verdictsOn(each).some((code) => code !== each.code));
    expect(wrong.map((each) => [each.about, each.code, verdictsOn(each)])).toEqual([]);
  });

  it('C10: C01, C02, C03, C04, C05, C19, C20, M28 are named once each, and most are refused', () => {
    const names = HOSTILE.rows.map(({ row, scope, method, params }) => `${row} ${scope} ${method} ${params}`);
    expect(new Set(names).size).toBe(names.length);
    expect(HOSTILE.rows.filter(({ code }) => code !== 'allowed').length).toBeGreaterThan(300 * 0.8);
  });
});
