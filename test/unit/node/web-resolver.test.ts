import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeJson } from '../../../src/codec/json.ts';
import { parseDid } from '../../../src/identity/did.ts';
import { agentOfDocument, type DidText, MAX_DOCUMENT_BYTES } from '../../../src/identity/did-document.ts';
import { webDocumentOf } from '../../../src/identity/did-web.ts';
import { isFetchable, WebResolver, type WebResolverOptions } from '../../../src/node/web-resolver.ts';
import { ALICE } from '../../fixtures/did-documents.ts';
import { hasOpenssl, WebDocuments } from '../../fixtures/web-documents.ts';

const code = (name: string) => expect.objectContaining({ code: name });

describe.skipIf(!hasOpenssl)('did:web over HTTPS', () => {
  let web: WebDocuments;
  let did: DidText;
  let document: string;
  beforeAll(async () => {
    web = await WebDocuments.open();
    did = `did:web:localhost%3A${web.port}:people:alice` as DidText;
    document = writeJson(webDocumentOf(did, parseDid(ALICE)));
  });
  afterAll(() => web[Symbol.asyncDispose]());
  beforeEach(() => {
    web.asked.length = 0;
    web.give(document);
  });
  const resolver = (more: WebResolverOptions = {}) => new WebResolver({ ca: web.ca, isLan: true, ...more });

  it('gets the document from its one place', async () => {
    expect(agentOfDocument(await resolver().resolve(did))).toBe(ALICE);
    expect(web.asked).toEqual(['/people/alice/did.json']);
    web.give(document, 'Application/JSON; charset=utf-8');
    expect((await resolver().resolve(did)).did).toBe(did);
  });

  it('connects to the very addresses that were looked at', async () => {
    const host = `did:web:example.com%3A${web.port}` as DidText;
    web.give(writeJson(webDocumentOf(host, parseDid(ALICE))));
    const asked: string[] = [];
    const lookup = async (name: string): Promise<readonly string[]> => {
      asked.push(name);
      // The second answer is never asked for: a name that changes meanwhile leads nowhere else.
      return asked.length === 1 ? ['127.0.0.1'] : ['169.254.169.254'];
    };
    expect((await resolver({ lookup }).resolve(host)).did).toBe(host);
    expect(asked).toEqual(['example.com']);
  });

  it('I05: asks no address of this machine or its network outside LAN mode', async () => {
    await expect(resolver({ isLan: false }).resolve(did)).rejects.toThrow(code('E_UNREACHABLE'));
    const mixed = async (): Promise<readonly string[]> => ['1.1.1.1', '127.0.0.1'];
    await expect(resolver({ isLan: false, lookup: mixed }).resolve(did)).rejects.toThrow(code('E_UNREACHABLE'));
    const metadata = async (): Promise<readonly string[]> => ['169.254.169.254'];
    await expect(resolver({ lookup: metadata }).resolve(did)).rejects.toThrow(code('E_UNREACHABLE'));
    await expect(resolver({ lookup: async () => [] }).resolve(did)).rejects.toThrow(code('E_UNREACHABLE'));
    expect(web.asked).toEqual([]);
  });

  it('I05: follows no redirection', async () => {
    web.answer = (_request, response) =>
      response.writeHead(302, { location: `https://localhost:${web.port}/elsewhere` }).end();
    await expect(resolver().resolve(did)).rejects.toThrow(code('E_NOT_FOUND'));
    expect(web.asked).toEqual(['/people/alice/did.json']);
  });

  it.each([
    [404, 'E_NOT_FOUND'],
    [410, 'E_NOT_FOUND'],
    [500, 'E_UNREACHABLE'],
    [206, 'E_UNREACHABLE'],
  ])('an answer of %i is %s', async (status, expected) => {
    web.answer = (_request, response) =>
      response.writeHead(status, { 'content-type': 'application/did+json' }).end(document);
    await expect(resolver().resolve(did)).rejects.toThrow(code(expected));
  });

  it.each([['text/html'], ['application/jsonx'], ['']])(
    'a document of the type "%s" is E_BAD_DOCUMENT',
    async (type) => {
      web.give(document, type);
      await expect(resolver().resolve(did)).rejects.toThrow(code('E_BAD_DOCUMENT'));
    },
  );

  it('a document in a coding is E_BAD_DOCUMENT: what it grows to is not known', async () => {
    web.answer = (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('x');
    await expect(resolver().resolve(did)).rejects.toThrow(code('E_BAD_DOCUMENT'));
  });

  it('I04: the document of another DID is E_BAD_DOCUMENT', async () => {
    web.give(document.replaceAll('people:alice', 'people:mallory'));
    await expect(resolver().resolve(did)).rejects.toThrow(code('E_BAD_DOCUMENT'));
  });

  it(`I05: reads ${MAX_DOCUMENT_BYTES} bytes and no more, and lets go of one without end`, async () => {
    const padded = (length: number): string =>
      document.replace(/\}$/, `,"p":"${'a'.repeat(length - document.length - 7)}"}`);
    web.give(padded(MAX_DOCUMENT_BYTES));
    expect((await resolver().resolve(did)).did).toBe(did);
    web.give(padded(MAX_DOCUMENT_BYTES + 1));
    await expect(resolver().resolve(did)).rejects.toThrow(code('E_LIMIT'));
    let isGone = false;
    web.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const write = (): void => {
        while (!response.destroyed && response.write('a'.repeat(16_384)));
      };
      response.on('drain', write).on('close', () => {
        isGone = true;
      });
      write();
    };
    await expect(resolver().resolve(did)).rejects.toThrow(code('E_LIMIT'));
    await expect.poll(() => isGone).toBe(true);
  });

  it('gives up at its deadline, and when told to, on the name as on the answer', async () => {
    web.answer = () => undefined;
    await expect(resolver({ deadlineMs: 50 }).resolve(did)).rejects.toThrow(code('E_TIMEOUT'));
    const never = (): Promise<never> => new Promise(() => undefined);
    await expect(resolver({ deadlineMs: 50, lookup: never }).resolve(did)).rejects.toThrow(code('E_TIMEOUT'));
    const reason = new Error('enough');
    await expect(resolver().resolve(did, AbortSignal.abort(reason))).rejects.toThrow(reason);
  });

  it('takes no certificate of another authority, or of another name', async () => {
    await expect(new WebResolver({ isLan: true }).resolve(did)).rejects.toThrow(code('E_UNREACHABLE'));
    const lookup = async (): Promise<readonly string[]> => ['127.0.0.1'];
    const other = `did:web:example.org%3A${web.port}` as DidText;
    await expect(resolver({ lookup }).resolve(other)).rejects.toThrow(code('E_UNREACHABLE'));
    expect(web.asked).toEqual([]);
  });

  it('asks nobody offline', async () => {
    await expect(resolver({ isOffline: true }).resolve(did)).rejects.toThrow(code('E_UNREACHABLE'));
    await expect(resolver().resolve(ALICE as string as DidText)).rejects.toThrow(code('E_BAD_DID'));
    expect(web.asked).toEqual([]);
  });
});

describe('addresses that documents are fetched from', () => {
  it.each(['1.1.1.1', '9.9.9.9', '172.15.255.255', '172.32.0.0', '2606:4700::1111'])('%s is one', (address) => {
    expect([isFetchable(address, false), isFetchable(address, true)]).toEqual([true, true]);
  });

  it.each(['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '127.0.0.1', 'fd00::1', '::1'])(
    '%s is one in LAN mode alone',
    (address) => {
      expect([isFetchable(address, false), isFetchable(address, true)]).toEqual([false, true]);
    },
  );

  it.each([
    '0.0.0.0',
    '169.254.169.254',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'ff02::1',
    '::ffff:169.254.169.254',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    '2001::1',
    'localhost',
    '',
  ])('%s is none', (address) => {
    expect([isFetchable(address, false), isFetchable(address, true)]).toEqual([false, false]);
  });

  it('of IPv4 in the form of IPv6 are judged as what they are', () => {
    expect(isFetchable('::ffff:127.0.0.1', false)).toBe(false);
  });
});
