import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../fixtures/sdk-schedules.mjs', import.meta.url));
const RUNS = process.env['TALOS_SLOW'] === '1' ? 1000 : 12;

/** Runs the schedules in a process in which a rejection that nobody handles is the end. */
async function schedules(
  runs: number,
  seed: number,
): Promise<{ readonly status: number | null; readonly said: string }> {
  const child = spawn(process.execPath, ['--unhandled-rejections=strict', SCRIPT, String(runs), String(seed)]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += String(bytes)));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, said };
}

describe('clients whose calls are begun, aborted, cut off and closed in any order', () => {
  it(`L05: give answers and documented errors, E_CLOSED once they are closed, and reject nowhere unseen: ${RUNS} schedules`, async () => {
    const seed = randomInt(2 ** 31);
    const { status, said } = await schedules(RUNS, seed);
    expect(said, `seed ${seed}`).toContain(`{"runs":${RUNS},"seed":${seed},`);
    expect(status, `seed ${seed}: ${said}`).toBe(0);
  }, 600_000);
});
