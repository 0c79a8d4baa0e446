/** The published entries in a real browser: two pages, a worker in each, and what they say to each other. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '../../src/base/bytes.ts';
import { initCrypto } from '../../src/crypto/init.ts';
import { verifyRaw } from '../../src/crypto/sign.ts';
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

interface Signed {
  readonly key: string;
  readonly sig: string;
  readonly msg: string;
}
/** What a page says that has `talos-protocol/verify` and nothing else. */
interface Verified {
  readonly proof: unknown;
  readonly changed: readonly unknown[];
  readonly asks: readonly boolean[];
}

/** Serves `dist/verify.js` as it is published, and the set of primitives below it, to a page without WebAssembly. */
async function servingVerifier(asked: string[]): Promise<Server> {
  const files = new Map([['/verify.js', await readFile(join(ROOT, 'dist/verify.js'))]]);
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/crypto/web.ts'],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    write: false,
    logLevel: 'silent',
  });
  const start =
    "import * as verify from '/verify.js';\nimport * as web from '/web.js';\nObject.assign(globalThis, { verify, web });\n";
  files.set('/start.js', Buffer.from(start));
  files.set('/web.js', Buffer.from(outputFiles[0]?.contents ?? new Uint8Array()));
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.setHeader('content-security-policy', "default-src 'none'; script-src 'self'");
    const file = files.get(url);
    if (url === '/')
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><title>verifier</title><script type="module" src="/start.js"></script>');
    else if (file === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', 'text/javascript').end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** In the page: a proof, the same with a bit changed in some bytes, and signatures. */
function verifyInPage(page: Page, proof: string, signed: readonly Signed[]): Promise<Verified> {
  return page.evaluate(
    async ([text, cases]) => {
      const { verify, web } = globalThis as unknown as {
        readonly verify: typeof import('../../src/verify.ts');
        readonly web: typeof import('../../src/crypto/web.ts');
      };
      const changed: unknown[] = [];
      for (let i = 0; i < text.length; i += 17) {
        const bytes = new TextEncoder().encode(text);
        bytes[i] = (bytes[i] ?? 0) ^ 1;
        const verdict = await verify.verifyProofFile(bytes);
        changed.push(verdict.valid || verdict.code);
      }
      const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
      const asks: boolean[] = [];
      for (const { key, sig, msg } of cases)
        asks.push(
          await web.settled(() => web.ed25519Verify(bytesOf(key), new TextEncoder().encode(msg), bytesOf(sig))),
        );
      const verdict = await verify.verifyProofFile(text);
      return { proof: verdict.valid && [verdict.author, verdict.entry.seq], changed, asks };
    },
    [proof, [...signed]] as const,
  );
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

  it('E01: verifies proofs by a few kilobytes without WebAssembly, with the verdicts of libsodium on all 914 cases', async () => {
    const loaded: string[] = [];
    const verifier = await servingVerifier(loaded);
    const page = await browser.newPage();
    try {
      await page.goto(`http://127.0.0.1:${(verifier.address() as AddressInfo).port}/`);
      const { proof, server: author } = JSON.parse(
        await readFile(join(ROOT, 'vectors/talos/ledger-v1.json'), 'utf8'),
      ) as { readonly proof: string; readonly server: { readonly did: string } };
      const cases = JSON.parse(
        await readFile(join(ROOT, 'vectors/ed25519/cctv_ed25519vectors.json'), 'utf8'),
      ) as readonly Signed[];
      const said = await verifyInPage(page, proof, cases);
      const [did, seq] = said.proof as [string, number];
      expect(did).toBe(author.did);
      expect(seq).toBeGreaterThanOrEqual(0);
      expect(new Set(said.changed)).toEqual(new Set(['E_PROOF_INVALID']));
      await initCrypto();
      const expected = cases.map(({ key, sig, msg }) => verifyRaw(fromHex(key), utf8(msg), fromHex(sig)));
      expect(expected).toHaveLength(914);
      expect(said.asks).toEqual(expected);
      expect(loaded.filter((url) => url !== '/favicon.ico').sort()).toEqual([
        '/',
        '/start.js',
        '/verify.js',
        '/web.js',
      ]);
    } finally {
      await page.close();
      verifier.close();
    }
  }, 120_000);
});
