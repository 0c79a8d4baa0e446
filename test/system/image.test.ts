/** The image and the services of docker-compose.yml, carried out step by step: test/system/containers.ts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { canRunContainers, Image, lintDockerfile, readDockerfile, removeImage } from './containers.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const isLong = process.env['TALOS_SLOW'] === '1';
const skipped = !canRunContainers();
const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');

describe.skipIf(skipped)('the image (needs root, unshare, ip, and tools/node_modules)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'talos-image-'));
  const children = new Set<ChildProcess>();
  const ends: Promise<unknown>[] = [];
  let image: Image;
  /** Stays as long as the network that all containers of a test share. */
  let network: ChildProcess;
  let prefix: readonly string[];

  beforeAll(async () => {
    // What `npm run build` has made is what the stage would make; with TALOS_SLOW it does.
    const made = isLong ? {} : { build: { '/src/dist': join(ROOT, 'dist') } };
    image = Image.build(ROOT, join(folder, 'image'), made, ['localhost', 'talos-node']);
    network = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up && echo up && exec cat'], { stdio: 'pipe' });
    await once(network.stdout as NonNullable<typeof network.stdout>, 'data');
    prefix = ['nsenter', `--net=/proc/${network.pid}/ns/net`];
  }, 300_000);
  afterAll(async () => {
    for (const { pid } of children) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    network.kill('SIGKILL');
    await Promise.all(ends);
    removeImage(folder);
  });

  const volume = (name: string): string => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    chownSync(path, 10_001, 10_001);
    return path;
  };
  interface Started {
    readonly child: ChildProcess;
    readonly ended: Promise<number | null>;
    readonly said: () => string;
  }
  const starts = (command: readonly string[], data: string, env: Readonly<Record<string, string>> = {}): Started => {
    const child = image.run(command, { mounts: { '/data': volume(data) }, env, prefix });
    children.add(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
    const ended = once(child, 'close').then(([code]) => {
      children.delete(child);
      return code as number | null;
    });
    ends.push(ended);
    return { child, ended, said: () => said };
  };
  const healthy = async (env: Readonly<Record<string, string>> = {}): Promise<boolean> =>
    (await starts(image.healthcheck, 'server', env).ended) === 0;

  it('needs no linter to be told to look away', () => {
    expect(lintDockerfile(text)).toEqual([]);
    expect(lintDockerfile(text.replaceAll(/:22\.20\.0[^ \n]*/g, ':latest')).map(({ title }) => title)).toContain(
      'Base Image Latest Tag',
    );
  });

  it('runs under a user of its own, by number, and serves one port', () => {
    expect([image.user, image.exposed, image.volumes]).toEqual(['10001:10001', ['8765/tcp'], ['/data']]);
    const bases = readDockerfile(text).flatMap(({ name, rest }) => (name === 'FROM' ? [rest.split(' ')[0]] : []));
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:22\.\d+\.\d+-bookworm-slim$/);
  });

  it('its command serves a registry that passes its health check, on a root that nobody can write to, and ends on SIGTERM', async () => {
    expect(await healthy()).toBe(false);
    const server = starts(image.command, 'server');
    await expect.poll(() => healthy(), { timeout: 20_000 }).toBe(true);
    const probe = starts(
      [
        'sh',
        '-c',
        'id -u; touch /app/x /usr/local/bin/x /etc/x; touch /tmp/x /data/x; grep -E "^(CapEff|CapBnd|NoNewPrivs)" /proc/self/status',
      ],
      'server',
    );
    await probe.ended;
    expect(probe.said()).toMatch(/10001/);
    expect(probe.said().match(/Read-only file system/g)).toHaveLength(3);
    expect(probe.said()).toMatch(/CapEff:\s0+\nCapBnd:\s0+\nNoNewPrivs:\s1/);
    const pid = pidOf('/talos-server', server.child.pid ?? 0);
    const startedMs = performance.now();
    process.kill(pid, 'SIGTERM');
    expect(await server.ended).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(5000);
    expect(server.said()).toMatch(/registry at [\d.]+:8765/);
  });

  it('the services of docker-compose.yml find each other, and pass their health checks', async () => {
    const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
    expect(Object.keys(services)).toEqual(['talos-node', 'alice', 'bob']);
    for (const service of Object.values(services))
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        init: true,
        security_opt: ['no-new-privileges:true'],
      });
    const run = (name: string): Started => {
      const { command, environment = {} } = services[name] as Service;
      // All are one host here, under two names, so the port of the metrics is each one's own.
      const port = name === 'bob' ? '9465' : '9464';
      const words = command.map((word) => word.replaceAll('$$', '$').replaceAll('9464', port));
      return starts(words, name, environment);
    };
    run('talos-node');
    await expect.poll(() => healthy(), { timeout: 20_000 }).toBe(true);
    const [, bob] = [run('alice'), run('bob')];
    for (const [name, port] of [
      ['alice', '9464'],
      ['bob', '9465'],
    ] as const) {
      const url = (services[name] as Service).environment?.['HEALTH_URL'] ?? '';
      expect(url).toBe('http://127.0.0.1:9464/readyz');
      await expect.poll(() => healthy({ HEALTH_URL: url.replace('9464', port) }), { timeout: 30_000 }).toBe(true);
    }
    const whoami = starts(['talos', 'whoami', '--json'], 'bob');
    await whoami.ended;
    const { did } = JSON.parse(whoami.said()) as { did: string };
    const sent = starts(['talos', 'send', did, 'from one container to another', '--wait', '20s'], 'alice');
    expect([await sent.ended, sent.said()]).toMatchObject([0, expect.stringContaining('delivered')]);
    await expect.poll(() => bob.said()).toContain('from one container to another');
  });
});

/** The process that runs `file` below `parent`: their ids here, not in their own namespace. */
function pidOf(file: string, parent: number): number {
  let pids = [parent];
  for (let depth = 0; depth < 4; depth++) {
    pids = pids
      .flatMap((pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean))
      .map(Number);
    const found = pids.find((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        .split('\0')
        .some((word) => word.endsWith(file)),
    );
    if (found !== undefined) return found;
  }
  throw new Error(`no process runs ${file}`);
}

interface Service {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
}
