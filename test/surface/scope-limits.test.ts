import { describe, expect, it } from 'vitest';
import { MAX_COMBINED, MAX_COMBINED_DEPTH, MAX_CONSTRAINT_TEXT, MAX_ONE_OF } from '../../src/capability/constraint.ts';
import * as pattern from '../../src/capability/pattern.ts';
import {
  MAX_ENVIRONMENT,
  MAX_FILE_NAMES,
  MAX_SCOPE_SECONDS,
  MAX_SERVICES,
} from '../../src/capability/scope-members.ts';
import { MAX_WINDOWS, MAX_ZONE_NAME } from '../../src/capability/window.ts';
import { MAX_SCOPE_FILE_BYTES } from '../../src/cli/grant-scope.ts';

describe('the limits of scopes, PROTOCOL.md §8.2 and §11', () => {
  it('are the constants that the code obeys', () => {
    const { MAX_PATTERN, MAX_PATTERN_SUBJECT, MAX_PATTERN_WEIGHT, MAX_SCOPE_PATTERN_WEIGHT } = pattern;
    expect({ MAX_PATTERN, MAX_PATTERN_SUBJECT, MAX_PATTERN_WEIGHT, MAX_SCOPE_PATTERN_WEIGHT }).toEqual({
      MAX_PATTERN: 512,
      MAX_PATTERN_SUBJECT: 4096,
      MAX_PATTERN_WEIGHT: 500,
      MAX_SCOPE_PATTERN_WEIGHT: 1000,
    });
    expect({ MAX_ONE_OF, MAX_CONSTRAINT_TEXT, MAX_COMBINED, MAX_COMBINED_DEPTH }).toEqual({
      MAX_ONE_OF: 256,
      MAX_CONSTRAINT_TEXT: 4096,
      MAX_COMBINED: 256,
      MAX_COMBINED_DEPTH: 4,
    });
    expect({ MAX_SERVICES, MAX_FILE_NAMES, MAX_WINDOWS, MAX_ZONE_NAME, MAX_ENVIRONMENT }).toEqual({
      MAX_SERVICES: 64,
      MAX_FILE_NAMES: 64,
      MAX_WINDOWS: 16,
      MAX_ZONE_NAME: 64,
      MAX_ENVIRONMENT: 16,
    });
    expect({ MAX_SCOPE_SECONDS, MAX_SCOPE_FILE_BYTES }).toEqual({
      MAX_SCOPE_SECONDS: 400 * 86_400,
      MAX_SCOPE_FILE_BYTES: 16 * 1024,
    });
  });
});
