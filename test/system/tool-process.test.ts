import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, open as openFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { splitCommand } from '../../src/node/tool/command-line.ts';
import { Guardian, MAX_GUARDIAN_STARTS } from '../../src/node/tool/guardian.ts';
import { INHERITED_VARIABLES, toolEnvironment } from '../../src/node/tool/tool-environment.ts';
import { MAX_DIAGNOSTIC_BYTES, MAX_NOISE_LINES } from '../../src/node/tool/tool-output.ts';
import { GRACE_MS, type ToolExit, type ToolProcess } from '../../src/node/tool/tool-process.ts';
import { compiled, eventually, type Heard, hear, isRunning, SCRIPTED_TOOL } from '../fixtures/tools.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
const NODE = process.execPath;
const KILL = { code: null, signal: 'SIGKILL' };

let folder: string;
let guardianPath: string;
let guardian: Guardian;
const open: ToolProcess[] = [];

function scripted(flags: readonly string[] = [], options: Parameters<typeof hear>[2] = {}): Heard {
  const heard = hear(guardian, [NODE, SCRIPTED_TOOL, ...flags], options);
  open.push(heard.tool);
  return heard;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talos-tool-'));
  guardianPath = await compiled('src/node/tool/guardian-main.ts', folder);
  guardian = new Guardian({ guardianPath });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((tool) => tool.close()));
});
afterAll(async () => {
  await guardian.close();
  await rm(folder, { recursive: true });
});

describe('a tool server as a child process', () => {
  it('answers, and ends when its input ends', async () => {
    const { tool, ask } = scripted();
    expect(await ask('ping')).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
    await tool.close();
    expect(await tool.exited).toEqual({ code: 0, signal: null });
    expect(isRunning(tool.pid)).toBe(false);
    expect(tool.send('{}')).toBe(false);
    await tool.drained();
  });

  it('M14: hands arguments over as they are, without a shell', async () => {
    const hostile = [
      '$(touch PWNED)',
      '; touch PWNED',
      '`touch PWNED`',
      'a\'b"c',
      'line\nfeed',
      '',
      '*',
      '| touch PWNED',
    ];
    const { call } = scripted(hostile, { cwd: folder });
    expect(JSON.parse(await call('argv'))).toEqual(hostile);
    expect(await call('cwd')).toBe(folder);
    expect(await readdir(folder)).not.toContain('PWNED');
  });

  it('M14: starts what splitCommand makes of a command line', async () => {
    const { tool, call } = hear(guardian, splitCommand(`'${NODE}' "${SCRIPTED_TOOL}" 'a b' c\\ d`));
    open.push(tool);
    expect(JSON.parse(await call('argv'))).toEqual(['a b', 'c d']);
  });

  it('M16: gives the tool a short environment, what the owner adds, and who calls', async () => {
    process.env['TALOS_PASSPHRASE'] = 'canary';
    process.env['SECRET_API_KEY'] = 'canary';
    process.env['NODE_OPTIONS_X'] = 'canary';
    try {
      const { call } = scripted([], {
        env: { EXTRA: 'yes', TALOS_CALLER_DID: 'did:key:zForged', TALOS_HOME: 'canary', talos_x: 'canary' },
        capability: 'c'.repeat(64),
      });
      const environment = JSON.parse(await call('env')) as Record<string, string>;
      expect(JSON.stringify(environment)).not.toContain('canary');
      const allowed = [...INHERITED_VARIABLES, 'EXTRA', 'TALOS_CALLER_DID', 'TALOS_CAPABILITY_ID', 'TOOL_TUNNEL_MARK'];
      for (const name of Object.keys(environment))
        expect([...allowed, 'LC_'].some((start) => name.startsWith(start))).toBe(true);
      expect(environment).toMatchObject({ EXTRA: 'yes', TALOS_CALLER_DID: 'did:key:zCaller' });
      expect(environment['TALOS_CAPABILITY_ID']).toBe('c'.repeat(64));
      expect(environment['TOOL_TUNNEL_MARK']).toMatch(/^[0-9a-f]{32}\.[0-9a-f]{32}$/);
      expect(environment['PATH']).toBe(process.env['PATH']);
    } finally {
      for (const name of ['TALOS_PASSPHRASE', 'SECRET_API_KEY', 'NODE_OPTIONS_X']) delete process.env[name];
    }
  });

  it('M16: passes on no exported shell function, and refuses names that no environment can hold', () => {
    const who = { caller: 'c' };
    expect(
      toolEnvironment({ LC_ALL: 'C', TERM: '() { id; }', LC_X9: 'x', LD_PRELOAD: 'x' }, {}, who, 'm'.repeat(33)),
    ).toEqual({
      LC_ALL: 'C',
      TALOS_CALLER_DID: 'c',
      TOOL_TUNNEL_MARK: expect.stringMatching(/^m{33}[0-9a-f]{32}$/) as string,
    });
    for (const extra of [{ '': 'x' }, { 'A=B': 'x' }, { 'A\0': 'x' }, { A: 'x\0' }] as Record<string, string>[])
      expect(() => toolEnvironment({}, extra, who, 'm')).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
  });

  it('M16: tells no alias that an environment should not hold', () => {
    const told = (alias: string): string | undefined =>
      toolEnvironment({}, {}, { caller: 'c', alias }, 'm')['TALOS_CALLER_ALIAS'];
    expect(told('ada@lab-1')).toBe('ada@lab-1');
    for (const alias of ['', 'a b', 'a\nPATH=/evil', 'a\0b', '\u001b[31m', 'a\u202eb', 'zwölf', 'x'.repeat(129)])
      expect(told(alias), JSON.stringify(alias)).toBeUndefined();
  });

  it('M17: leaves the tool no descriptor but 0, 1 and 2', async () => {
    // One more open file in this process, which must not appear in the tool.
    const held = await openFile(guardianPath);
    const { call } = scripted();
    const descriptors = JSON.parse(await call('fds')) as [number, string][];
    await held.close();
    const own = /^(pipe|socket):|^anon_inode:|^gone$|\/proc\/|^\/dev\/(null|urandom)$/;
    expect(descriptors.slice(0, 3).map(([fd]) => fd)).toEqual([0, 1, 2]);
    // What is above belongs to the tool's own Node: event loop, wake-up pipes, the folder that is being listed.
    const foreign = descriptors.slice(3).filter(([, target]) => !own.test(target) || target.startsWith('socket:'));
    expect(foreign).toEqual([]);
  });

  it('M06: reports noise, bounded, and never passes it on', async () => {
    const { lines, noise, ask, call } = scripted(['--noise']);
    expect(await call('noise')).toBe('after the noise');
    for (let i = 0; i < 20; i++) await ask('ping');
    expect(lines.every((line) => line.startsWith('{"jsonrpc"'))).toBe(true);
    expect(noise.slice(0, 4)).toEqual(['Server listening', '\u001b[32m[info]\u001b[0m ready', '{ not json', '[1, 2']);
    expect(noise.length).toBeLessThan(MAX_NOISE_LINES + 8);
    expect(noise.at(-1)).toMatch(/^\d+ lines so far/);
  });

  it('M07: hears an answer that comes byte by byte', async () => {
    const { call } = scripted();
    expect(await call('split')).toBe('zwölf €');
  });

  it('M07: turns an answer of more than 8 MiB into an error with its id', async () => {
    const { ask, noise } = scripted();
    // The scripted tool writes the id before the result, as Python servers do.
    const answer = await ask('tools/call', { name: 'large', arguments: { bytes: 8 * 1024 * 1024 } });
    expect(answer).toMatchObject({ id: 1, error: { code: -32603 } });
    expect(noise).toHaveLength(1);
    expect(await ask('ping')).toMatchObject({ id: 2, result: {} });
  });

  it('M07: finds the id of such an answer at its end too, and answers a request of that size', async () => {
    const program = `
      const big = 'x'.repeat(8 * 1024 * 1024 + 1);
      process.stdout.write('{"result":{"a":"' + big + '"},"jsonrpc":"2.0","id":1}\\n');
      process.stdout.write('{"method":"sampling/createMessage","params":{"a":"' + big + '"},"jsonrpc":"2.0","id":"r"}\\n');
      process.stdin.on('data', (line) => process.stdout.write('{"heard":' + line.toString().trim() + '}\\n'));`;
    const { tool, lines } = hear(guardian, [NODE, '-e', program]);
    open.push(tool);
    await eventually(() => lines.length === 2, 10_000);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ id: 1, error: { code: -32603 } });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ heard: { id: 'r', error: { code: -32603 } } });
  });

  it('passes diagnostics on line by line, cut at their limit', async () => {
    const { stderr, call } = scripted();
    await call('stderr', {
      text: `one\ntwo\n${'x'.repeat(MAX_DIAGNOSTIC_BYTES)}\n${'y'.repeat(MAX_DIAGNOSTIC_BYTES + 1)}\nlast`,
    });
    await eventually(() => stderr.at(-1) === 'last', 5000);
    const limit = MAX_DIAGNOSTIC_BYTES;
    expect(stderr).toEqual(['one', 'two', 'x'.repeat(limit), `${'y'.repeat(limit)}…`, 'last']);
  });

  it('M19: tells within 2 s that the tool was killed or ended itself', async () => {
    const killed = scripted();
    await killed.ask('ping');
    const start = performance.now();
    process.kill(killed.tool.pid, 'SIGKILL');
    expect(await killed.tool.exited).toEqual(KILL);
    const ended = scripted(['--grandchild']);
    await ended.ask('ping');
    void ended.call('exit', { code: 7 });
    expect(await ended.tool.exited).toEqual({ code: 7, signal: null });
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('hears a last line without a line feed', async () => {
    const { tool, lines, noise } = hear(guardian, [NODE, '-e', `process.stdout.write('{"a":1}\\n{"b":2}')`]);
    await tool.exited;
    expect(lines).toEqual(['{"a":1}', '{"b":2}']);
    const cut = hear(guardian, [NODE, '-e', `process.stdout.write('{"a":1')`]);
    await cut.tool.exited;
    expect([cut.lines, cut.noise]).toEqual([[], ['{"a":1']]);
    expect(noise).toEqual([]);
  });

  it('M24: blocks a tool that writes more than anybody reads, and loses nothing', async () => {
    const bytes = (SLOW ? 1024 : 32) * 1024 * 1024;
    let heard = 0;
    const { tool, call } = scripted([], {
      onLine: (line) => {
        heard += line.length + 1;
      },
    });
    tool.pause();
    const before = process.memoryUsage();
    void call('flood', { bytes });
    // Memory of the kernel and of this process fills up, then nothing moves: the tool sleeps in write.
    let written = 0;
    await eventually(() => {
      const before = written;
      written = Number(/^wchar: (\d+)/m.exec(readFileSync(`/proc/${tool.pid}/io`, 'latin1'))?.[1]);
      return written > 64 * 1024 && written === before;
    }, 5000);
    expect(written).toBeLessThan(2 * 1024 * 1024);
    expect(heard).toBe(0);
    const after = process.memoryUsage();
    expect(after.rss + after.external - before.rss - before.external).toBeLessThan(32 * 1024 * 1024);
    tool.resume();
    await eventually(() => heard >= bytes, SLOW ? 60_000 : 20_000);
  });

  it('M24: says when the tool does not read', async () => {
    const program = 'setTimeout(() => process.stdin.resume(), 500);process.stdin.pause()';
    const { tool } = hear(guardian, [NODE, '-e', program]);
    open.push(tool);
    const line = JSON.stringify('x'.repeat(1024 * 1024));
    expect(tool.send(line)).toBe(false);
    await tool.drained();
    expect(tool.send('{}')).toBe(true);
    expect(() => tool.send('a\nb')).toThrow(RangeError);
  });

  it('M24: waits for room no longer than the tool lives', async () => {
    const { tool } = hear(guardian, [NODE, '-e', 'setTimeout(() => process.exit(3), 200)']);
    while (tool.send('"'.padEnd(100_000, 'x')));
    await tool.drained();
    expect(await tool.exited).toEqual({ code: 3, signal: null });
  });

  it('M15: says that a program is not there, and starts nothing', async () => {
    const failed = expect.objectContaining({ code: 'E_TOOL_FAILED', hint: expect.stringContaining('PATH') as string });
    expect(() => hear(guardian, ['/nowhere/program'])).toThrow(failed);
    expect(() => hear(guardian, ['touch PWNED'], { cwd: folder })).toThrow(failed);
    expect(() => hear(guardian, [NODE, '-e', ''], { cwd: '/nowhere' })).toThrow(failed);
    expect(() => hear(guardian, [folder])).toThrow(failed);
    expect(() => hear(guardian, [NODE, 'a\0b'])).toThrow(failed);
    expect(() => hear(guardian, [])).toThrow(RangeError);
    expect(await readdir(folder)).not.toContain('PWNED');
  });

  it('M22: ends a tool that ignores the end of its input and SIGTERM, with what it started', async () => {
    const { tool, call } = scripted(['--ignore-eof', '--ignore-term', '--grandchild', '--escapee']);
    const spawned = JSON.parse(await call('spawned')) as number[];
    expect(spawned.map(isRunning)).toEqual([true, true]);
    const start = performance.now();
    expect(tool.close()).toBe(tool.close());
    await tool.close();
    expect(performance.now() - start).toBeGreaterThan(2 * GRACE_MS - 50);
    expect(performance.now() - start).toBeLessThan(6000);
    expect(await tool.exited).toEqual(KILL);
    await eventually(() => ![tool.pid, ...spawned].some(isRunning), 1000);
  });

  it('says nothing more after close', async () => {
    const { tool, lines, call } = scripted(['--ignore-eof']);
    void call('flood', { bytes: 1_000_000_000 });
    await eventually(() => lines.length > 0, 5000);
    const closing = tool.close();
    const { length } = lines;
    await closing;
    expect(lines.length).toBe(length);
    expect(((await tool.exited) as ToolExit).signal).toBe('SIGTERM');
  });

  it(
    'M20: leaves no process and no descriptor behind',
    async () => {
      const count = SLOW ? 1000 : 50;
      const program = `process.stdin.on('data',()=>process.stdout.write('{"id":1,"result":{}}\\n'))`;
      const round = async (): Promise<number> => {
        const { tool, ask } = hear(guardian, [NODE, '-e', program]);
        await ask('ping');
        await tool.close();
        return tool.pid;
      };
      await round();
      const before = (await readdir('/proc/self/fd')).length;
      const pids: number[] = [];
      for (let i = 0; i < count; i += 5) pids.push(...(await Promise.all([1, 2, 3, 4, 5].map(round))));
      const after = (await readdir('/proc/self/fd')).length;
      expect(Math.abs(after - before)).toBeLessThanOrEqual(5);
      // Not even as a zombie.
      const left = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')));
      expect(left.filter((stat) => stat.includes(` ${process.pid} `))).toEqual([]);
    },
    SLOW ? 300_000 : 30_000,
  );
});

interface Owned {
  readonly pids: () => Promise<number[]>;
  readonly kill: () => void;
  /** The guardian's process id, once the tool answers. */
  readonly up: Promise<number>;
  readonly ended: Promise<void>;
}

function commandLines(): string[] {
  return readdirSync('/proc').map((name) => {
    try {
      return /^\d/.test(name) ? readFileSync(`/proc/${name}/cmdline`, 'latin1') : '';
    } catch {
      // It ended between the two calls.
      return '';
    }
  });
}

describe('the guardian', () => {
  let owner: string;
  beforeAll(async () => {
    owner = await compiled('test/fixtures/tool-owner.ts', folder);
  });

  /** Starts an owner in a process of its own, with a tool that clings to life. `name` is in all command lines. */
  /** Whether process `pid` has a handler of its own for `signal`. */
  function handles(pid: number, signal: number): boolean {
    const [, mask = '0'] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
  }

  async function owned(name: string, env: Record<string, string> = {}): Promise<Owned> {
    const file = join(folder, name);
    const helper = join(folder, `guardian-${name}.mjs`);
    await writeFile(file, '');
    await copyFile(guardianPath, helper);
    const flags = ['--ignore-eof', '--ignore-term', '--grandchild', '--escapee', '--pids', file];
    const child = spawn(NODE, [owner, helper, NODE, SCRIPTED_TOOL, ...flags], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    return {
      pids: async () => JSON.parse((await readFile(file, 'utf8')) || '[]') as number[],
      kill: () => void child.kill('SIGKILL'),
      up: new Promise((resolve) => child.stdout.once('data', (text: Buffer) => resolve(Number(text)))),
      ended: new Promise((resolve) => child.once('exit', () => resolve())),
    };
  }

  it(
    'M18: ends the tool and all its children within 5 s of the death of their owner',
    async () => {
      const rounds = SLOW ? 100 : 2;
      for (let i = 0; i < rounds; i++) {
        const { pids, kill, up } = await owned(`killed-${i}`);
        const helper = await up;
        const all = await pids();
        expect(all.map(isRunning)).toEqual([true, true, true]);
        kill();
        await eventually(() => ![...all, helper].some(isRunning), 5000);
      }
    },
    SLOW ? 600_000 : 30_000,
  );

  it('M18: survives the signals of a terminal and of a service manager', async () => {
    const { pids, kill, up } = await owned('signals');
    const helper = await up;
    // The tool may be up before the guardian has come so far: the kernel says which signals it handles.
    await eventually(() => handles(helper, constants.signals.SIGQUIT), 5000);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.kill(helper, signal);
    kill();
    const all = await pids();
    await eventually(() => ![...all, helper].some(isRunning), 5000);
  });

  it('M18: ends a tool whose owner dies in the tick in which it was started', async () => {
    const { pids, ended } = await owned('at-once', { DIE_AT_ONCE: '1' });
    await ended;
    // Tool and guardian were both started by now. Neither may stay, whether the tool came as far as to be up or not.
    await eventually(() => !commandLines().some((line) => line.includes('at-once')), 5000);
    // What the tool started has no such name, and goes a moment after it.
    const all = await pids();
    await eventually(() => !all.some(isRunning), 5000);
  });

  it('is started again when it dies, and knows what to end', async () => {
    await using second = new Guardian({ guardianPath });
    const heard = hear(second, [NODE, SCRIPTED_TOOL, '--ignore-eof', '--ignore-term']);
    await heard.ask('ping');
    const first = second.pid ?? 0;
    process.kill(first, 'SIGKILL');
    await eventually(() => second.pid !== undefined && second.pid !== first, 5000);
    // The new one has the list: its end is the end of the tool.
    await second.close();
    expect(await heard.tool.exited).toEqual(KILL);
    await heard.tool.close();
  });

  it('forgets a tool that has ended, so that its number is safe with the next process', async () => {
    await using second = new Guardian({ guardianPath });
    const heard = hear(second, [NODE, SCRIPTED_TOOL]);
    await heard.ask('ping');
    await heard.tool.close();
    const helper = second.pid ?? 0;
    const start = performance.now();
    await second.close();
    expect(isRunning(helper)).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('starts no tool without it', async () => {
    const broken = new Guardian({ guardianPath: join(folder, 'nowhere.js') });
    const heard = hear(broken, [NODE, SCRIPTED_TOOL, '--ignore-eof']);
    // It fails again and again; then the tool goes, as nobody could see to its end.
    expect(await heard.tool.exited).toEqual(KILL);
    await heard.tool.close();
    expect(() => hear(broken, [NODE, SCRIPTED_TOOL])).toThrow(expect.objectContaining({ code: 'E_TOOL_FAILED' }));
    expect(MAX_GUARDIAN_STARTS).toBe(16);
    await broken.close();
    expect(() => hear(broken, [NODE, SCRIPTED_TOOL])).toThrow(expect.objectContaining({ code: 'E_CLOSED' }));
  });
});

describe('a real MCP server', () => {
  it('starts, initializes and lists its tools', async () => {
    const program = 'node_modules/@modelcontextprotocol/server-everything/dist/index.js';
    const { tool, ask } = hear(guardian, [NODE, program, 'stdio']);
    open.push(tool);
    const clientInfo = { name: 'test', version: '1' };
    const hello = await ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    expect(hello).toMatchObject({ result: { protocolVersion: '2025-06-18' } });
    tool.send('{"jsonrpc":"2.0","method":"notifications/initialized"}');
    const { result } = (await ask('tools/list')) as { result: { tools: { name: string }[] } };
    expect(result.tools.map(({ name }) => name)).toContain('echo');
    await tool.close();
  });
});
