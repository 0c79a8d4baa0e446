import { afterAll, expect, it } from 'vitest';
import { processesWith, Terminals } from '../scenario/terminals.ts';

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

it('talos demo ends with 0, every step of it holds, and nothing of it is left', async () => {
  const ended = await terminals.start('none', ['demo'], { env: { TMPDIR: terminals.folder }, input: '' }).ended;
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  const lines = ended.stdout.trimEnd().split('\n');
  const last = lines.pop();
  expect(last).toMatch(/^all of this ran now, on this machine, in \d+\.\d s/);
  expect(lines.length).toBeGreaterThanOrEqual(7);
  for (const line of lines) expect(line).toMatch(/^✓ /);
  expect(await processesWith(terminals.folder)).toEqual([]);
});
