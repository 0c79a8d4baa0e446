import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/bytes.ts';
import {
  type AnchorToken,
  type AnchorWord,
  MAX_TIME_STAMP_BYTES,
  type TimeStampSource,
} from '../../../src/ledger/anchor/anchor.ts';
import { type Checkpoint, readCheckpoint, signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { TimeStampAnchor } from '../../../src/node/ledger/anchor-rfc3161.ts';
import { person } from '../../fixtures/ledger.ts';
import {
  hasOpenssl,
  LocalHttp,
  POLICIES,
  type SignerName,
  sendStamp,
  sequence,
  TimeStampAuthority,
} from '../../fixtures/time-stamp-authority.ts';

const anchor = new TimeStampAnchor({ isOffline: false });
/** Every byte of a token, or one in 41. */
const STEP = process.env['TALOS_SLOW'] === '1' ? 1 : 41;
const SIGNERS = [
  'under-middle',
  'expired',
  'no-purpose',
  'not-critical',
  'two-purposes',
  'wrong-usage',
  'unknown-critical',
  'under-no-authority',
] as const;

describe.skipIf(!hasOpenssl)('anchors by RFC 3161 time stamps, against openssl ts', () => {
  let authority: TimeStampAuthority;
  let checkpoint: Checkpoint;
  let other: Checkpoint;
  let source: TimeStampSource;
  let made: AnchorToken & AnchorWord;
  let content: Buffer;

  const noted = (size: number): Checkpoint => {
    const { did, signing } = person(1);
    return readCheckpoint(signCheckpoint(signing, did, size, new Uint8Array(32).fill(size)), did) as Checkpoint;
  };

  /** What the client makes of an authority that answers so. */
  const asked = async (
    answer: (body: Buffer, response: ServerResponse) => void,
    change: Partial<TimeStampSource> = {},
    deadlineMs = 10_000,
  ): Promise<AnchorToken & AnchorWord> => {
    await using http = await LocalHttp.open(answer);
    const client = new TimeStampAnchor({ isOffline: false, deadlineMs });
    return await client.make(checkpoint, { ...source, url: http.url, ...change });
  };

  beforeAll(async () => {
    authority = new TimeStampAuthority();
    // All of them before anything is stamped: a certificate holds from the second in which it was made.
    for (const signer of SIGNERS) authority.certificate(signer);
    [checkpoint, other] = [noted(7), noted(8)];
    source = { kind: 'rfc3161', url: '', roots: [authority.root()] };
    made = await asked((body, response) => sendStamp(response, authority.reply(body)));
    content = authority.contentOf(made.token);
  });
  afterAll(() => authority?.[Symbol.dispose]());

  const refused = async (result: Promise<unknown>, reason: RegExp): Promise<void> => {
    await expect(result).rejects.toMatchObject({ code: 'ANCHOR_MISMATCH', message: expect.stringMatching(reason) });
  };
  const verified = (
    token: Uint8Array,
    change: Partial<TimeStampSource> = {},
    about = checkpoint,
  ): Promise<AnchorWord> =>
    anchor.verify(about, { token: new Uint8Array(token), nonce: made.nonce }, { ...source, ...change });
  const signedBy = (signer: SignerName): Promise<AnchorWord> => verified(authority.sign(content, signer));

  it('a time stamp of an authority holds, says when and who, and holds again without a network', async () => {
    expect(Math.abs(made.atMs - Date.now())).toBeLessThan(60_000);
    expect(made.by).toBe('CN=good');
    const offline = new TimeStampAnchor({ isOffline: true });
    await expect(offline.verify(checkpoint, made, source)).resolves.toEqual({ atMs: made.atMs, by: 'CN=good' });
    await expect(offline.make(checkpoint, source)).rejects.toMatchObject({ code: 'E_UNREACHABLE' });
  });

  it('openssl itself verifies the kept token over the note', () => {
    writeFileSync(authority.path('note'), checkpoint.note);
    writeFileSync(authority.path('token'), made.token);
    const args = [
      'ts',
      '-verify',
      '-data',
      authority.path('note'),
      '-in',
      authority.path('token'),
      '-CAfile',
      authority.path('root'),
    ];
    expect(spawnSync('openssl', args, { encoding: 'utf8' }).stdout).toContain('Verification: OK');
  });

  it('one that another program signed holds, also under an authority in between', async () => {
    await expect(signedBy('good')).resolves.toMatchObject({ by: 'CN=good' });
    await expect(signedBy('under-middle')).resolves.toMatchObject({ by: 'CN=under-middle' });
  });

  it('B07: one of another checkpoint is ANCHOR_MISMATCH', () =>
    refused(verified(made.token, {}, other), /something else/));

  it('one with another nonce is ANCHOR_MISMATCH', async () => {
    await refused(
      asked((_, response) => sendStamp(response, made.token)),
      /another request/,
    );
    await refused(anchor.verify(checkpoint, { token: made.token, nonce: Uint8Array.of(1) }, source), /another request/);
  });

  it('one under another root, or none, is ANCHOR_MISMATCH', async () => {
    await refused(verified(made.token, { roots: [authority.root('other-root')] }), /no path/);
    await refused(verified(made.token, { roots: [] }), /no path/);
  });

  it.each([
    ['expired', /not valid at the time/],
    ['no-purpose', /not for time stamps/],
    ['not-critical', /not for time stamps/],
    ['two-purposes', /not for time stamps/],
    ['wrong-usage', /not for signatures/],
    ['unknown-critical', /critical extension/],
    ['under-no-authority', /no path/],
  ] as const)('one whose certificate is %s is ANCHOR_MISMATCH', (signer, reason) => refused(signedBy(signer), reason));

  it('one under another policy than the one that is taken is ANCHOR_MISMATCH', async () => {
    const reply = (body: Buffer, response: ServerResponse): void => sendStamp(response, authority.reply(body));
    await expect(asked(reply, { policy: POLICIES[1] })).resolves.toMatchObject({ by: 'CN=good' });
    await refused(verified(made.token, { policy: POLICIES[1] }), /policy 1\.2\.3\.4\.1/);
    // An authority that does not know the policy refuses, and says so in its answer.
    await refused(asked(reply, { policy: '1.2.3.4.9' }), /refused the request \(status 2\)/);
  });

  it('one with any byte changed is ANCHOR_MISMATCH, or says the same', async () => {
    const holding: number[] = [];
    for (let at = 0; at < made.token.length; at += STEP) {
      const changed = new Uint8Array(made.token);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      try {
        expect(await verified(changed)).toEqual({ atMs: made.atMs, by: made.by });
        holding.push(at);
      } catch (error) {
        expect(error, `byte ${at}`).toMatchObject({ code: 'ANCHOR_MISMATCH' });
      }
    }
    // What no signature covers: version numbers, names of the signer besides its hash, a root that is sent along.
    expect((holding.length * STEP) / made.token.length).toBeLessThan(0.6);
  });

  it('a signature without the hash of its certificate, or over another type of content, is ANCHOR_MISMATCH', async () => {
    await refused(verified(authority.sign(content, 'good', { cades: false })), /name its signer/);
    await refused(verified(authority.sign(content, 'good', { type: '1.2.840.113549.1.7.1' })), /no time stamp/);
    await refused(verified(authority.sign(Buffer.from('not a time stamp'), 'good')), /form/);
  });

  it('what is cut, lengthened, or no ASN.1 at all is ANCHOR_MISMATCH', async () => {
    for (const length of [0, 1, 2, 9, 40, made.token.length - 1])
      await refused(verified(made.token.slice(0, length)), /form|no time/);
    await refused(verified(Buffer.concat([made.token, Buffer.of(0)])), /form/);
    await refused(verified(sequence(Buffer.from('3003020102', 'hex'))), /refused the request \(status 2\)/);
    await refused(verified(sequence(Buffer.from('3003020100', 'hex'))), /no time stamp/);
    await refused(verified(Buffer.alloc(60_000, 0x30)), /form/);
    await refused(verified(Buffer.from('3080'.repeat(20_000), 'hex')), /form/);
  });

  it('an HTML page, an error and a redirection are ANCHOR_MISMATCH', async () => {
    const page = (response: ServerResponse): void =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    await refused(
      asked((_, response) => page(response)),
      /no time-stamp response/,
    );
    await refused(
      asked((_, response) => void response.writeHead(500).end()),
      /HTTP status 500/,
    );
    let followed = 0;
    const redirect = (_: Buffer, response: ServerResponse): void => {
      followed++;
      response.writeHead(307, { location: '/' }).end();
    };
    await refused(asked(redirect), /HTTP status 307/);
    expect(followed).toBe(1);
    await refused(
      asked((_, response) => sendStamp(response, Buffer.from('<html>'))),
      /form/,
    );
  });

  it('an answer over the limit is ANCHOR_MISMATCH, and is not read to its end', async () => {
    const isEndless = (_: Buffer, response: ServerResponse): void => {
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' });
      const write = (): void => {
        if (!response.destroyed && response.write(Buffer.alloc(16_384))) setImmediate(write);
        else response.once('drain', write);
      };
      write();
    };
    await refused(asked(isEndless), /exceeds 65536/);
    await refused(verified(new Uint8Array(MAX_TIME_STAMP_BYTES + 1)), /exceeds 65536/);
  });

  it('an authority that does not answer, or not to the end, is E_TIMEOUT; one that is not there E_UNREACHABLE', async () => {
    const timeout = { code: 'E_TIMEOUT' };
    await expect(asked(() => undefined, {}, 50)).rejects.toMatchObject(timeout);
    const isSlow = (_: Buffer, response: ServerResponse): void => {
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).write('0');
    };
    await expect(asked(isSlow, {}, 50)).rejects.toMatchObject(timeout);
    await expect(asked(() => undefined, { url: 'http://127.0.0.1:1/' })).rejects.toMatchObject({
      code: 'E_UNREACHABLE',
    });
    const abort = AbortSignal.abort(new Error('enough'));
    await expect(anchor.make(checkpoint, { ...source, url: 'http://127.0.0.1:1/' }, abort)).rejects.toThrow('enough');
  });

  it('what a person configures is checked: URL, roots, policy', () => {
    const url = 'https://tsa.example/';
    expect(() => anchor.check({ ...source, url })).not.toThrow();
    expect(() => anchor.check({ ...source, url, policy: '1.2.3' })).not.toThrow();
    for (const change of [
      { url: 'ftp://tsa.example/' },
      { url: 'tsa.example' },
      { url: 'https://user:secret@tsa.example/' },
      { url: `https://tsa.example/${'x'.repeat(2048)}` },
      { policy: 'any' },
      { policy: '1.2.03' },
      { roots: [] },
      { roots: Array.from({ length: 17 }, () => authority.root()) },
      { roots: ['AAAA'] },
      { roots: ['?'] },
    ])
      expect(() => anchor.check({ ...source, url, ...change })).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
  });

  it('each request has a nonce of its own', async () => {
    const requests = new Set<string>();
    const note = (body: Buffer, response: ServerResponse): void => {
      requests.add(toHex(body));
      response.writeHead(500).end();
    };
    for (let i = 0; i < 3; i++) await refused(asked(note), /500/);
    expect(requests.size).toBe(3);
  });
});
