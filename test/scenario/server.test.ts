/** `talos-server` as a process: what it says, what it keeps when it is killed, who it refuses to run beside. */
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initCrypto } from '../../src/crypto/init.ts';
import { verifyAgentRecord } from '../../src/identity/agent-record.ts';
import { keyOfDid, parseDid } from '../../src/identity/did.ts';
import { Identity } from '../../src/identity/identity.ts';
import { addressOfHostPort } from '../../src/net/address.ts';
import type { Host } from '../../src/net/link.ts';
import { formatPeerId } from '../../src/net/peer-id.ts';
import { openHost } from '../../src/node/host.ts';
import { RegistryClient } from '../../src/registry/client.ts';
import { verifyBundle } from '../../src/session/prekeys.ts';
import { type Running, started } from '../cli/running.ts';
import { DAY, lastOf, recordOf, singleOf } from '../fixtures/registry.ts';

await initCrypto();
const bin = fileURLToPath(new URL('../../dist/cli/server-bin.js', import.meta.url));
let root = '';
const running: Running[] = [];
const hosts: Host[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'talos-server-'));
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host[Symbol.asyncDispose]()));
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.splice(0).map(({ exit }) => exit));
  rmSync(root, { recursive: true, force: true });
});

interface Ready {
  readonly did: string;
  readonly addresses: readonly [string];
  readonly peerId: string;
  readonly services: readonly string[];
}

function run(...args: readonly string[]): Running {
  const process = started(bin, args, { HOME: root });
  running.push(process);
  return process;
}

/** A server on the data directory `name`, ready. */
async function serving(name: string, ...args: readonly string[]): Promise<{ server: Running; ready: Ready }> {
  const server = run('--data-dir', join(root, name), '--port', '0', '--json', ...args);
  return { server, ready: JSON.parse(await server.line()) as Ready };
}

/** A client of `identity`, who knows the place of the server alone. */
async function clientOf(identity: Identity, address: string): Promise<RegistryClient> {
  const host = await openHost({ seed: identity.hostSeed() });
  hosts.push(host);
  const addresses = [addressOfHostPort(address)];
  const peerKey = await host.learnKey(addresses);
  return new RegistryClient(await host.connect('registry', { peerKey, addresses }));
}

/** The end of a process that must not start, and what it says of why. */
async function failure(process: Running): Promise<{ status: number | null; error: { code: string; hint: string } }> {
  const line = await process.line();
  return { status: await process.exit, error: (JSON.parse(line) as { error: { code: string; hint: string } }).error };
}

describe('talos-server', () => {
  it('G10: two agents announce themselves, look each other up and take bundles; kill -9 loses nothing that was answered', async () => {
    const now = Date.now();
    const [alice, bob] = [Identity.generate('alice', now), Identity.generate('bob', now)];
    const times = { issuedAtMs: now, expiresAtMs: now + DAY, prekeysExpireAtMs: now + DAY };
    const { server, ready } = await serving('registry');
    expect(ready).toEqual({
      did: expect.stringMatching(/^did:key:z6Mk/),
      addresses: [expect.stringMatching(/^127\.0\.0\.1:[0-9]+$/)],
      peerId: formatPeerId(keyOfDid(parseDid(ready.did))),
      services: ['registry'],
    });
    const single = singleOf(alice, 3, now + 1, times);
    const owner = await clientOf(alice, ready.addresses[0]);
    expect(await owner.register(recordOf(alice, { issuedAtMs: now, sequence: now + 1 }))).toBe(0);
    expect(await owner.offer({ last: lastOf(alice, { ...times, sequence: now }), single })).toBe(3);
    const asker = await clientOf(bob, ready.addresses[0]);
    await asker.register(recordOf(bob, { issuedAtMs: now }));
    const found = await asker.lookup(alice.did);
    expect(verifyAgentRecord(found ?? new Uint8Array(), { did: alice.did, nowMs: now }).did).toBe(alice.did);
    expect(await asker.takeBundle(alice.did)).toEqual(single[0]);
    server.child.kill('SIGKILL');
    await server.exit;

    const again = await serving('registry');
    expect(again.ready.did).toBe(ready.did);
    const late = await clientOf(bob, again.ready.addresses[0]);
    expect(await late.lookup(alice.did)).toEqual(found);
    expect(await late.lookup(bob.did)).toBeDefined();
    expect([await late.takeBundle(alice.did), await late.takeBundle(alice.did)]).toEqual(single.slice(1));
    const last = (await late.takeBundle(alice.did)) ?? new Uint8Array();
    expect(verifyBundle(last, { did: alice.did, nowMs: now }).oneTimePrekeys).toEqual([]);
    const older = (await clientOf(alice, again.ready.addresses[0])).register(recordOf(alice, { issuedAtMs: now }));
    await expect(older).rejects.toMatchObject({ code: 'E_REFUSED', details: { reason: 'failed' } });
    again.server.child.kill('SIGTERM');
    expect(await again.server.exit).toBe(0);
  });

  it('keeps its identity in a directory of its own, which no second process gets: E_LOCKED', async () => {
    const first = run('--port', '0');
    expect(await first.line()).toMatch(/^registry at 127\.0\.0\.1:[0-9]+$/);
    const did = (await first.line()).trim();
    expect((await first.line()).trim()).toMatch(
      new RegExp(`^/ip4/127\\.0\\.0\\.1/tcp/[0-9]+/p2p/${formatPeerId(keyOfDid(parseDid(did)))}$`),
    );
    const home = join(root, '.talos-server');
    expect(first.errors()).toContain(`talos-server: made a new identity in ${home}: ${did}`);
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(existsSync(join(root, '.talos'))).toBe(false);
    expect(existsSync(join(home, 'ledger'))).toBe(false);
    const { status, error } = await failure(run('--port', '0', '--json'));
    expect([status, error.code]).toEqual([1, 'E_LOCKED']);
    first.child.kill('SIGINT');
    expect(await first.exit).toBe(130);
    expect((await serving('.talos-server')).ready.did).toBe(did);
  });

  it('says its name to people and to agents, and over HTTP at its port how it is; --debug says each request', async () => {
    const { server, ready } = await serving('named', '--name', 'Gr\u00fcn & Co', '--debug');
    expect(ready).toMatchObject({ name: 'Gr\u00fcn & Co' });
    const alice = Identity.generate('alice', Date.now());
    const client = await clientOf(alice, ready.addresses[0]);
    expect(await client.info()).toEqual({ name: 'Gr\u00fcn & Co', offers: ['registry', 'reach', 'dht'] });
    await client.register(recordOf(alice, { issuedAtMs: Date.now() }));
    const bad = client.register(recordOf(Identity.generate('bob', Date.now()), { issuedAtMs: Date.now() }));
    await expect(bad).rejects.toMatchObject({ code: 'E_REFUSED' });
    const url = `http://${ready.addresses[0]}`;
    expect([(await fetch(`${url}/healthz`)).status, (await fetch(`${url}/readyz`)).status]).toEqual([200, 200]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    for (const line of [
      'talos_registry_agents 1',
      'talos_registry_connected 1',
      'talos_links{service="registry"} 1',
      'talos_requests_total{service="registry",operation="register"} 2',
      'talos_refusals_total{service="registry",word="denied"} 1',
    ])
      expect(metrics.split('\n')).toContain(line);
    expect(metrics).toMatch(/^process_resident_memory_bytes \d+$/m);
    const gauge = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(metrics)?.[1]);
    // What an alert compares.
    expect(gauge('process_max_fds')).toBeGreaterThan(gauge('process_open_fds'));
    expect(metrics).toMatch(/^talos_store_seconds_count\{operation="apply"\} [1-9]/m);
    for (const secret of ['did:', '127.0.0.1', alice.did, ready.peerId, root]) expect(metrics).not.toContain(secret);
    expect(server.errors()).toMatch(/^talos-server: registry register from 127\.0\.0\.1 in [\d.]+ ms: ok$/m);
    expect(server.errors()).toMatch(
      /registry register from 127\.0\.0\.1 in [\d.]+ ms: denied: E_REFUSED: a record of another agent$/m,
    );
    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);
  });

  it('serves a mailbox where it is told to', async () => {
    expect((await serving('both', '--mailbox')).ready.services).toEqual(['registry', 'mailbox']);
  });

  it('does not start on a port that is taken, E_CONFIG with a hint, and lets its directory go', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const port = String((other.address() as { port: number }).port);
    const home = join(root, 'taken');
    const { status, error } = await failure(run('--data-dir', home, '--port', port, '--json'));
    expect([status, error.code]).toEqual([2, 'E_CONFIG']);
    expect(error.hint).toContain('port');
    other.close();
    expect((await serving('taken')).ready.services).toEqual(['registry']);
  });

  it('keeps its identity under a passphrase where it is given one, and does not start without it', async () => {
    const file = join(root, 'passphrase');
    writeFileSync(file, 'correct horse\n', { mode: 0o600 });
    const { server } = await serving('sealed', '--passphrase-file', file);
    expect(existsSync(join(root, 'sealed', 'keystore.key'))).toBe(false);
    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);
    const { status, error } = await failure(run('--data-dir', join(root, 'sealed'), '--port', '0', '--json'));
    expect([status, error.code]).toEqual([6, 'E_PASSPHRASE']);
  });

  it.each([
    [['--port', '65536']],
    [['--port', 'http']],
    [['--host', 'a b']],
    [['--witness-port', 'x']],
    [['--name', ' ']],
    [['--name', 'a\u001b[2J']],
    [['--name', 'a'.repeat(129)]],
    [['registry']],
  ])('L01: refuses %j with E_USAGE, and makes nothing', async (args) => {
    const { status, error } = await failure(run('--json', ...args));
    expect([status, error.code]).toEqual([2, 'E_USAGE']);
    expect(existsSync(join(root, '.talos-server'))).toBe(false);
  });
});
