/** The runner of the examples: what fails there, and that nothing else does. The examples themselves are run by it in `.ci/run`. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'talos-runner-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a folder of examples, as run-all.mjs does. @returns What is told of them, and what was wrong. */
function run(
  name: string,
  files: Readonly<Record<string, string>>,
  known: readonly string[] = Object.keys(files),
): { readonly said: string; readonly faults: readonly string[] } {
  const place = join(folder, name);
  mkdirSync(join(place, 'parts'), { recursive: true });
  writeFileSync(join(place, 'parts', 'shared.mjs'), 'throw new Error("a part is no example")');
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(resolve(place, file, '..'), { recursive: true });
    writeFileSync(join(place, file), text);
  }
  const program = `
    import { runExamples } from ${JSON.stringify(join(ROOT, 'examples/parts/runner.mjs'))};
    let said = '';
    const options = { timeoutMs: 2000, say: (text) => { said += text; } };
    const examples = new Map(${JSON.stringify(known.map((each) => [each]))});
    const faults = await runExamples(${JSON.stringify(place)}, examples, options);
    process.stdout.write(JSON.stringify({ said, faults }));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as { said: string; faults: readonly string[] };
}

describe('the runner of the examples', () => {
  it('finds nothing wrong with examples that end with 0, in folders too, and shows what they say', () => {
    const { said, faults } = run('good', {
      'one.mjs': 'console.log("first")',
      'more/two.mjs': 'console.log("second")',
    });
    expect(faults).toEqual([]);
    expect(said).toMatch(/--- one\.mjs .*\nfirst/);
    expect(said).toMatch(/--- more\/two\.mjs .*\nsecond/);
  });

  it.each([
    ['fails', 'process.exit(3)', 'bad.mjs ended with 3'],
    ['throws', 'throw new Error("no")', 'bad.mjs ended with 1'],
    [
      'dies of a signal',
      'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 9)',
      'bad.mjs ended with SIGKILL',
    ],
    ['hangs', 'setInterval(() => {}, 1000)', 'bad.mjs did not end within 2 s'],
    [
      'leaves a file behind',
      'import { mkdtempSync } from "node:fs"; mkdtempSync(process.env.TMPDIR + "/left")',
      expect.stringMatching(/^bad\.mjs left files behind: left/),
    ],
    [
      'leaves a process behind',
      'import { spawn } from "node:child_process"; spawn(process.execPath, ["-e", "setTimeout(() => {}, 9e4)"], { stdio: "ignore" }).unref()',
      'bad.mjs left a process behind',
    ],
  ])('fails an example that %s, and runs the others', (_, text, fault) => {
    const { said, faults } = run(`bad-${readdirSync(folder).length}`, {
      'bad.mjs': text,
      'good.mjs': 'console.log("here")',
    });
    expect(faults).toEqual([fault]);
    expect(said).toContain('here');
  });

  it('fails an example that it does not know, and one that is known and not there', () => {
    const { faults } = run('lists', { 'new.mjs': '', 'deep/new.mjs': '' }, ['gone.mjs']);
    expect(faults).toEqual([
      'deep/new.mjs is in the folder, and run-all does not know it',
      'new.mjs is in the folder, and run-all does not know it',
      'gone.mjs is known, and not in the folder',
    ]);
  });

  it('run-all.mjs ends with 2 for a name that it does not know', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'examples/run-all.mjs'), 'nothing.mjs'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^no example is called nothing\.mjs/),
    });
  });

  it('run-all.mjs ends with 1 where an example fails, and names it', () => {
    const place = join(folder, 'failing');
    cpSync(join(ROOT, 'examples/parts'), join(place, 'parts'), { recursive: true });
    cpSync(join(ROOT, 'examples/run-all.mjs'), join(place, 'run-all.mjs'));
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(ROOT, join(folder, 'node_modules/talos-protocol'));
    // As if they had been installed.
    mkdirSync(join(place, 'frameworks/node_modules'), { recursive: true });
    writeFileSync(join(place, 'did.mjs'), 'process.exit(3)');
    writeFileSync(join(place, 'dht.mjs'), '');
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(place, 'run-all.mjs'), 'did.mjs', 'dht.mjs'], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringContaining('--- dht.mjs') });
    expect(stderr).toContain('FAILED: did.mjs ended with 3\n');
    expect(stderr).not.toContain('FAILED: dht.mjs ended');
  });

  it('the index has each example', () => {
    const [index, table] = ['README.md', 'run-all.mjs'].map((name) =>
      readFileSync(join(ROOT, 'examples', name), 'utf8'),
    );
    const names = [...(table ?? '').matchAll(/^ {2}\['([^']+)'/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => index?.includes(`(${name})`) !== true)).toEqual([]);
  });
});
