/**
 * A Dockerfile carried out without Docker, whose images cannot be had everywhere: its instructions are run, one by one, in
 * folders that are the roots of its stages, and its command in a root that cannot be written to, under its user, without a
 * capability. What a base image brings is this machine's: `/usr` and what belongs to it, and this Node with its npm.
 *
 * Needs root and namespaces; where those are missing, whoever uses this skips itself by name. What it does not check: the
 * layers, the base image, and the engine's own reading of the file.
 *
 * @module
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';

/** The parser of dockerfilelint, which is that of Docker. */
interface Words {
  readonly nameVal: (rest: string) => Record<string, string>;
  readonly words: (rest: string) => string[];
}

const tools = createRequire(resolve(import.meta.dirname, '../../tools/package.json'));
const isInstalled = existsSync(resolve(import.meta.dirname, '../../tools/node_modules/dockerfilelint'));

/** Whether roots can be made here, and the parser is there. */
export function canRunContainers(): boolean {
  const made = spawnSync('unshare', ['--mount', '--net', '--pid', '--fork', 'ip', 'link', 'set', 'lo', 'up']);
  return isInstalled && process.getuid?.() === 0 && made.status === 0;
}

/** One instruction of a Dockerfile. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** What dockerfilelint finds in a Dockerfile. */
export function lintDockerfile(text: string): readonly { readonly title: string; readonly line: string }[] {
  const { run } = tools('dockerfilelint') as {
    run: (config: string, text: string) => { title: string; line: string }[];
  };
  return run(resolve(import.meta.dirname), text);
}

/** The instructions of a Dockerfile, in order. */
export function readDockerfile(text: string): readonly Instruction[] {
  const lines = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  const whole = lines
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n');
  return whole.map((line) => {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (name === '') throw new Error(`no instruction: ${line}`);
    return { name, rest };
  });
}

/** The command of `CMD` and `HEALTHCHECK`: JSON, as this project writes it. */
function execForm(rest: string): readonly string[] {
  const words: unknown = JSON.parse(rest);
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string'))
    throw new Error(`no exec form: ${rest}`);
  return words;
}

/** Whether `path`, relative to the folder of `.dockerignore`, is sent: `*`, and then `!` for what is. */
function isSent(ignore: readonly string[], path: string): boolean {
  let sent = true;
  for (const line of ignore)
    if (line === '*') sent = false;
    else if (/^![\w./-]+$/.test(line)) sent ||= path === line.slice(1) || path.startsWith(`${line.slice(1)}/`);
    else throw new Error(`.dockerignore has a pattern that this does not read: ${line}`);
  return sent;
}

/** A stage whose steps are carried out. */
class Stage {
  readonly root: string;
  readonly env: Record<string, string> = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
  workdir = '/';
  user = '0:0';
  command: readonly string[] = [];
  healthcheck: readonly string[] = [];
  readonly volumes: string[] = [];
  readonly exposed: string[] = [];

  constructor(root: string) {
    this.root = root;
    for (const folder of ['usr', '.local/bin', '.local/lib/node_modules', 'tmp', 'proc', 'dev', 'etc', 'root'])
      mkdirSync(join(root, folder), { recursive: true });
    for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name));
    for (const name of ['passwd', 'group', 'resolv.conf', 'nsswitch.conf', 'ssl', 'ca-certificates'])
      if (existsSync(join('/etc', name)))
        cpSync(join('/etc', name), join(root, 'etc', name), { recursive: true, dereference: true });
    writeFileSync(join(root, '.local/bin/node'), '');
    symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, '.local/bin/npm'));
  }

  /** Where `path`, of the stage, is here. */
  at(path: string): string {
    const inside = resolve(this.workdir, path);
    return join(this.root, inside.startsWith('/usr/local') ? join('.local', relative('/usr/local', inside)) : inside);
  }

  /** The arguments of `unshare` that run `command` in this root. */
  argv(command: readonly string[], { user, isReadOnly, mounts }: Terms): readonly string[] {
    const node = dirname(dirname(process.execPath));
    const modules = [join(node, 'lib/node_modules'), '/usr/lib/node_modules'].find((each) =>
      existsSync(join(each, 'npm')),
    );
    const bind = (from: string, to: string, readOnly = true): string =>
      `mount --rbind '${from}' '${this.root}${to}'${readOnly ? ` && mount -o remount,bind,ro '${this.root}${to}'` : ''}`;
    const steps = [
      'set -e',
      `mount --bind '${this.root}' '${this.root}'`,
      bind('/usr', '/usr'),
      bind(join(this.root, '.local'), '/usr/local', isReadOnly),
      bind(process.execPath, '/usr/local/bin/node'),
      bind(modules ?? '', '/usr/local/lib/node_modules'),
      `mount -t proc proc '${this.root}/proc'`,
      bind('/dev', '/dev', false),
      ...Object.entries(mounts).map(([to, from]) => `mkdir -p '${this.root}${to}' && ${bind(from, to, false)}`),
      ...(isReadOnly
        ? [`mount -o remount,bind,ro '${this.root}' '${this.root}'`, `mount -t tmpfs tmpfs '${this.root}/tmp'`]
        : []),
      `cd '${this.root}'`,
      `exec chroot . setpriv ${identity(user)} -- sh -c 'cd "$0" && exec "$@"' '${this.workdir}' "$@"`,
    ];
    return ['sh', '-c', steps.join('\n'), 'sh', ...command];
  }
}

/** How a command is run. */
interface Terms {
  readonly user: string;
  /** Whether nothing of the root may be written, but for `/tmp` and the mounts. */
  readonly isReadOnly: boolean;
  /** Folders of this machine, by where they are to be. */
  readonly mounts: Readonly<Record<string, string>>;
}

/** As `--cap-drop ALL --security-opt no-new-privileges` for users that are not root. */
function identity(user: string): string {
  if (user === '0:0') return '';
  const [uid, gid] = user.split(':');
  return `--reuid ${uid} --regid ${gid} --clear-groups --no-new-privs --bounding-set -all --inh-caps -all`;
}

/** What an image is, when all its steps were carried out. */
export class Image {
  readonly #stage: Stage;

  private constructor(stage: Stage) {
    this.#stage = stage;
  }

  get user(): string {
    return this.#stage.user;
  }

  get exposed(): readonly string[] {
    return this.#stage.exposed;
  }

  get volumes(): readonly string[] {
    return this.#stage.volumes;
  }

  get command(): readonly string[] {
    return this.#stage.command;
  }

  get healthcheck(): readonly string[] {
    return this.#stage.healthcheck;
  }

  /**
   * Carries out the Dockerfile of a folder.
   *
   * @param into - A new folder, for the roots.
   * @param hosts - Names of this machine.
   * @param made - Stages whose steps are not carried out: what they leave is taken from here, by their names.
   */
  static build(
    context: string,
    into: string,
    made: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
    hosts: readonly string[] = ['localhost'],
  ): Image {
    const ignore = readFileSync(join(context, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => !/^(#|$)/.test(line));
    const stages = new Map<string, Stage>();
    let [stage, isMade] = [undefined as Stage | undefined, false];
    for (const { name, rest } of readDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'))) {
      if (name === 'FROM') {
        const [, , title = 'last'] = /^(\S+)(?:\s+AS\s+(\S+))?$/.exec(rest) ?? [];
        stage = new Stage(join(into, title));
        stages.set(title, stage);
        const found = made[title];
        isMade = found !== undefined;
        for (const [to, from] of Object.entries(found ?? {})) copy(from, join(stage.root, to), '0:0', () => true);
        continue;
      }
      if (stage === undefined) throw new Error(`${name} before FROM`);
      if (!isMade) carryOut({ name, rest }, stage, { context, ignore, stages });
    }
    if (stage === undefined) throw new Error('no stage');
    writeFileSync(join(stage.root, 'etc/hosts'), `127.0.0.1 ${hosts.join(' ')}\n`);
    return new Image(stage);
  }

  /**
   * Runs a command as `docker run --read-only` does, in a process group of its own: kill that.
   *
   * @param prefix - What enters a network, such as `nsenter`.
   */
  run(
    command: readonly string[],
    {
      mounts = {},
      env = {},
      prefix = [],
    }: {
      mounts?: Readonly<Record<string, string>>;
      env?: Readonly<Record<string, string>>;
      prefix?: readonly string[];
    } = {},
  ): ChildProcess {
    const stage = this.#stage;
    const argv = stage.argv(command, { user: stage.user, isReadOnly: true, mounts });
    const [program = '', ...args] = [...prefix, 'unshare', '--mount', '--pid', '--fork', '--kill-child=KILL', ...argv];
    return spawn(program, args, { env: { ...stage.env, ...env }, stdio: 'pipe', detached: true });
  }
}

interface Building {
  readonly context: string;
  readonly ignore: readonly string[];
  readonly stages: ReadonlyMap<string, Stage>;
}

function carryOut({ name, rest }: Instruction, stage: Stage, building: Building): void {
  const { nameVal, words } = tools('dockerfilelint/lib/parser') as Words;
  switch (name) {
    case 'WORKDIR':
      stage.workdir = resolve(stage.workdir, rest);
      mkdirSync(join(stage.root, stage.workdir), { recursive: true });
      return;
    case 'ENV':
      Object.assign(stage.env, nameVal(rest));
      return;
    case 'LABEL':
      nameVal(rest);
      return;
    case 'COPY':
      return copyInto(words(rest), stage, building);
    case 'RUN':
      return runIn(rest, stage);
    case 'USER':
      stage.user = rest;
      return;
    case 'VOLUME':
      stage.volumes.push(...execForm(rest));
      return;
    case 'EXPOSE':
      stage.exposed.push(...words(rest));
      return;
    case 'CMD':
      stage.command = execForm(rest);
      return;
    case 'HEALTHCHECK':
      stage.healthcheck = execForm(rest.replace(/^.*?\bCMD\s+/, ''));
      return;
    default:
      throw new Error(`an instruction that this does not carry out: ${name}`);
  }
}

function copyInto(words: readonly string[], stage: Stage, { context, ignore, stages }: Building): void {
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  const to = paths.pop() ?? '';
  if (words.length - paths.length - 1 !== (from === undefined ? 0 : 1)) throw new Error(`COPY ${words.join(' ')}`);
  const source = from === undefined ? undefined : stages.get(from);
  if (from !== undefined && source === undefined) throw new Error(`no stage: ${from}`);
  for (const path of paths) {
    const here = source === undefined ? join(context, path) : join(source.root, path);
    if (source === undefined && !isSent(ignore, path))
      throw new Error(`COPY of what .dockerignore leaves out: ${path}`);
    const isFolder = statSync(here).isDirectory();
    const target = to.endsWith('/') && !isFolder ? join(stage.at(to), basename(path)) : stage.at(to);
    copy(here, target, '0:0', (each) => source !== undefined || isSent(ignore, relative(context, each)));
  }
}

function copy(from: string, to: string, owner: string, filter: (path: string) => boolean): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter });
  const [uid = 0, gid = 0] = owner.split(':').map(Number);
  chownSync(to, uid, gid);
}

/** With the network of this machine and the cache of its npm, as a builder has. */
function runIn(line: string, stage: Stage): void {
  const cache = spawnSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).stdout.trim();
  mkdirSync(cache, { recursive: true });
  const command = ['sh', '-c', line];
  const argv = stage.argv(command, { user: stage.user, isReadOnly: false, mounts: { '/root/.npm': cache } });
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    ['--mount', '--pid', '--fork', '--kill-child=KILL', ...argv],
    {
      env: { ...stage.env, HOME: '/root', npm_config_cache: '/root/.npm', npm_config_prefer_offline: 'true' },
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`RUN ${line} ended with ${status}: ${stdout}${stderr}`);
}

/** Removes what was built; nothing is mounted any more, as every mount was in a namespace that has ended. */
export function removeImage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
