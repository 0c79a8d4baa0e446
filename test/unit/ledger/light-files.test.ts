import { beforeAll, describe, expect, it } from 'vitest';
import { concat, toHex } from '../../../src/base/bytes.ts';
import { fromBase64, toBase64 } from '../../../src/base/encoding.ts';
import { LightClient } from '../../../src/ledger/light/light.ts';
import {
  formatCheckpointFile,
  formatHeaderLine,
  formatHeadersHead,
  isHeadersFile,
  MAX_CHECKPOINT_FILE_BYTES,
  MAX_HEADERS_FILE_BYTES,
  readCheckpointFile,
  readHeadersFile,
} from '../../../src/ledger/light/light-files.ts';
import { NEW_YEAR, type Person, person } from '../../fixtures/ledger.ts';
import { LIGHT_DIFFICULTY, LightChain } from '../../fixtures/light-chain.ts';

describe('files of light clients', () => {
  let alice: Person;
  let chain: LightChain;
  beforeAll(() => {
    alice = person(1);
    chain = new LightChain(alice, { blocks: 12 });
  });
  const file = (): string => formatHeadersHead(alice.did) + chain.headers.map(formatHeaderLine).join('');

  it('headers are read as they were written', () => {
    const { author, headers } = readHeadersFile(file());
    expect([author, [...headers]]).toEqual([alice.did, chain.headers]);
    expect(isHeadersFile(file())).toBe(true);
    expect([...readHeadersFile(formatHeadersHead(alice.did)).headers]).toEqual([]);
  });

  it('a line of a header is header and signature in base64', () => {
    const line = formatHeaderLine(chain.header(3));
    expect(line).toHaveLength(305);
    const [, signature] = [fromBase64(line.slice(0, -1)).slice(0, 162), fromBase64(line.slice(0, -1)).slice(162)];
    expect(signature).toEqual(chain.header(3).signature);
  });

  it.each<[string, (text: string) => string, string]>([
    ['nothing', () => '', 'E_MALFORMED'],
    ['no line feed', (text) => text.slice(0, 40), 'E_MALFORMED'],
    ['another version', (text) => text.replace('"v":1', '"v":2'), 'E_VERSION'],
    ['another kind', (text) => text.replace('talos-headers', 'talos-proof'), 'E_MALFORMED'],
    ['another field', (text) => text.replace('{"author"', '{"a":1,"author"'), 'E_MALFORMED'],
    ['a field missing', (text) => text.replace(/"author":"[^"]+",/, ''), 'E_MALFORMED'],
    ['no DID', (text) => text.replace('did:key:z6Mk', 'did:web:z6Mk'), 'E_MALFORMED'],
    ['other spaces', (text) => text.replace('":1', '": 1'), 'E_MALFORMED'],
    ['other line ends', (text) => text.replaceAll('\n', '\r\n'), 'E_MALFORMED'],
  ])('headers behind %s in the first line are refused', (_what, alter, code) => {
    expect(() => readHeadersFile(alter(file()))).toThrow(expect.objectContaining({ code }));
  });

  it.each<[string, (line: string) => string]>([
    ['without its last line feed', (line) => line.slice(0, -1)],
    ['of 225 bytes', (line) => `${toBase64(fromBase64(line.slice(0, -1)).slice(1))}\n`],
    ['of 227 bytes', (line) => `${toBase64(concat(fromBase64(line.slice(0, -1)), Uint8Array.of(0)))}\n`],
    ['in base64url', (line) => line.replaceAll('/', '_').replaceAll('+', '-').replace(/^./, '_')],
    ['without padding', (line) => line.replace('==', '')],
    ['with a space', (line) => ` ${line.slice(1)}`],
    ['with trailing bits', (line) => line.replace(/.==\n$/, '/==\n')],
    ['of version 2', (line) => line.replace(/^A/, 'B')],
    ['that is empty', () => '\n'],
  ])('a line %s is the first bad one: those before are given', (_what, alter) => {
    const lines = chain.headers.map(formatHeaderLine);
    const text = formatHeadersHead(alice.did) + [...lines.slice(0, 11), alter(lines[11] ?? '')].join('');
    const light = new LightClient(alice.did, { keep: 'headers', difficulty: LIGHT_DIFFICULTY });
    const taken = light.addHeaders(readHeadersFile(text).headers, { source: 'file', nowMs: NEW_YEAR + 3_600_000 });
    expect(taken).toMatchObject({ taken: 11, refused: { at: 11, code: 'MALFORMED_BLOCK' } });
  });

  it('a checkpoint is its note, as it is', () => {
    const given = { note: chain.note(), from: 0, path: [] };
    expect(formatCheckpointFile(given)).toBe(chain.note());
    expect(readCheckpointFile(chain.note())).toEqual(given);
  });

  it('one that goes on from another is the body of a tlog-witness request', () => {
    const given = { note: chain.note(), from: 5, path: chain.path(5) };
    const text = formatCheckpointFile(given);
    expect(text).toBe(['old 5', ...given.path.map((hash) => toBase64(hash)), '', chain.note()].join('\n'));
    expect(readCheckpointFile(text)).toEqual(given);
  });

  it.each<[string, (text: string) => string]>([
    ['a hash of 31 bytes', (text) => text.replace(/\n[^\n]+\n/, `\n${toBase64(new Uint8Array(31))}\n`)],
    ['a hash that is not base64', (text) => text.replace(/\n[^\n]+\n/, '\n????\n')],
    ['64 hashes', (text) => text.replace('\n\n', `\n${`${toBase64(new Uint8Array(32))}\n`.repeat(64)}\n`)],
    ['no note', (text) => text.slice(0, text.indexOf('\n\n'))],
  ])('a checkpoint with %s is refused', (_what, alter) => {
    const text = formatCheckpointFile({ note: chain.note(), from: 5, path: chain.path(5) });
    expect(() => readCheckpointFile(alter(text))).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
  });

  it('a checkpoint of another number or of a megabyte is refused or proves nothing', () => {
    for (const old of ['old 05', 'old -5', 'old 5.0', 'old 99999999999999999'])
      expect(readCheckpointFile(`${old}\n\n${chain.note()}`).path).toEqual([]);
    expect(() => readCheckpointFile('x'.repeat(MAX_CHECKPOINT_FILE_BYTES + 1))).toThrow(
      expect.objectContaining({ code: 'E_LIMIT' }),
    );
    expect(MAX_HEADERS_FILE_BYTES).toBeLessThan(64 * 1024 * 1024);
  });

  it('the example of PROTOCOL.md is one', async () => {
    const { readFile } = await import('node:fs/promises');
    const protocol = await readFile(new URL('../../../PROTOCOL.md', import.meta.url), 'utf8');
    const [, head = '', line = ''] =
      /^ {4}(\{"author":[^\n]*"talos-headers"[^\n]*\})\n {4}([A-Za-z0-9+/=]{304})$/m.exec(protocol) ?? [];
    const { author, headers } = readHeadersFile(`${head}\n${line}\n`);
    const light = new LightClient(author, { keep: 'headers' });
    expect(light.addHeaders(headers, { source: 'file', nowMs: NEW_YEAR })).toEqual({ taken: 1 });
    expect(toHex(light.headerAt(0)?.hash ?? new Uint8Array(0))).toMatch(/^00/);
  });
});
