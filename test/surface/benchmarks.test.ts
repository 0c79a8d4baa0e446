import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BenchReport } from '../../src/bench/figures.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'talos-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const report = JSON.parse(readFileSync(join(ROOT, 'docs/benchmarks.json'), 'utf8')) as BenchReport;

const TOOL = join(ROOT, 'tools/docs/benchmarks.mjs');

/** Runs the generator, or its check. */
function generate(...args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [TOOL, ...args], { encoding: 'utf8' });
  return { status, stderr };
}

/** A folder with results and a page. */
function place(name: string, results: object, page: string): string {
  const made = join(folder, name);
  mkdirSync(made);
  writeFileSync(join(made, 'benchmarks.json'), JSON.stringify(results));
  writeFileSync(join(made, 'benchmarks.md'), page);
  return made;
}

describe('docs/benchmarks.md', () => {
  it('is what docs/benchmarks.json gives', () => {
    expect(generate('--check')).toEqual({ status: 0, stderr: '' });
  });

  it('is refused with a figure that was changed by hand, and made anew from the results', () => {
    const page = readFileSync(join(ROOT, 'docs/benchmarks.md'), 'utf8');
    const changed = place('changed', report, page.replace(/(\d)( \/s)/, '9$1$2'));
    expect(generate('--check', changed).status).toBe(1);
    expect(generate(changed)).toEqual({ status: 0, stderr: '' });
    expect(generate('--check', changed).status).toBe(0);
    expect(readFileSync(join(changed, 'benchmarks.md'), 'utf8')).toBe(page);
  });

  it('has what a name of a figure could break a table or a page with as text', () => {
    const figure = { name: 'a|b <script> {{x}} \\', value: null, unit: '', note: 'not measured: | <b>' };
    const hostile = place('hostile', { ...report, sections: [{ section: 'x', figures: [figure], seconds: 1 }] }, '');
    expect(generate(hostile).status).toBe(0);
    const made = readFileSync(join(hostile, 'benchmarks.md'), 'utf8');
    expect(made).toContain('| a&#124;b &#60;script&#62; &#123;&#123;x&#125;&#125; &#92; | - |');
    expect(made).not.toMatch(/<script>|<b>|\{\{/);
  });

  it('has the headline, with machine and versions', () => {
    expect(report).toMatchObject({ v: 1, kind: 'talos-bench' });
    expect(report.machine.processors).toBeGreaterThan(0);
    const names = report.sections.flatMap(({ figures }) => figures.map(({ name }) => name));
    for (const part of [
      'Ed25519',
      'ChaCha20-Poly1305',
      'CBOR',
      'cold:',
      'cached:',
      'validated, strict',
      'written durably',
      'read,',
    ])
      expect(
        names.filter((name) => name.includes(part)),
        part,
      ).not.toEqual([]);
  });
});
