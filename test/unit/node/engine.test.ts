import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ENGINE_FLAGS, tuneEngine } from '../../../src/node/engine.ts';

/** What V8 of `version` is told. */
function told(version: string): readonly string[] {
  const flags: string[] = [];
  tuneEngine(version, (flag) => void flags.push(flag));
  return flags;
}

describe('what V8 is told', () => {
  it('is told to the one that it was measured with', () => {
    expect(told('11.3.244.8-node.33')).toEqual(ENGINE_FLAGS);
  });

  it.each(['11.30.1', '11.4.0', '12.4.254.21-node.33', '13.6.233.17-node.37', '1.11.3.1', ''])(
    'is not told to %j',
    (version) => {
      expect(told(version)).toEqual([]);
    },
  );

  it.runIf(process.versions.v8.startsWith('11.3.'))('is known there', () => {
    const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
    for (const flag of ENGINE_FLAGS) {
      const name = flag.replace(/^--(?:no-)?/, '').replace(/=.*/, '');
      expect(known, flag).toContain(`  --${name} `);
    }
    expect(known).not.toContain('  --no-such-flag ');
  });
});
