import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../fixtures/sdk-schedules.mjs', import.meta.url));
const RUNS = process.env['TALOS_SLOW'] === '1' ? 50 : 2;

describe('clients on Node whose calls are begun, aborted and closed in any order', () => {
  it(`L05: give answers and documented errors over libp2p and a disk, and reject nowhere unseen: ${RUNS} schedules`, async () => {
    const seed = randomInt(2 ** 31);
    const child = spawn(process.execPath, [
      '--unhandled-rejections=strict',
      SCRIPT,
      String(RUNS),
      String(seed),
      'disk',
    ]);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += String(bytes)));
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    expect(said, `seed ${seed}`).toContain(`{"runs":${RUNS},"seed":${seed},`);
    expect(status, `seed ${seed}: ${said}`).toBe(0);
  }, 600_000);
});
