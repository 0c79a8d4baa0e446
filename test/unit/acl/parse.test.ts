import { describe, expect, it } from 'vitest';
import {
  ALLOW_MEMBERS,
  DENY_MEMBERS,
  limitsOf,
  MAX_ACL_BYTES,
  MAX_ACL_PATTERN,
  MAX_ACL_PATTERNS,
  MAX_ACL_PEERS,
} from '../../../src/acl/acl.ts';
import { MAX_ACL_FAULTS, parseAcl, readAcl } from '../../../src/acl/parse.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { did, faultsOf, list, peer, WHOLE } from './world.ts';

describe('a list', () => {
  it('with every member is read as it is, each rule with its place', () => {
    const acl = list(WHOLE);
    const alice = acl.peers.get('alice');
    expect(acl.defaultAllow).toBe(false);
    expect(alice).toMatchObject({ path: 'peers.alice', name: 'alice', line: 4, column: 3 });
    expect(alice?.enabled).toEqual({ value: true, line: 5, column: 14 });
    expect(alice?.lists.allow_tools).toEqual({
      line: 6,
      column: 5,
      patterns: [
        { value: 'read_*', line: 6, column: 19 },
        { value: 'list_directory', line: 6, column: 29 },
      ],
    });
    expect(alice?.lists.deny_tools?.patterns).toEqual([{ value: 'read_secret', line: 8, column: 9 }]);
    expect(limitsOf(acl, peer(1, 'alice'))).toEqual({
      requestsPerMinute: 60,
      dataBytesPerDay: 10_485_760,
      maxExecutionMs: 30_000,
    });
  });

  it('may be short: default_allow alone, a DID without rules, comments, a byte order mark, JSON', () => {
    expect(list('default_allow: true').defaultAllow).toBe(true);
    expect(list(`\ufeff# who\npeers: { "${did(1)}": {} }`).peers.get(did(1))).toMatchObject({ lists: {}, limits: {} });
    expect(list('{"peers": {}, "default_allow": false}').peers.size).toBe(0);
    expect(list('defaults:\n  allow_prompts: ["*"]\n').defaults?.lists.allow_prompts?.patterns).toHaveLength(1);
  });

  it.each([
    ['a map without a member', '{}\n', '1:1 the list is empty'],
    ['an unknown key', 'default_alow: true\n', '1:1 the list has the unknown key "default_alow"'],
    [
      'an unknown key of a peer',
      'peers:\n  bob:\n    allow_tool: []\n',
      '3:5 peers.bob has the unknown key "allow_tool"',
    ],
    [
      'an unknown limit',
      'peers:\n  bob:\n    rate_limit:\n      per_hour: 1\n',
      '4:7 peers.bob.rate_limit has the unknown key',
    ],
    ['a key twice', 'default_allow: true\ndefault_allow: false\n', '2:1 the list has the key "default_allow" twice'],
    ['a peer twice', 'peers:\n  bob: {}\n  "bob": {}\n', '3:3 peers has the key "bob" twice'],
    ['a member twice', 'peers:\n  bob:\n    deny_tools: [a]\n    deny_tools: []\n', '4:5 peers.bob has the key'],
    ['yes for true', 'default_allow: yes\n', '1:16 default_allow is neither true nor false'],
    ['true as a text', 'default_allow: "true"\n', '1:16 default_allow is neither true nor false'],
    ['no value', 'default_allow:\n', 'default_allow is neither true nor false'],
    ['a text for a list', 'peers:\n  bob:\n    allow_tools: "*"\n', '3:18 peers.bob.allow_tools is no list'],
    ['nothing for a list', 'peers:\n  bob:\n    allow_tools:\n', 'peers.bob.allow_tools is no list'],
    [
      'a number for a pattern',
      'peers:\n  bob:\n    allow_tools: [1]\n',
      '3:19 peers.bob.allow_tools: a pattern is a text',
    ],
    [
      'a map for a pattern',
      'peers:\n  bob:\n    allow_tools: [{a: b}]\n',
      '3:19 peers.bob.allow_tools: a pattern is a text',
    ],
    ['a list of peers', 'peers: [bob]\n', '1:8 peers is no map'],
    ['nothing for a peer', 'peers:\n  bob:\n', 'peers.bob is no map'],
    ['a prefix of a DID', 'peers:\n  did:key:z6Mk: {}\n', '2:3 "did:key:z6Mk" is no full DID'],
    ['a DID with a letter more', `peers:\n  ${did(1)}x: {}\n`, 'is no full DID and no alias'],
    ['a name with a space', 'peers:\n  bob b: {}\n', '2:3 "bob b" is no full DID and no alias'],
    ['a number for a peer', 'peers:\n  7: {}\n', '2:3 peers: a name is no text'],
    ['a list for a peer', 'peers:\n  ? [a]\n  : {}\n', '2:5 peers: a name is no text'],
    ['a merge', 'peers:\n  <<: {}\n', '2:3 "<<" is no full DID'],
    ['an anchor', 'peers: &all {}\n', 'anchors (&) are not read'],
    ['an alias', 'defaults: &x {}\npeers:\n  bob: *x\n', '3:8 aliases (*) are not read'],
    ['an alias of nothing', 'defaults:\n  allow_tools: [*]\n', 'not YAML'],
    ['a tag', 'default_allow: !!bool true\n', 'tags (!) are not read'],
    ['a tag that runs', 'default_allow: !!js/function "x"\n', 'not YAML: unresolved tag'],
    ['a directive', '%YAML 1.1\n---\ndefault_allow: yes\n', '1:1 directives are not read'],
    [
      'two documents',
      'default_allow: true\n---\ndefault_allow: false\n',
      'not YAML: source contains multiple documents',
    ],
    ['a tab', 'peers:\n\tbob: {}\n', 'not YAML'],
    ['half of a flow', 'peers: {bob: {', 'not YAML'],
    ['a text alone', 'allow everything\n', '1:1 the list is no map'],
    ['nothing', '', '1:1 the list is empty'],
    ['comments alone', '# nothing\n', '1:1 the list is empty'],
    [
      'a limit of none',
      'defaults:\n  rate_limit: {requests_per_minute: 0}\n',
      '2:37 defaults.rate_limit.requests_per_minute is no whole number from 1',
    ],
    ['a limit below', 'defaults:\n  rate_limit: {data_bytes_per_day: -1}\n', 'is no whole number from 1'],
    [
      'half a second',
      'defaults:\n  rate_limit: {max_execution_time_seconds: 0.5}\n',
      'is no whole number from 1 to 86400',
    ],
    ['a limit as a text', 'defaults:\n  rate_limit: {data_bytes_per_day: "1MB"}\n', 'is no whole number from 1'],
    ['a limit without end', 'defaults:\n  rate_limit: {data_bytes_per_day: .inf}\n', 'is no whole number from 1'],
    ['a limit too high', 'defaults:\n  rate_limit: {requests_per_minute: 10001}\n', 'from 1 to 10000'],
    ['an empty pattern', 'defaults:\n  allow_tools: [""]\n', '2:17 defaults.allow_tools: a pattern has 1 to'],
    ['a tool with a space', 'defaults:\n  allow_tools: ["read file"]\n', 'names of tools are printable ASCII'],
    ['a tool that only looks so', 'defaults:\n  deny_tools: ["dеlete"]\n', 'names of tools are printable ASCII'],
    ['a prompt with a line feed', 'defaults:\n  allow_prompts: ["a\\nb"]\n', 'a pattern holds a control character'],
    ['a dot segment', 'defaults:\n  allow_resources: ["file:///srv/../etc/*"]\n', 'glob holds a relative segment'],
    [
      'a dot segment that is denied',
      'defaults:\n  deny_resources: ["file:///srv/../etc/*"]\n',
      'glob holds a relative segment',
    ],
    ['stars in a segment', 'defaults:\n  allow_resources: ["file:///srv**"]\n', 'glob: ** must be a whole segment'],
    [
      'a URI that is never let through',
      'defaults:\n  allow_resources: ["file:///a%2fb/*"]\n',
      'no uri that is let through fits',
    ],
    [
      'a file by another name',
      'defaults:\n  allow_resources: ["file://host/srv/*"]\n',
      'no uri that is let through fits',
    ],
    ['a scheme in capitals', 'defaults:\n  allow_resources: ["FILE:///srv/*"]\n', 'no uri that is let through fits'],
  ])('with %s is refused, with its place', (_what, text, fault) => {
    expect(faultsOf(text).join('\n')).toContain(fault);
    expect(() => parseAcl(utf8(text), 'permissions.yaml')).toThrow(expect.objectContaining({ code: 'E_CONFIG' }));
  });

  it('tells every fault, and the first in the error, with file, line and column', () => {
    const text = 'default_allow: 1\npeers:\n  bob:\n    enabled: 2\n    nothing: 3\n';
    expect(faultsOf(text)).toHaveLength(3);
    expect(() => parseAcl(utf8(text), '/etc/permissions.yaml')).toThrow(
      expect.objectContaining({
        message: '/etc/permissions.yaml:1:16: default_allow is neither true nor false (and 2 more)',
        details: { file: '/etc/permissions.yaml', line: 1, column: 16 },
      }),
    );
    expect(faultsOf(Array.from({ length: 200 }, (_, n) => `k${n}: 1`).join('\n'))).toHaveLength(MAX_ACL_FAULTS);
  });

  it('is bounded: bytes, peers, patterns, their length', () => {
    const peers = (count: number): string =>
      `peers:\n${Array.from({ length: count }, (_, n) => `  p${n}: {}`).join('\n')}\n`;
    expect(list(peers(MAX_ACL_PEERS)).peers.size).toBe(MAX_ACL_PEERS);
    expect(faultsOf(peers(MAX_ACL_PEERS + 1)).join()).toContain(`more than ${MAX_ACL_PEERS} peers`);
    const patterns = (count: number): string => `defaults:\n  allow_tools: [${Array(count).fill('a').join(', ')}]\n`;
    expect(list(patterns(MAX_ACL_PATTERNS)).defaults?.lists.allow_tools?.patterns).toHaveLength(MAX_ACL_PATTERNS);
    expect(faultsOf(patterns(MAX_ACL_PATTERNS + 1)).join()).toContain(`more than ${MAX_ACL_PATTERNS} patterns`);
    const long = (length: number): string => `defaults:\n  deny_tools: ["${'a'.repeat(length)}"]\n`;
    expect(faultsOf(long(MAX_ACL_PATTERN))).toEqual([]);
    expect(faultsOf(long(MAX_ACL_PATTERN + 1))).toHaveLength(1);
    expect(faultsOf(`#${' '.repeat(MAX_ACL_BYTES)}`)).toEqual([
      `0:0 the list has ${MAX_ACL_BYTES + 1} bytes, limit ${MAX_ACL_BYTES}`,
    ]);
    expect(faultsOf(Uint8Array.of(0xff, 0xfe))).toEqual(['0:0 the list is not UTF-8']);
  });

  it('that is made to cost much is refused in little time', () => {
    const bytes = process.env['TALOS_SLOW'] === '1' ? MAX_ACL_BYTES : MAX_ACL_BYTES / 32;
    const bombs = [
      '['.repeat(bytes),
      `a: &a [x]\n${Array.from({ length: 60 }, (_, n) => `b${n}: &b${n} [*a, *a, *a, *a]`).join('\n')}`,
      Array.from({ length: bytes }, (_, n) => `k${n}:`).join('\n'),
      '- '.repeat(bytes),
      '&a '.repeat(bytes),
      `"${'\\'.repeat(bytes)}`,
    ];
    for (const bomb of bombs) {
      const started = performance.now();
      expect('faults' in readAcl(utf8(bomb.slice(0, bytes)))).toBe(true);
      expect(performance.now() - started).toBeLessThan(10_000);
    }
  });

  it('knows the members that PROTOCOL.md names', () => {
    expect([...Object.values(ALLOW_MEMBERS), ...Object.values(DENY_MEMBERS)]).toEqual([
      'allow_tools',
      'allow_resources',
      'allow_prompts',
      'deny_tools',
      'deny_resources',
      'deny_prompts',
    ]);
  });
});
