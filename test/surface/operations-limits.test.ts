import { describe, expect, it } from 'vitest';
import { MAX_TIMED_CALLS } from '../../src/agent/agent-metrics.ts';

describe('the limits of what an agent counts', () => {
  it('are the constants that the code obeys', () => {
    expect({ MAX_TIMED_CALLS }).toEqual({ MAX_TIMED_CALLS: 4096 });
  });
});
