/** What can be seen of the documents without running anything. docs/design/013-documents.md says what the marks mean. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ERROR_CODES } from '../../src/base/errors.ts';
import { commandsOf, wrongCommands, wrongMention } from '../docs/commands.ts';
import { documentPaths, type Page, place, ROOT, readPage, readPages } from '../docs/fences.ts';
import { fillIn } from '../docs/placeholders.ts';
import { scriptOf } from '../docs/shell.ts';

const run = promisify(execFile);
const pages = readPages();
const { PAGES } = (await import(join(ROOT, 'docs/.vitepress/pages.mjs'))) as {
  PAGES: readonly { readonly items: readonly { readonly link: string }[] }[];
};
const listed = PAGES.flatMap(({ items }) => items.map(({ link }) => link));
const llms = readFileSync(join(ROOT, 'llms.txt'), 'utf8');

/** A document without its fences. */
const prose = ({ text }: Page): string => text.replaceAll(/^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2$/gm, '');

/** The id of a heading, as VitePress makes it. */
const slug = (heading: string): string =>
  heading
    .replaceAll(/`|\*|\[([^\]]*)\]\([^)]*\)/g, '$1')
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .replaceAll(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .replace(/^(\d)/, '_$1')
    .toLowerCase();

/** Where a page of the site comes from; undefined for one that is made. */
function sourceOf(link: string): string | undefined {
  if (link.startsWith('/reference/')) return undefined;
  return join('docs', link.endsWith('/') ? `${link}index.md` : `${link}.md`);
}

function wrongLinks(page: Page): string[] {
  const wrong: string[] = [];
  const text = prose(page).replaceAll(/`[^`\n]*`/g, '');
  for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(link)) continue;
    const [path = '', anchor] = link.split('#');
    const from =
      page.path.startsWith('docs/') && path.startsWith('/') ? join(ROOT, 'docs') : join(ROOT, dirname(page.path));
    const target = path === '' ? join(ROOT, page.path) : resolve(from, path.replace(/^\//, ''));
    const inRepository = relative(ROOT, target);
    if (inRepository.startsWith('docs/reference')) {
      // The site's own check has those of the API, and all anchors.
      const made = inRepository.replace(/^docs/, '');
      if (!made.startsWith('/reference/api') && !listed.includes(made)) wrong.push(link);
      continue;
    }
    const file = [target, `${target}.md`, join(target, 'index.md')].find(
      (each) => existsSync(each) && each.includes('.'),
    );
    if (file === undefined && !existsSync(target)) wrong.push(link);
    else if (anchor !== undefined && file?.endsWith('.md') === true) {
      const headings = readFileSync(file, 'utf8').matchAll(/^#{1,6} (.+)$/gm);
      if (![...headings].some(([, heading = '']) => slug(heading) === anchor)) wrong.push(link);
    }
  }
  return wrong.map((link) => `${page.path}: ${link}`);
}

describe('the documents', () => {
  it('L13: say of each fence how it is proved', () => {
    expect(pages.flatMap(({ mistakes }) => mistakes)).toEqual([]);
  });

  it('L13: name commands, options and scripts that there are', async () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const wrong: string[] = [];
    for (const { fences } of pages)
      for (const fence of fences.filter(({ language }) => language === 'sh')) {
        const add = (text: string): void => void wrong.push(`${place(fence)}: ${text}`);
        for (const each of await wrongCommands(fence.text)) add(each);
        for (const [first, second, third] of commandsOf(fence.text))
          if (first === 'npm' && second === 'run' && !Object.hasOwn(scripts, third ?? '')) add(`no script ${third}`);
          else if (first === 'node' && second !== undefined && !existsSync(join(ROOT, second)))
            add(`no file ${second}`);
        await run('bash', ['-n', '-c', fence.text]).catch((error: Error) => add(error.message));
      }
    const sentences = pages.filter(({ path }) => !/^(CHANGELOG|PROTOCOL|REVIEW)\.md$|design\//.test(path));
    for (const page of sentences)
      for (const [, text = ''] of prose(page).matchAll(/`((?:talos|talos-server) [^`\n]+)`/g)) {
        const mistake = wrongMention(text.replaceAll('\\|', '|'));
        if (mistake !== undefined) wrong.push(`${page.path}: ${mistake}`);
      }
    expect(wrong).toEqual([]);
  });

  it('L13: have configuration that can be read', () => {
    for (const { fences } of pages)
      for (const { language, mark, text } of fences)
        if (mark !== 'check' && mark !== 'file') continue;
        else if (language === 'json') JSON.parse(text);
        else if (language === 'yaml') parse(text);
  });

  it('L13: link to what is there, and name no file that is not', () => {
    const wrong = pages.flatMap(wrongLinks);
    for (const page of pages.filter(({ path }) => path.startsWith('docs/') || path === 'AGENTS.md'))
      for (const [, path = ''] of prose(page).matchAll(
        /`((?:src|test|docs|bench|examples|tools|vectors)\/[\w./-]+\.\w+)`/g,
      ))
        if (!existsSync(join(ROOT, path))) wrong.push(`${page.path}: ${path}`);
    expect(wrong).toEqual([]);
  });

  it('L13: name a test for each claim of a table that says where its claims are tested', () => {
    const rows = pages.flatMap((page) =>
      [...prose(page).matchAll(/^\|.*\| (?:Tested in|Compared with) \|\n\|[-| ]+\|\n((?:\|.*\|\n)+)/gm)].flatMap(
        ([, body = '']) => body.trimEnd().split('\n'),
      ),
    );
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((row) => !/`(?:test|examples|bench)\/[\w./-]+`[^|]*\|$/.test(row))).toEqual([]);
  });

  it('are all pages of the site, and in llms.txt', () => {
    const sources = listed.flatMap((link) => sourceOf(link) ?? []);
    const written = documentPaths().filter(
      (path) => path.startsWith('docs/') && !/^docs\/(?:design\/\d|index\.md)/.test(path),
    );
    expect(sources.toSorted()).toEqual(written.toSorted());
    const links = [...llms.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(ROOT, link)))).toEqual([]);
    expect(written.filter((path) => path !== 'docs/design/index.md' && !links.includes(path))).toEqual([]);
  });

  it('list each design decision', () => {
    const index = readFileSync(join(ROOT, 'docs/design/index.md'), 'utf8');
    const decisions = documentPaths().filter((path) => /^docs\/design\/\d/.test(path));
    expect(decisions.filter((path) => !index.includes(`(${path.slice('docs/design/'.length)})`))).toEqual([]);
  });

  it('say what to do about each error code, and about no other', () => {
    const text = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8');
    const codes = [...text.matchAll(/^### ([A-Z_]+)$/gm)].map(([, code = '']) => code);
    expect(codes.toSorted()).toEqual(Object.keys(ERROR_CODES).toSorted());
  });
});

describe('the check of the documents', () => {
  const mistakes = (text: string): readonly string[] => readPage('x.md', text).mistakes;

  it('L13: refuses a fence without a mark, of an unknown language, or with words that mean nothing', () => {
    expect(mistakes('```sh run\ntalos whoami\n```\n')).toEqual([]);
    expect(mistakes('```\ntalos whoami\n```\n')).toEqual([expect.stringContaining('no way to prove ""')]);
    expect(mistakes('```sh\ntalos whoami\n```\n')).toEqual([expect.stringContaining('needs a mark')]);
    expect(mistakes('```sh skip\nfalse\n```\n')).toEqual([expect.stringContaining('needs a mark')]);
    expect(mistakes('```rust run\n```\n')).toEqual([expect.stringContaining('no way to prove')]);
    expect(mistakes('```sh run a b\n```\n')).toEqual([expect.stringContaining('after "run"')]);
    expect(mistakes('```sh run ../x\n```\n')).toEqual([expect.stringContaining('is no name')]);
    expect(mistakes('```yaml file\n```\n')).toEqual([expect.stringContaining('after "file"')]);
    expect(mistakes('```sh run\n')).toEqual(['x.md:1: the fence does not end']);
    expect(mistakes('Text:\n\n    talos whoami\n')).toEqual(['x.md:3: code without a fence, which nothing checks']);
    expect(mistakes('- a list\n\n      goes on\n')).toEqual([]);
  });

  it('L13: sees a command, an option and a mention that there is not', async () => {
    expect(await wrongCommands("talos send bob 'a b' --wait 3s | cat\ntalos-server --mailbox")).toEqual([]);
    expect(await wrongCommands('X=1 talos send bob --never')).toEqual([expect.stringContaining('--never')]);
    expect(await wrongCommands('talos fly')).toEqual([expect.stringContaining('fly')]);
    expect(await wrongCommands('npx -y talos-protocol mcp-connect')).toEqual([expect.stringContaining('target')]);
    expect(await wrongCommands('talos-server --portt 1')).toEqual([expect.stringContaining('--portt')]);
    expect(wrongMention('talos capabilities grant|revoke ID')).toBeUndefined();
    expect(wrongMention('talos capabilities fly')).toContain('no command fly');
    expect(wrongMention('talos send bob --never')).toContain('no option --never');
  });

  it('L13: stands for what differs each time by what was printed, and for nothing else', async () => {
    const printed = [
      { terminal: 'a', text: 'talos:invite:one\ntalos:invite:two\n' },
      { terminal: 'b', text: '2026-01-01T00:00:00Z  0123456789abcdef  receipt  x\n' },
    ];
    const did = async (name: string): Promise<string | undefined> => (name === 'bob' ? 'did:key:z6Bob' : undefined);
    expect(await fillIn("x 'talos:invite:…' BOB RECEIPT JSON", 'b', printed, did)).toBe(
      "x 'talos:invite:two' did:key:z6Bob 0123456789abcdef JSON",
    );
    await expect(fillIn('did:key:z6Mk…', 'b', printed, did)).rejects.toThrow('nothing was printed that begins with');
    await expect(fillIn('show ENTRY', 'a', printed, did)).rejects.toThrow('nothing was printed that is ENTRY');
  });

  it('L13: holds a command to the exit status that stands behind it', async () => {
    const ran = (text: string): Promise<unknown> => run('bash', ['-c', scriptOf(text)], { cwd: '/tmp', env: {} });
    await ran('true\nfalse   # exit 1\n');
    await expect(ran('false\ntrue\n')).rejects.toThrow();
    await expect(ran('true  # exit 1\n')).rejects.toThrow('in place of 1');
    await expect(ran('(exit 2)  # exit 1\n')).rejects.toThrow('in place of 1');
  });
});
