import { describe, expect, it } from 'vitest';
import { writeJson } from '../../../src/codec/json.ts';
import { parseDid } from '../../../src/identity/did.ts';
import { agentOfDocument, type DidText, documentOfDid, readDidDocument } from '../../../src/identity/did-document.ts';
import { webDocumentOf, webLocation } from '../../../src/identity/did-web.ts';
import { type DidResolver, DidResolvers, KEY_RESOLVER } from '../../../src/identity/resolver.ts';
import { ALICE, documentOf, WEB } from '../../fixtures/did-documents.ts';

const code = (name: string) => expect.objectContaining({ code: name });
const example = (give: (did: DidText) => string): DidResolver => ({
  method: 'example',
  resolve: async (did) =>
    readDidDocument(writeJson(documentOf({ id: give(did), verificationMethod: [], authentication: [] }))),
});

describe('resolvers', () => {
  it('give the document of a did:key without asking anybody', async () => {
    expect(await new DidResolvers([KEY_RESOLVER]).resolve(ALICE)).toEqual(documentOfDid(parseDid(ALICE)));
  });

  it('take those of an application', async () => {
    const all = new DidResolvers([KEY_RESOLVER, example((did) => did)]);
    expect(all.methods).toEqual(['key', 'example']);
    expect((await all.resolve('did:example:1')).did).toBe('did:example:1');
  });

  it('I04: believe none that gives the document of another DID', async () => {
    await expect(new DidResolvers([example(() => WEB)]).resolve('did:example:1')).rejects.toThrow(
      code('E_BAD_DOCUMENT'),
    );
  });

  it.each([
    '',
    'example.com',
    'did:other:1',
    'did:key:z6Mk',
    `${ALICE}#a`,
    'did:example:',
    `did:key:${'a'.repeat(1 << 20)}`,
  ])('I03: refuse %.40s with E_BAD_DID', async (text) => {
    const all = new DidResolvers([KEY_RESOLVER, example((did) => did)]);
    await expect(all.resolve(text)).rejects.toThrow(code('E_BAD_DID'));
  });

  it('are one a method, and give up when told to', async () => {
    expect(() => new DidResolvers([KEY_RESOLVER, KEY_RESOLVER])).toThrow(RangeError);
    const reason = new Error('enough');
    await expect(new DidResolvers([KEY_RESOLVER]).resolve(ALICE, AbortSignal.abort(reason))).rejects.toThrow(reason);
  });
});

describe('did:web', () => {
  it.each([
    ['did:web:example.com', 'example.com', 443, '/.well-known/did.json'],
    ['did:web:example.com%3A8443', 'example.com', 8443, '/.well-known/did.json'],
    ['did:web:example.com:people:alice', 'example.com', 443, '/people/alice/did.json'],
    ['did:web:localhost%3A1:a.b_c-d', 'localhost', 1, '/a.b_c-d/did.json'],
    ['did:web:xn--bcher-kva.example', 'xn--bcher-kva.example', 443, '/.well-known/did.json'],
  ])('%s lies at its place', (did, host, port, path) => {
    expect(webLocation(did)).toEqual({ host, port, path });
  });

  it.each([
    'did:web:',
    'did:web:Example.com',
    'did:web:127.0.0.1',
    'did:web:2130706433',
    'did:web:0x7f000001',
    'did:web:127.1',
    'did:web:%5B%3A%3A1%5D',
    'did:web:example.com:..:..:etc',
    'did:web:example.com:.',
    'did:web:example.com::a',
    'did:web:example.com:a%2Fb',
    'did:web:example.com%2Fa',
    'did:web:example.com%3a8443',
    'did:web:example.com%3A443',
    'did:web:example.com%3A0',
    'did:web:example.com%3A65536',
    'did:web:example.com%3A1%3A2',
    'did:web:user%40example.com',
    'did:web:-example.com',
    'did:web:example..com',
    'did:web:example.com.',
    'did:web:under_score.com',
    `did:web:${'a'.repeat(64)}.com`,
    `did:web:${'a.'.repeat(127)}com`,
    'did:webs:example.com',
    ALICE,
  ])('I03: %s is E_BAD_DID', (did) => {
    expect(() => webLocation(did)).toThrow(code('E_BAD_DID'));
  });

  it('has a document for the key of an agent, which is read as that agent', () => {
    const document = webDocumentOf(WEB, parseDid(ALICE));
    expect(agentOfDocument(readDidDocument(writeJson(document), WEB as DidText))).toBe(ALICE);
    expect(() => webDocumentOf('did:web:127.0.0.1', parseDid(ALICE))).toThrow(code('E_BAD_DID'));
  });
});
