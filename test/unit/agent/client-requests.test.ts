import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClientRequests, MAX_DEADLINE_MS, PROGRESS_STEP_MS } from '../../../src/agent/client/client-requests.ts';
import { type Json, type JsonObject, writeJson } from '../../../src/codec/json.ts';
import { type RpcMessage, readRpc } from '../../../src/mcp/rpc.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Request = RpcMessage & { readonly kind: 'request' };
type Notification = RpcMessage & { readonly kind: 'notification' };

const rpc = <T>(json: JsonObject): T => readRpc(writeJson({ jsonrpc: '2.0', ...json })) as T;
const request = (id: Json, progressToken?: Json): Request =>
  rpc({ id, method: 'tools/call', params: progressToken === undefined ? {} : { _meta: { progressToken } } });
const progress = (progressToken: Json, value: Json): Notification =>
  rpc({ method: 'notifications/progress', params: { progressToken, progress: value } });

function world(deadlineMs?: number, mayAnswer = true) {
  const said: { token: Json; progress: number; message: string }[] = [];
  const expired: Json[] = [];
  const requests = new ClientRequests({
    deadlineMs,
    expired: ({ id }) => {
      expired.push(id as Json);
      return mayAnswer;
    },
    say: ({ params }) => {
      const { progressToken, progress: at, message } = params as JsonObject;
      said.push({ token: progressToken as Json, progress: at as number, message: message as string });
    },
  });
  return { requests, said, expired };
}

describe('a request that asked for progress', () => {
  it('is told of it again and again, always more, and never after its answer', () => {
    const { requests, said } = world();
    requests.add(request(1, 'a'));
    requests.add(request(2, 7));
    requests.add(request(3));
    vi.advanceTimersByTime(3 * PROGRESS_STEP_MS);
    expect(said.map(({ token }) => token)).toEqual(['a', 7, 'a', 7, 'a', 7]);
    expect(requests.settled(1)).toBe(true);
    vi.advanceTimersByTime(PROGRESS_STEP_MS);
    expect(said.slice(6).map(({ token }) => token)).toEqual([7]);
    const seven = said.filter(({ token }) => token === 7).map(({ progress: at }) => at);
    expect(seven).toEqual([...new Set(seven)].toSorted((a, b) => a - b));
    requests.settled(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('hears at once that the connection is lost, and that it is back, once each', () => {
    const { requests, said } = world();
    requests.add(request(1, 'a'));
    requests.away(true);
    requests.away(true);
    requests.away(false);
    expect(said.map(({ message }) => message)).toEqual([expect.stringContaining('is lost'), 'the call goes on']);
    requests.clear();
  });

  it('hears of the tool first: what is said here goes on from there, and what is not more is left out', () => {
    const { requests, said } = world();
    requests.add(request(1, 'a'));
    expect(requests.heard(progress('a', 5))).toBe(true);
    vi.advanceTimersByTime(PROGRESS_STEP_MS - 1);
    expect(requests.heard(progress('a', 6))).toBe(true);
    vi.advanceTimersByTime(1);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(PROGRESS_STEP_MS);
    expect(said.map(({ progress: at }) => at > 6 && at < 7)).toEqual([true]);
    expect(requests.heard(progress('a', 6))).toBe(false);
    expect(requests.heard(progress('a', 7))).toBe(true);
    // What nobody is told of here goes through as it is.
    expect(requests.heard(progress('a', 7))).toBe(true);
    expect(requests.heard(progress('another', 7))).toBe(true);
    requests.settled(1);
    expect(requests.heard(progress('a', 1))).toBe(true);
  });

  it('goes on also where progress is so high that a small step is none', () => {
    const { requests, said } = world();
    requests.add(request(1, 'a'));
    requests.heard(progress('a', 1e12));
    vi.advanceTimersByTime(2 * PROGRESS_STEP_MS);
    expect(said.every(({ progress: at }) => at > 1e12)).toBe(true);
    requests.clear();
  });

  it('must have a token that is a text or a number', () => {
    const { requests, said } = world();
    for (const [id, token] of [null, true, {}, ['a']].entries()) requests.add(request(id, token));
    vi.advanceTimersByTime(5 * PROGRESS_STEP_MS);
    expect(said).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the deadline of a request', () => {
  it('ends its wait once, and what the server says later is not for the client', () => {
    const { requests, expired } = world(1000);
    requests.add(request(1, 'a'));
    requests.add(request(2));
    vi.advanceTimersByTime(999);
    expect(requests.settled(2)).toBe(true);
    vi.advanceTimersByTime(1);
    expect([expired, requests.isPending(1)]).toEqual([[1], false]);
    expect(requests.settled(1)).toBe(false);
    expect(requests.settled(1)).toBe(true);
  });

  it('of one that the server was not asked leaves nothing behind, nor does one whose id is used again', () => {
    const unasked = world(1000, false);
    unasked.requests.add(request(1));
    vi.advanceTimersByTime(1000);
    expect(unasked.requests.settled(1)).toBe(true);
    const again = world(1000);
    again.requests.add(request(1));
    vi.advanceTimersByTime(1000);
    again.requests.add(request(1));
    expect(again.requests.settled(1)).toBe(true);
  });

  it('is over with the server that was asked, and with the tunnel', () => {
    const { requests, expired } = world(1000);
    requests.add(request(1));
    vi.advanceTimersByTime(1000);
    requests.gone();
    expect(requests.settled(1)).toBe(true);
    requests.add(request(2));
    requests.clear();
    vi.advanceTimersByTime(1000);
    expect([expired, vi.getTimerCount()]).toEqual([[1], 0]);
  });

  it('fits a timer', () => {
    expect(MAX_DEADLINE_MS).toBeLessThan(2 ** 31);
  });
});
