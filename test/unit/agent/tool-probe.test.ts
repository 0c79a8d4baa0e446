import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PROBE_NOTICE_MS, PROBE_TIMEOUT_MS, probeTools } from '../../../src/agent/tunnel/tool-probe.ts';
import type { ToolServer } from '../../../src/agent/tunnel/tool-server.ts';
import type { Did } from '../../../src/identity/did.ts';
import type { RpcMessage } from '../../../src/mcp/rpc.ts';

/** A tool server that takes everything and says nothing. */
const silent = (closed: () => void): ToolServer => ({
  send: () => true,
  drained: () => Promise.resolve(),
  pause: () => {},
  resume: () => {},
  exited: new Promise(() => {}),
  close: async () => closed(),
});

describe('asking a tool server for its tools', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('says what it waits for, gives up in the end with E_TOOL_FAILED, and ends the server', async () => {
    const said: string[] = [];
    const closed = vi.fn();
    const about = {
      self: 'did:key:z6MkSelf' as Did,
      service: 'files',
      version: '1',
      onDiagnostic: (text: string) => said.push(text),
      fromTool: (rpc: RpcMessage) => rpc,
    };
    const asked = probeTools(() => silent(closed), about, new AbortController().signal);
    const failed = expect(asked).rejects.toThrow(expect.objectContaining({ code: 'E_TOOL_FAILED' }));
    await vi.advanceTimersByTimeAsync(PROBE_NOTICE_MS - 1);
    expect(said).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(said).toEqual(['the tool server has not listed its tools yet; it gets 120 s to start']);
    await vi.advanceTimersByTimeAsync(PROBE_TIMEOUT_MS - PROBE_NOTICE_MS);
    await failed;
    expect(said).toHaveLength(1);
    expect(closed).toHaveBeenCalledOnce();
  });
});
