import { describe, expect, it } from 'vitest';
import {
  authorizeCall,
  type CapabilityRequest,
  coversPrompt,
  coversResource,
  coversTool,
  NOT_BEFORE_SKEW_S,
  verifyChain,
} from '../../../src/capability/authorize.ts';
import { MAX_CHAIN_TOKENS } from '../../../src/capability/chain.ts';
import { NO_REVOCATIONS } from '../../../src/capability/revocations.ts';
import { canonicalJson, type Json, JsonNumber, parseJson, writeJson } from '../../../src/codec/json.ts';
import {
  codeOf,
  context,
  files,
  forge,
  grant,
  grantOf,
  grantText,
  holder,
  idOf,
  NOW_S,
  payloadOf,
  revoking,
  server,
  stranger,
} from './world.ts';

const READ = files({ read_file: { path: { under: '/data' } } });
const STANDING = { nowMs: NOW_S * 1000, revocations: NO_REVOCATIONS };

const tool = (name: string, callArguments: Json): CapabilityRequest => ({
  kind: 'tool',
  name,
  arguments: callArguments,
});
const call = (scope: Json, request: CapabilityRequest): string =>
  codeOf(authorizeCall(grant(scope), request, STANDING));
const chainCode = (chain: readonly string[], changes: Parameters<typeof context>[0] = {}): string =>
  codeOf(verifyChain(chain, context(changes)));
/** A token as the server might sign it, with changed claims. */
const changed = (changes: Record<string, Json>): string =>
  forge(server().signing, { ...payloadOf(grantText(READ)), ...changes });

describe('verifyChain', () => {
  it('gives the grant of a token that is in order', () => {
    const text = grantText(READ);
    const verdict = verifyChain([text], context());
    expect(verdict).toMatchObject({
      allowed: true,
      grant: {
        tokens: [{ id: idOf(text) }],
        expiresAtS: NOW_S + 3600,
        holder: holder().did,
        scope: { service: 'files' },
      },
    });
  });

  it('refuses an empty chain', () => {
    expect(chainCode([])).toBe('NO_CAPABILITY');
  });

  it('refuses a chain over the limit before reading it, and reads one up to the limit', () => {
    const text = grantText(READ);
    expect(chainCode(Array(MAX_CHAIN_TOKENS + 1).fill('?'))).toBe('MALFORMED');
    expect(chainCode(Array(MAX_CHAIN_TOKENS).fill(text))).toBe('DELEGATION_INVALID');
    expect(chainCode(Array(10_000).fill(text))).toBe('MALFORMED');
  });

  it('C07: refuses a root that a stranger issued, although its signature fits the stranger', () => {
    const { did, signing } = stranger();
    const text = forge(signing, { ...payloadOf(grantText(READ)), iss: did });
    expect(chainCode([text])).toBe('UNTRUSTED_ISSUER');
    expect(chainCode([text], { roots: [] })).toBe('UNTRUSTED_ISSUER');
  });

  it('C07: refuses a token in the name of the root that a stranger signed', () => {
    expect(chainCode([forge(stranger().signing, payloadOf(grantText(READ)))])).toBe('SIGNATURE_INVALID');
  });

  it('C07: refuses a token that the holder issued to itself', () => {
    const { did, signing } = holder();
    expect(chainCode([forge(signing, { ...payloadOf(grantText(READ)), iss: did })])).toBe('UNTRUSTED_ISSUER');
  });

  it('C06: refuses a chain whose child widens the constraints of its parent', () => {
    const parent = grantText(READ);
    const child = forge(holder().signing, {
      ...payloadOf(parent),
      iss: holder().did,
      del_depth: 1,
      del_max_depth: 1,
      par_hash: idOf(parent),
      authorization_details: [{ type: 'talos-mcp', service: 'files', tools: { read_file: { '*': { any: true } } } }],
    });
    expect(chainCode([parent, child])).toBe('DELEGATION_INVALID');
  });

  it('C06: refuses a delegated token that comes without its parent, whoever signed it', () => {
    const child = changed({ del_depth: 1, del_max_depth: 1, par_hash: 'a'.repeat(64) });
    expect(chainCode([child])).toBe('DELEGATION_INVALID');
  });

  it('C08: refuses a token of another holder than the one that the session proved', () => {
    expect(chainCode([grantText(READ)], { holder: stranger().did })).toBe('SUBJECT_MISMATCH');
    expect(chainCode([grantText(READ)], { holder: server().did })).toBe('SUBJECT_MISMATCH');
  });

  it('refuses a token for another agent or service', () => {
    expect(chainCode([changed({ aud: stranger().did })])).toBe('AUDIENCE_MISMATCH');
    expect(chainCode([grantText(READ)], { service: 'Files' })).toBe('AUDIENCE_MISMATCH');
    expect(chainCode([grantText(READ)], { service: 'files2' })).toBe('AUDIENCE_MISMATCH');
  });

  it('forgives the clock of the issuer 60 s at the start and nothing at the end', () => {
    const text = grantText(READ, { from: NOW_S, until: NOW_S + 10 });
    const at = (nowMs: number): string => chainCode([text], { nowMs });
    expect(at((NOW_S - NOT_BEFORE_SKEW_S) * 1000 - 1)).toBe('NOT_YET_VALID');
    expect(at((NOW_S - NOT_BEFORE_SKEW_S) * 1000)).toBe('allowed');
    expect(at((NOW_S + 10) * 1000 - 1)).toBe('allowed');
    expect(at((NOW_S + 10) * 1000)).toBe('EXPIRED');
    expect(at(Number.NaN)).toBe('NOT_YET_VALID');
  });

  it('reports the first rule that is broken, in the order of the protocol', () => {
    const { did, signing } = stranger();
    const all = { iss: did, sub: did, aud: did };
    const wrong = { holder: stranger().did, service: 'x', nowMs: 0, revocations: revoking(() => true) };
    const text = grantText(READ);
    const codes = [
      chainCode(['x', text], wrong),
      chainCode([forge(holder().signing, { ...payloadOf(text), iss: did })], wrong),
      chainCode([forge(signing, { ...payloadOf(text), iss: all.iss, aud: all.aud })], wrong),
      chainCode([text, text], wrong),
      chainCode([text], wrong),
      chainCode([text], { ...wrong, holder: holder().did }),
      chainCode([text], { ...wrong, holder: holder().did, service: 'files' }),
      chainCode([text], { nowMs: (NOW_S + 3600) * 1000, revocations: revoking(() => true) }),
      chainCode([text], { revocations: revoking(() => true) }),
    ];
    expect(codes).toEqual([
      'MALFORMED',
      'SIGNATURE_INVALID',
      'UNTRUSTED_ISSUER',
      'DELEGATION_INVALID',
      'SUBJECT_MISMATCH',
      'AUDIENCE_MISMATCH',
      'NOT_YET_VALID',
      'EXPIRED',
      'REVOKED',
    ]);
  });

  it('says nothing secret in a reason', () => {
    const text = grantText(READ);
    const verdict = verifyChain([`${text.slice(0, -1)}A`, text], context());
    expect(verdict.allowed ? '' : verdict.reason).not.toContain(text.slice(60, 80));
  });
});

describe('the tool of a call', () => {
  const scope = files({ fs: { '*': { any: true } }, 'fs.read': { '*': { any: true } } });

  it.each(['fs', 'fs.read'])('%s is granted', (name) => {
    expect(call(scope, tool(name, {}))).toBe('allowed');
  });

  it.each(['fsx', 'fs-admin', 'fs.reads', 'fs.', 'f', '', 'tools/fs', 'fs/', 'fs.write', 'fs*', '*', 'f?'])(
    'C01: %j is not what fs names',
    (name) => {
      expect(call(scope, tool(name, {}))).toBe('SCOPE_MISMATCH');
    },
  );

  it.each([
    'FS',
    'Fs',
    '\uff46\uff53',
    'f\u0455',
    '\ufb01s',
    'f\u017f',
    'fs\u200b',
    '\u200bfs',
    'fs\u00ad',
    'fs\0',
    'fs\n',
    'fs\r',
    'fs\t',
    ' fs',
    'fs ',
    'fs%2Fread',
    '%66s',
    'fs\\read',
    './fs',
    '../fs',
    'x/../fs',
    'fs/..',
    'fs//read',
    '//fs',
    'f\u0301s',
  ])('C02: %j is never taken for fs', (name) => {
    expect(call(scope, tool(name, {}))).toBe('SCOPE_MISMATCH');
  });

  it.each([['fs/read', 'write'], ['fs/method:read'], ['fs', 'fs/read:write'], ['fs:read']])(
    'C03: joined names do not match: %j',
    (...names) => {
      const joined = names.length > 1 ? names.join('/') : (names[0] as string);
      expect(call(scope, tool(joined, {}))).toBe('SCOPE_MISMATCH');
      expect(call(files({ 'fs/read': {} }), tool(joined === 'fs/read' ? 'fs' : joined, {}))).toBe('SCOPE_MISMATCH');
    },
  );

  it.each<[string, unknown]>([
    ['a list that joins to the name', ['fs']],
    ['an object that says it is the name', { toString: () => 'fs' }],
    ['nothing', undefined],
    ['null', null],
    ['a number', 1],
  ])('C03: %s is no tool', (_, name) => {
    expect(call(scope, { kind: 'tool', name: name as string, arguments: {} })).toBe('SCOPE_MISMATCH');
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'C02: the inherited name %s is no tool',
    (name) => {
      expect(call(scope, tool(name, {}))).toBe('SCOPE_MISMATCH');
    },
  );
});

describe('the arguments of a call', () => {
  it.each<[string, Json]>([
    ['is missing', {}],
    ['is missing beside others', { file: '/data/a' }],
    ['is called otherwise', { Path: '/data/a' }],
    ['comes with one that is not granted', { path: '/data/a', encoding: 'utf8' }],
    ['comes with an empty name', { path: '/data/a', '': 1 }],
    ['is an array', { path: ['/data/a'] }],
    ['is an object', { path: { path: '/data/a' } }],
    ['is a number', { path: 1 }],
    ['is null', { path: null }],
    ['is true', { path: true }],
    ['is empty', { path: '' }],
    ['is inherited', parseJson('{"__proto__":{"path":"/data/a"}}')],
    ['has a name with a zero-width space', { 'path\u200b': '/data/a' }],
    ['has a name in full width', { '\uff50ath': '/data/a' }],
  ])('C04: are refused where a constrained one %s', (_, callArguments) => {
    expect(call(READ, tool('read_file', callArguments))).toBe('CONSTRAINT');
  });

  it.each<[string, Json]>([
    ['null', null],
    ['a list', ['/data/a']],
    ['a text', '/data/a'],
    ['a number', 1],
    ['a number token', new JsonNumber('1.0')],
  ])('C04: that are %s are malformed', (_, callArguments) => {
    expect(call(READ, tool('read_file', callArguments))).toBe('MALFORMED');
  });

  it.each([
    '/data/../etc/passwd',
    '/data/x/../../etc/passwd',
    '/data/..',
    '/data/a/b',
    '/data/',
    '/data//etc',
    '/data/\\..\\etc',
    '/etc/passwd',
    '/DATA/a',
    '/data2/a',
    '/data/a\0/../../etc',
  ])('C05: /data/* does not let %j through', (path) => {
    expect(call(files({ read_file: { path: { glob: '/data/*' } } }), tool('read_file', { path }))).toBe('CONSTRAINT');
  });

  it('C05: /data/* lets a file of the folder through', () => {
    const scope = files({ read_file: { path: { glob: '/data/*' } } });
    expect(call(scope, tool('read_file', { path: '/data/a.txt' }))).toBe('allowed');
  });

  it('are free beside the named ones only where * says so', () => {
    const scope = files({ search: { path: { under: '/data' }, '*': { any: true } } });
    expect(call(scope, tool('search', { path: '/data', more: [1, { x: null }] }))).toBe('allowed');
    expect(call(scope, tool('search', { path: '/etc', more: 1 }))).toBe('CONSTRAINT');
    expect(call(scope, tool('search', { more: 1 }))).toBe('CONSTRAINT');
    expect(call(files({ list: {} }), tool('list', {}))).toBe('allowed');
    expect(call(files({ list: {} }), tool('list', { '*': 1 }))).toBe('CONSTRAINT');
  });

  it.each([
    '{"a":9007199254740993}',
    '{"a":1e400}',
    '{"a":-1e400}',
    '{"a":1e-400}',
    '{"a":0.1000000000000000055511151231257827}',
    '{"a":[[{"b":12345678901234567890}]]}',
  ])('E08: are refused with the number in %s, however free they are', (text) => {
    expect(call(files({ t: { '*': { any: true } } }), tool('t', parseJson(text)))).toBe('CONSTRAINT');
  });

  it.each(['{"a":1.0}', '{"a":1e2}', '{"a":-0}', '{"a":9007199254740992}', '{"a":[1.50]}'])(
    'E08: are taken with the number in %s, which a double carries',
    (text) => {
      expect(call(files({ t: { '*': { any: true } } }), tool('t', parseJson(text)))).toBe('allowed');
    },
  );

  it('are refused when they are nested without end', () => {
    const endless: Record<string, Json> = {};
    endless['a'] = endless;
    expect(call(files({ t: { '*': { any: true } } }), tool('t', endless))).toBe('CONSTRAINT');
  });

  it.each(['Path', 'PATH', 'pAth', 'pa\u0074H'])(
    'C19: a free argument %j beside a constrained path is CONSTRAINT',
    (name) => {
      const scope = files({ read_file: { path: { under: '/data' }, '*': { any: true } } });
      const given = { path: '/data/a', [name]: '/etc/passwd' };
      expect(call(scope, tool('read_file', given))).toBe('CONSTRAINT');
    },
  );

  it('C19: a long s or a Kelvin sign is no way around it', () => {
    const scope = files({ run: { task: { exact: 'list' }, '*': { any: true } } });
    for (const name of ['ta\u017fk', 'tas\u212a', 'TASK'])
      expect(call(scope, tool('run', { task: 'list', [name]: 'erase' })), name).toBe('CONSTRAINT');
    expect(call(scope, tool('run', { task: 'list', tasks: 'erase', tas: 1, '*': 2 }))).toBe('allowed');
  });

  it('C19: duplicate keys do not get this far, and what was checked is what is written again', () => {
    expect(() => parseJson('{"path":"/data/a","path":"/etc/passwd"}')).toThrow(
      expect.objectContaining({ code: 'E_MALFORMED' }),
    );
    const callArguments = parseJson(' {"p\\u0061th" : "/data/\\u0061"} ');
    expect(call(READ, tool('read_file', callArguments))).toBe('allowed');
    expect(writeJson(callArguments)).toBe('{"path":"/data/a"}');
  });

  it('C19: a check changes neither the arguments nor the grant', () => {
    const held = grant(READ);
    const before = canonicalJson(held.scope as unknown as Json);
    const callArguments = Object.freeze({ path: '/data/a' });
    for (const path of ['/data/a', '/etc']) authorizeCall(held, tool('read_file', { path }), STANDING);
    expect(codeOf(authorizeCall(held, tool('read_file', callArguments), STANDING))).toBe('allowed');
    expect(canonicalJson(held.scope as unknown as Json)).toBe(before);
  });
});

describe('resources and prompts', () => {
  const scope = {
    service: 'files',
    tools: {},
    resources: [{ glob: 'file:///data/*' }, { exact: 'demo://one' }],
    prompts: [{ prefix: 'review_' }],
  };

  it.each<[CapabilityRequest, string]>([
    [{ kind: 'resource', uri: 'file:///data/a' }, 'allowed'],
    [{ kind: 'resource', uri: 'demo://one' }, 'allowed'],
    [{ kind: 'resource', uri: 'demo://one/' }, 'SCOPE_MISMATCH'],
    [{ kind: 'resource', uri: 'demo://on' }, 'SCOPE_MISMATCH'],
    [{ kind: 'resource', uri: 'FILE:///data/a' }, 'SCOPE_MISMATCH'],
    [{ kind: 'resource', uri: 'file:///data/%2e%2e' }, 'SCOPE_MISMATCH'],
    [{ kind: 'resource', uri: 'file:///data/..' }, 'SCOPE_MISMATCH'],
    [{ kind: 'resource', uri: 'file://host/data/a' }, 'SCOPE_MISMATCH'],
    [{ kind: 'resource', uri: '' }, 'SCOPE_MISMATCH'],
    [{ kind: 'prompt', name: 'review_code' }, 'allowed'],
    [{ kind: 'prompt', name: 'Review_code' }, 'SCOPE_MISMATCH'],
    [{ kind: 'prompt', name: 'summarise' }, 'SCOPE_MISMATCH'],
    [{ kind: 'tool', name: 'review_code', arguments: {} }, 'SCOPE_MISMATCH'],
  ])('M28: %j: %s', (request, expected) => {
    expect(call(scope, request)).toBe(expected);
  });

  it('are not covered where the scope does not name them', () => {
    expect(call(READ, { kind: 'resource', uri: 'file:///data/a' })).toBe('SCOPE_MISMATCH');
    expect(call(READ, { kind: 'prompt', name: 'review' })).toBe('SCOPE_MISMATCH');
  });

  it('are listed as they are granted', () => {
    const held = grant(scope);
    expect([coversResource(held, 'file:///data/a'), coversResource(held, 'file:///etc/a')]).toEqual([true, false]);
    expect([coversPrompt(held, 'review_x'), coversPrompt(held, 'x')]).toEqual([true, false]);
    expect([coversTool(grant(READ), 'read_file'), coversTool(grant(READ), 'write_file')]).toEqual([true, false]);
    expect(coversResource(held, ['file:///data/a'] as unknown as string)).toBe(false);
    expect(coversPrompt(held, ['review_x'] as unknown as string)).toBe(false);
  });

  it.each([['completion'], ['method'], [''], ['constructor']])('C20: a request of the kind %j is denied', (kind) => {
    const request = { kind, name: 'read_file', uri: 'x', arguments: {} } as unknown as CapabilityRequest;
    expect(call({ ...scope, resources: [{ any: true }], prompts: [{ any: true }] }, request)).toBe('SCOPE_MISMATCH');
  });
});

describe('a grant in use', () => {
  const request = tool('read_file', { path: '/data/a' });

  it('C17: ends at its second, whenever its session began', () => {
    const held = grantOf(grantText(READ, { until: NOW_S + 10 }));
    const at = (nowMs: number): string => codeOf(authorizeCall(held, request, { ...STANDING, nowMs }));
    expect(at((NOW_S + 10) * 1000 - 1)).toBe('allowed');
    expect(at((NOW_S + 10) * 1000)).toBe('EXPIRED');
  });

  it('C18: is not revived by a clock that is set back, below the highest time of the ledger', () => {
    const held = grantOf(grantText(READ, { until: NOW_S + 10 }));
    const ledgerMs = (NOW_S + 11) * 1000;
    const clockMs = (NOW_S - 86_400) * 1000;
    const standing = { ...STANDING, nowMs: Math.max(clockMs, ledgerMs) };
    expect(codeOf(authorizeCall(held, request, standing))).toBe('EXPIRED');
    // The clock alone does not revive it either where it is set back to before the start.
    expect(codeOf(authorizeCall(held, request, { ...STANDING, nowMs: clockMs }))).toBe('NOT_YET_VALID');
  });

  it('is revoked by its id alone, from the next call on', () => {
    const held = grant(READ);
    const revoked = new Set<string>();
    const check = (): string =>
      codeOf(authorizeCall(held, request, { ...STANDING, revocations: revoking((id) => revoked.has(id)) }));
    expect(check()).toBe('allowed');
    revoked.add('f'.repeat(64));
    expect(check()).toBe('allowed');
    revoked.add(held.leaf.id);
    expect(check()).toBe('REVOKED');
  });
});
