import { describe, expect, it } from 'vitest';
import { MAX_NAMES, NAME_CHECK_MS } from '../../src/agent/identity/name-book.ts';
import { MAX_SUCCESSIONS } from '../../src/agent/identity/succession-book.ts';
import { LINE_TIMEOUT_MS, LINES_A_MINUTE } from '../../src/agent/identity/successions.ts';
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
import { MAX_SUCCESSION_BYTES, MAX_SUCCESSION_STEPS } from '../../src/identity/succession.ts';
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

  it('of successions are the constants that the code obeys', () => {
    expect({ MAX_SUCCESSION_BYTES, MAX_SUCCESSION_STEPS, MAX_SUCCESSIONS, LINES_A_MINUTE, LINE_TIMEOUT_MS }).toEqual({
      MAX_SUCCESSION_BYTES: 1024,
      MAX_SUCCESSION_STEPS: 16,
      MAX_SUCCESSIONS: 10_000,
      LINES_A_MINUTE: 60,
      LINE_TIMEOUT_MS: 3000,
    });
  });
});
