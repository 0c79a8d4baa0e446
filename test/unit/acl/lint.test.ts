import { describe, expect, it } from 'vitest';
import { type AclWorld, lintAcl } from '../../../src/acl/lint.ts';
import { did, list, WHOLE } from './world.ts';

const WORLD: AclWorld = {
  self: did(9),
  peers: [
    { did: did(1), alias: 'alice' },
    { did: did(2), alias: '' },
  ],
  tools: ['read_file', 'read_secret', 'list_directory', 'write_file'],
};

/** Remarks as `line message`. */
function remarks(text: string, world: AclWorld = WORLD): string[] {
  return lintAcl(list(text), world).map(({ line, message }) => `${line} ${message}`);
}

const of = (name: string, ...lines: string[]): string =>
  `peers:\n  ${name}:\n${lines.map((line) => `    ${line}`).join('\n')}\n`;

describe('remarks about a list', () => {
  it('are none about one that is right', () => {
    expect(remarks(WHOLE)).toEqual([]);
    expect(remarks(of(did(2), 'allow_prompts: ["*"]'))).toEqual([]);
  });

  it.each([
    ['default_allow', 'default_allow: true\n', '1 default_allow is true'],
    ['an alias of nobody', of('carol', 'allow_tools: [read_file]'), '2 no peer has the alias "carol"'],
    [
      'the beginning of an alias',
      of('ali', 'allow_tools: [read_file]'),
      '2 no peer has the alias "ali"; a prefix names nobody: if it is alice',
    ],
    [
      'the beginning of a DID',
      of(did(2).slice(8, 30), 'allow_tools: [read_file]'),
      `; a prefix names nobody: if it is ${did(2)}`,
    ],
    ['a DID that is not known', of(did(3), 'allow_tools: [read_file]'), `2 ${did(3)} is not known here`],
    ['the agent itself', of(did(9), 'allow_tools: [read_file]'), 'is this agent itself'],
    ['a tool that nobody has', of('alice', 'allow_tools: [read_fiel]'), '3 "read_fiel" fits no tool'],
    [
      'a denied tool that nobody has',
      of('alice', 'allow_tools: ["*"]', 'deny_tools: [delete_file]'),
      '4 "delete_file" fits no tool',
    ],
    [
      'allow and deny of the same',
      of('alice', 'allow_tools: [read_file]', 'deny_tools: [read_file]'),
      '3 "read_file" allows nothing: "read_file" in line 4',
    ],
    [
      'an allow pattern below a deny pattern',
      of('alice', 'allow_tools: ["read_f*"]', 'deny_tools: ["read_*"]'),
      '3 "read_f*" allows nothing: "read_*" in line 4',
    ],
    [
      'an allow pattern that defaults deny',
      `defaults:\n  deny_tools: ["*"]\n${of('alice', 'allow_tools: [read_file]')}`,
      '5 "read_file" allows nothing: "*" in line 2',
    ],
    [
      'an allow pattern twice',
      of('alice', 'allow_tools: ["read_*", read_file]'),
      '3 "read_file" is allowed by "read_*" in line 3 already',
    ],
    [
      'a deny pattern twice',
      of('alice', 'allow_tools: ["*"]', 'deny_tools: [write_file, "write_*", write_file]'),
      '4 "write_file" is denied by "write_file" in line 4 too',
    ],
    [
      'a resource below a deny pattern',
      of('alice', 'allow_resources: ["file:///etc/a/*"]', 'deny_resources: ["file:///etc/*"]'),
      '3 "file:///etc/a/*" allows nothing',
    ],
    [
      'rules of a peer that is disabled',
      of('alice', 'enabled: false', 'allow_tools: [read_file]'),
      '3 peers.alice is disabled',
    ],
    ['a peer that may do nothing', of('alice', 'deny_tools: [write_file]'), '2 peers.alice allows nothing'],
  ])('tell of %s', (_what, text, remark) => {
    expect(remarks(text).join('\n')).toContain(remark);
  });

  it('tell of a peer that is listed twice', () => {
    const text = `${of('alice', 'allow_tools: [read_file]')}  ${did(1)}: {allow_tools: [write_file]}\n`;
    expect(remarks(text)).toEqual([`2 alice is ${did(1)}, who is listed too: what both entries allow is allowed`]);
  });

  it('are not made up where the world is not known, or where a pattern is not wholly within another', () => {
    expect(remarks(of('carol', 'allow_tools: [nothing]'), {})).toEqual([]);
    expect(remarks(of('alice', 'allow_tools: ["read_*"]', 'deny_tools: [read_secret]'))).toEqual([]);
    expect(remarks(of('alice', 'allow_resources: ["file:///**/a/x"]', 'deny_resources: ["file:///*/a/*"]'))).toEqual(
      [],
    );
    expect(remarks(of('alice', 'allow_resources: ["file:///a*"]', 'deny_resources: ["file:///a?"]'))).toEqual([]);
  });
});
