/** The published entries in a real browser: two pages, a worker in each, and what they say to each other. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../scenario/terminals.ts';
import { ROOT } from './other-nodes.ts';

/** Where distributions put it; `tools/system-packages.sh` installs Debian's. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const CHROMIUM = PLACES.find((path) => existsSync(path));

/** Scripts of this origin and WebAssembly, and nothing else: no `eval`, no request. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";

/** What the package's `exports` and `imports` give a browser, in the place of the sources that they were built from. */
const published: Plugin = {
  name: 'published',
  setup: (bundling) =>
    bundling.onResolve({ filter: /^\.\.\/\.\.\/src\// }, ({ path }) => ({
      path: join(ROOT, 'dist', path.slice('../../src/'.length).replace(/\.ts$/, '.js')),
    })),
};

interface Outcome {
  readonly primitives: string;
  readonly did: string;
  readonly peer: string;
  readonly session: string;
  readonly texts: readonly string[];
  readonly codes: Readonly<Record<string, string>>;
}

async function workerCode(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [fixture('browser-worker.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    plugins: [published],
    write: false,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('nothing was bundled');
  return file.contents;
}

/** Serves the page and its worker, and counts what is asked for. */
async function serving(worker: Uint8Array, asked: string[]): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.setHeader('content-security-policy', POLICY);
    if (url === '/') response.setHeader('content-type', 'text/html').end('<!doctype html><title>agent</title>');
    else if (url === '/worker.js') response.setHeader('content-type', 'text/javascript').end(worker);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Starts the worker of a page, and resolves when it listens. */
async function startWorker(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        Object.assign(globalThis, { worker });
        worker.onmessage = () => resolve();
        worker.onerror = (event) => reject(new Error(`the worker does not start: ${event.message}`));
      }),
  );
}

/** Runs one side in the worker of a page. */
function side(page: Page, role: 'asks' | 'answers', proof: string): Promise<Outcome> {
  return page.evaluate(
    (start) =>
      new Promise<Outcome>((resolve, reject) => {
        const { worker } = globalThis as unknown as { worker: Worker };
        worker.onmessage = ({ data }: MessageEvent<{ outcome?: Outcome; failure?: string }>) => {
          if (data.outcome === undefined) reject(new Error(data.failure));
          else resolve(data.outcome);
        };
        worker.postMessage(start);
      }),
    { role, proof },
  );
}

describe.skipIf(CHROMIUM === undefined)(`in a browser (${CHROMIUM ?? 'there is no Chromium here'})`, () => {
  const asked: string[] = [];
  const complaints: string[] = [];
  let browser: Browser;
  let server: Server;
  let asking: Outcome;
  let answering: Outcome;

  beforeAll(async () => {
    server = await serving(await workerCode(), asked);
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--disable-dev-shm-usage'] });
    const context = await browser.newContext();
    const pages = await Promise.all(
      [0, 1].map(async () => {
        const page = await context.newPage();
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('console', (message) => complaints.push(message.text()));
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        await startWorker(page);
        return page;
      }),
    );
    const { proof } = JSON.parse(await readFile(join(ROOT, 'vectors/talos/ledger-v1.json'), 'utf8')) as {
      proof: string;
    };
    const [one, other] = pages;
    if (one === undefined || other === undefined) throw new Error('no pages');
    [asking, answering] = await Promise.all([side(one, 'asks', proof), side(other, 'answers', proof)]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it('makes identities, on the WebAssembly primitives', () => {
    for (const { primitives, did } of [asking, answering]) {
      expect(primitives).toBe('libsodium-wasm');
      expect(did).toMatch(/^did:key:z6Mk/);
    }
    expect(asking.did).not.toBe(answering.did);
  });

  it('shakes hands between two pages: one session, each with the other', () => {
    expect(asking.session).toBe(answering.session);
    expect([asking.peer, answering.peer]).toEqual([answering.did, asking.did]);
    expect(asking.codes['bundle changed']).toBe('E_BAD_BUNDLE');
    expect(answering.codes['hello of another']).toBe('E_IDENTITY_MISMATCH');
    expect(answering.codes['initial changed']).toBe('E_DECRYPT');
  });

  it('ratchets through 25 turns, each with a message that comes late', () => {
    const rounds = Array.from({ length: 25 }, (_, round) => round);
    expect(answering.texts).toEqual(rounds.flatMap((round) => [`${round} late`, `${round} early`]));
    expect(asking.texts).toEqual(rounds.map((round) => `${round} answered`));
    expect(answering.codes['message changed']).toBe('E_DECRYPT');
    expect(answering.codes['message again']).toBe('E_REPLAY');
  });

  it('decides about calls under a capability as every other platform', () => {
    expect(answering.codes).toMatchObject({
      'granted call': 'allowed',
      'argument outside': 'CONSTRAINT',
      'another tool': 'SCOPE_MISMATCH',
      'token of another': 'SUBJECT_MISMATCH',
      'token changed': 'SIGNATURE_INVALID',
    });
  });

  it('verifies a published proof, and no changed one', () => {
    for (const { codes } of [asking, answering])
      expect(codes).toMatchObject({
        proof: 'valid',
        'proof changed': 'E_PROOF_INVALID',
        inclusion: 'true',
        'inclusion in another tree': 'false',
      });
  });

  it('needs nothing but its script, under a policy without eval, and says nothing on the console', () => {
    expect(asked.filter((url) => url !== '/favicon.ico').sort()).toEqual(['/', '/', '/worker.js', '/worker.js']);
    expect(complaints).toEqual([]);
  });
});
