import { describe, expect, it } from 'vitest';
import { splitCommand } from '../../../src/node/tool/command-line.ts';

const usage = expect.objectContaining({ code: 'E_USAGE' });

describe('splitCommand', () => {
  it.each<[string, string[]]>([
    [`npx -y x 'a b'`, ['npx', '-y', 'x', 'a b']],
    ['  a\tb  ', ['a', 'b']],
    [`a '' ""`, ['a', '', '']],
    [`a'b'"c"\\d`, ['abcd']],
    [`"a \\" \\\\ \\$ \\\` \\n"`, ['a " \\ $ ` \\n']],
    [`'$HOME \`id\` | & ; "'`, ['$HOME `id` | & ; "']],
    ['a\\ b c\\|d', ['a b', 'c|d']],
    ['a \\\n b', ['a', 'b']],
    ['a"b\\\nc"', ['abc']],
    [`a 'line\nfeed'`, ['a', 'line\nfeed']],
    ['a * ? #x x~ {b}', ['a', '*', '?', '#x', 'x~', '{b}']],
    ['/opt/ä€/𝒳 z', ['/opt/ä€/𝒳', 'z']],
  ])('splits %j as a shell does', (text, words) => {
    expect(splitCommand(text)).toEqual(words);
  });

  it.each(
    [
      ['a | b', 'a & b', 'a;b', 'a && b', 'a > f', 'a < f', 'a (b)', 'a $HOME', 'a $(id)', 'a `id`', 'a\nb', 'a\r\nb'],
      ['a "$HOME"', 'a "`id`"', `a 'b`, 'a "b', 'a "b\\', 'a\\', '', '   ', "''", 'a ~/x', 'a\0b', `'a\0b'`],
    ].flat(),
  )('M14: refuses %j', (text) => {
    expect(() => splitCommand(text)).toThrow(usage);
  });
});
