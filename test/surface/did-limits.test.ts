import { describe, expect, it } from 'vitest';
import { MAX_NAMES, NAME_CHECK_MS } from '../../src/agent/name-book.ts';
import {
  MAX_DID_TEXT_CHARACTERS,
  MAX_DOCUMENT_BYTES,
  MAX_DOCUMENT_CONTEXTS,
  MAX_DOCUMENT_METHODS,
  MAX_DOCUMENT_NAMES,
  MAX_DOCUMENT_REFERENCES,
  MAX_DOCUMENT_SERVICES,
} from '../../src/identity/did-document.ts';
import { MAX_SERVICE_PARTS } from '../../src/identity/document-service.ts';
import { WEB_DOCUMENT_MS } from '../../src/node/web-resolver.ts';

describe('the limits of PROTOCOL.md §11', () => {
  it('of DID documents and names are the constants that the code obeys', () => {
    expect({ MAX_DOCUMENT_BYTES, MAX_DOCUMENT_METHODS, MAX_DOCUMENT_REFERENCES, MAX_DOCUMENT_SERVICES }).toEqual({
      MAX_DOCUMENT_BYTES: 64 * 1024,
      MAX_DOCUMENT_METHODS: 64,
      MAX_DOCUMENT_REFERENCES: 64,
      MAX_DOCUMENT_SERVICES: 64,
    });
    expect({ MAX_DOCUMENT_NAMES, MAX_DOCUMENT_CONTEXTS, MAX_DID_TEXT_CHARACTERS, MAX_SERVICE_PARTS }).toEqual({
      MAX_DOCUMENT_NAMES: 64,
      MAX_DOCUMENT_CONTEXTS: 16,
      MAX_DID_TEXT_CHARACTERS: 512,
      MAX_SERVICE_PARTS: 16,
    });
    expect({ WEB_DOCUMENT_MS, MAX_NAMES, NAME_CHECK_MS }).toEqual({
      WEB_DOCUMENT_MS: 10_000,
      MAX_NAMES: 1000,
      NAME_CHECK_MS: 600_000,
    });
  });
});
