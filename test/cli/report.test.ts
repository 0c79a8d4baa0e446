import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import { finding } from '../../src/ledger/report/report.ts';
import { REPORT } from './fake-anchors.ts';
import { World } from './fake-io.ts';

describe('talos audit report', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  const set = (change: Partial<typeof REPORT>): void => {
    world.agents.agent.reports.report = { ...REPORT, ...change };
  };

  it.each([
    [[], /^# Report on a Talos ledger\n\n\*\*The ledger verifies/],
    [['--format', 'markdown'], /^# Report/],
    [['--format', 'html'], /^<!doctype html>/],
    [['--format', 'json'], /^\{"v":1,"kind":"talos-report"/],
    [['--json'], /^\{"v":1,"kind":"talos-report"/],
    [['--format', 'sarif'], /^\{"\$schema":"https:\/\/docs\.oasis-open\.org/],
  ])('writes the form that is asked for: %j', async (args, form) => {
    expect(await world.run('audit', 'report', ...args)).toBe(0);
    expect(world.out).toMatch(form);
    expect(world.out.endsWith('\n')).toBe(true);
  });

  it('asks for the range that is given, and writes to a file', async () => {
    set({ findings: [finding(641, 'refusals')], unlisted: 2 });
    const out = join(world.home, 'report.html');
    const range = ['--from', '1000', '--to', '2000'];
    expect(await world.run('audit', 'report', '--format', 'html', '--out', out, ...range)).toBe(0);
    expect(world.out).toBe('');
    expect(world.notesText).toContain('3 findings');
    expect(readFileSync(out, 'utf8')).toContain('refusals');
    expect(world.agents.agent.asked).toContainEqual({
      method: 'reports.make',
      params: { fromMs: 1000, toMs: 2000 },
    });
  });

  it('compares with a signed note that was kept elsewhere', async () => {
    const kept = join(world.home, 'kept.note');
    writeFileSync(kept, 'a note\n');
    expect(await world.run('audit', 'report', '--checkpoint', kept)).toBe(0);
    expect(world.agents.agent.asked).toContainEqual({ method: 'reports.make', params: { checkpoint: 'a note\n' } });
    expect(await world.run('audit', 'report', '--checkpoint', join(world.home, 'none'))).not.toBe(0);
  });

  it('exits 4 where something does not verify; the report is there all the same and says so first', async () => {
    set({
      verification: { ...REPORT.verification, valid: false },
      findings: [finding(604, 'an anchor does not hold', { code: 'ANCHOR_MISMATCH' })],
    });
    expect(await world.run('audit', 'report')).toBe(4);
    expect(world.out.split('\n')[2]).toContain('VERIFICATION FAILED');
    expect(world.out).toContain('`ANCHOR_MISMATCH: an anchor does not hold`');
  });

  it('reports on the bare ledger where the agent refuses to open it', async () => {
    world.agents.openFailure = new TalosError('E_STORAGE_CORRUPT', 'damaged');
    expect(await world.run('audit', 'report', '--json')).toBe(4);
    expect(world.json).toMatchObject({
      verification: { valid: false, entries: 3, blocks: 1 },
      findings: [
        { number: 601, level: 'error', code: 'E_STORAGE_CORRUPT', message: 'entry 3: the journal ends before it' },
      ],
    });
    world.agents.openFailure = new TalosError('E_LOCKED', 'busy');
    expect(await world.run('audit', 'report')).toBe(1);
  });

  it('L03: shows nothing that a terminal would obey', async () => {
    set({ name: '\u001b[2J\u202e', tools: [{ service: '\u0007', target: '`|\u001b', made: 1, served: 0, denied: 0 }] });
    for (const format of ['json', 'markdown', 'html', 'sarif']) await world.run('audit', 'report', '--format', format);
    expect(world.out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it.each([[['--format', 'pdf']], [['--format', 'constructor']], [['--from', 'yesterday']], [['more']]])(
    'is a usage error: %j',
    async (args) => {
      expect(await world.run('audit', 'report', ...args)).toBe(2);
      expect(world.out).toBe('');
    },
  );
});
