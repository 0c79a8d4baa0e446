/**
 * A PostgreSQL cluster of its own for a test: made in a temporary folder, run until it is disposed of, and as durable as
 * one that is operated. PostgreSQL does not run as root: there it runs as `postgres`, or as `nobody`.
 *
 * @module
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

const VERSIONS = '/usr/lib/postgresql';
const START_DEADLINE_MS = 30_000;
/** Of the superuser. */
export const PASSWORD = 'correct horse';

/** How a cluster ends: after its clients' transactions, at once with all written, or as if the power went. */
export type StopMode = 'fast' | 'immediate';
const SIGNALS: Record<StopMode, NodeJS.Signals> = { fast: 'SIGINT', immediate: 'SIGQUIT' };

/** A running cluster. Disposing ends it and removes it. */
export interface Postgres extends AsyncDisposable {
  readonly port: number;
  /** Of its database, as the superuser unless another is given. */
  url(options?: { readonly user?: string; readonly password?: string; readonly query?: string }): string;
  /** Makes an empty schema. */
  place(): Promise<Place>;
  /** Runs SQL as the superuser; the rows. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  stop(mode: StopMode): Promise<void>;
  start(): Promise<void>;
  /** Of its own certificate, in a file; only where it was started with `tls`. */
  readonly certificate: string;
  /** The process that all others are children of. */
  readonly pid: number;
}

/** Room for one store. */
export interface Place {
  readonly schema: string;
  /** Of the database with this schema. */
  readonly url: string;
}

/** How a cluster is started. */
export interface PostgresOptions {
  /** Takes TLS, with a certificate for `localhost` that it signed itself. */
  readonly tls?: boolean;
  /** Settings as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Folder of PostgreSQL's programs: the newest version; undefined where there is none. */
function programs(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined;
  const folders = readdirSync(VERSIONS)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'));
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** Whether this machine has PostgreSQL, and a user to run it as. */
export function canRunPostgres(): boolean {
  return programs() !== undefined && userToRunAs() !== 'none';
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** `undefined`: whoever we are. */
function userToRunAs(): User | undefined | 'none' {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = ['postgres:', 'nobody:'].map((name) => users.find((each) => each.startsWith(name))).find(Boolean);
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? 'none' : { uid: Number(uid), gid: Number(gid) };
}

/** Starts a cluster. @throws {Error} where {@link canRunPostgres} says no, or it does not start. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const [bin, user] = [programs(), userToRunAs()];
  if (bin === undefined || user === 'none') throw new Error('there is no PostgreSQL here');
  const folder = mkdtempSync(join(tmpdir(), 'talos-pg-'));
  const own = (path: string): string => {
    if (user !== undefined) chownSync(path, user.uid, user.gid);
    return path;
  };
  own(folder);
  try {
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
    own(passwordFile);
    const data = join(folder, 'data');
    const auth = ['-U', 'talos', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    const init = ['-D', data, ...auth, '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'];
    execFileSync(join(bin, 'initdb'), init, { stdio: 'pipe', cwd: folder, ...user });
    const certificate = options.tls === true ? makeCertificate(folder, own) : '';
    const settings = {
      unix_socket_directories: '',
      listen_addresses: 'localhost',
      port: String(await freePort()),
      max_connections: '40',
      shared_buffers: '32MB',
      ...(certificate === '' ? {} : { ssl: 'on', ssl_cert_file: certificate, ssl_key_file: join(folder, 'key.pem') }),
      ...options.settings,
    };
    const cluster = new Cluster(folder, bin, user, certificate, settings);
    await cluster.start();
    return cluster;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function makeCertificate(folder: string, own: (path: string) => string): string {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', ['req', ...made, ...named, '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  own(key);
  return own(certificate);
}

class Cluster implements Postgres {
  readonly port: number;
  readonly certificate: string;
  readonly #folder: string;
  readonly #bin: string;
  readonly #user: User | undefined;
  readonly #settings: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;
  #places = 0;
  #client: Promise<Client> | undefined;
  readonly #killWithUs = (): void => void this.#process?.kill('SIGQUIT');

  constructor(
    folder: string,
    bin: string,
    user: User | undefined,
    certificate: string,
    settings: Readonly<Record<string, string>>,
  ) {
    this.#folder = folder;
    this.#bin = bin;
    this.#user = user;
    this.certificate = certificate;
    this.#settings = settings;
    this.port = Number(settings['port']);
    process.on('exit', this.#killWithUs);
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  url({ user = 'talos', password = PASSWORD, query = '' } = {}): string {
    const authority = `${encodeURIComponent(user)}:${encodeURIComponent(password)}@localhost:${this.port}`;
    return `postgres://${authority}/postgres${query}`;
  }

  async place(): Promise<Place> {
    this.#places += 1;
    const schema = `place_${this.#places}`;
    await this.sql(`CREATE SCHEMA ${schema}`);
    return { schema, url: this.url({ query: `?options=-csearch_path%3D${schema}` }) };
  }

  async sql(text: string): Promise<Record<string, unknown>[]> {
    this.#client ??= this.#connect();
    return (await (await this.#client).query<Record<string, unknown>>(text)).rows;
  }

  async #connect(): Promise<Client> {
    const client = new Client({ connectionString: this.url() });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  start(): Promise<void> {
    const settings = Object.entries(this.#settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(join(this.#bin, 'postgres'), ['-D', join(this.#folder, 'data'), ...settings], {
      cwd: this.#folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...this.#user,
    });
    this.#process = child;
    return new Promise((resolve, reject) => {
      let said = '';
      const timer = setTimeout(() => {
        child.kill('SIGQUIT');
        reject(new Error(`PostgreSQL did not start:\n${said}`));
      }, START_DEADLINE_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        reject(new Error(`PostgreSQL did not start:\n${said}`));
      });
      child.stderr.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-8192);
        if (!said.includes('ready to accept connections')) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async stop(mode: StopMode): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await (await this.#client?.catch(() => undefined))?.end();
    this.#client = undefined;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill(SIGNALS[mode]);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nothing of it is needed again.
    await this.stop('immediate');
    process.off('exit', this.#killWithUs);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
/** One address before several, as a load balancer has it: connections go to each in turn, passing over those that refuse. */
export interface Balancer extends AsyncDisposable {
  readonly port: number;
  /** `HOST:PORT` of those behind it. */
  targets: readonly string[];
}

/** Starts a {@link Balancer} on loopback. */
export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  let turn = 0;
  const open = new Set<{ destroy(): void }>();
  const server = createServer((inner) => {
    open.add(inner);
    inner.on('close', () => open.delete(inner)).on('error', () => inner.destroy());
    const candidates = balancer.targets.map((_, at, all) => all[(turn + at) % all.length]);
    turn += 1;
    const pass = (): void => {
      const target = candidates.shift();
      if (target === undefined) return void inner.destroy();
      const [host = '', port = ''] = target.split(':');
      const outer = connect({ host, port: Number(port), noDelay: true });
      outer.once('error', pass);
      outer.once('connect', () => {
        outer.off('error', pass);
        open.add(outer);
        outer.on('error', () => inner.destroy()).on('close', () => inner.destroy());
        inner.on('close', () => outer.destroy());
        inner.pipe(outer).pipe(inner);
      });
    };
    pass();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const balancer: Balancer = {
    port: address.port,
    targets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return balancer;
}
