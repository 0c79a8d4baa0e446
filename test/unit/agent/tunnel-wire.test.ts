import { describe, expect, it } from 'vitest';
import { TUNNEL_LINGER_MS } from '../../../src/agent/tunnel/tunnel-linger.ts';
import { decodeTunnelOpen, encodeTunnelOpen } from '../../../src/agent/tunnel/tunnel-wire.ts';
import { type Cbor, encodeCbor } from '../../../src/codec/cbor.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const MOST_S = TUNNEL_LINGER_MS / 1000;

describe('the request to open a tunnel', () => {
  it.each([1, 60, MOST_S])('says that it is to wait %d seconds for its caller', (lingerS) => {
    const open = { service: 'files', chain: [], lasting: true, lingerS };
    expect(decodeTunnelOpen(encodeTunnelOpen(open))).toEqual(open);
  });

  it('says nothing of that where it is to wait as long as it may', () => {
    const bytes = encodeTunnelOpen({ service: 'files', chain: [], lasting: true });
    expect(bytes).toEqual(encodeCbor({ v: 1, service: 'files', chain: [], lasting: true }));
    expect(decodeTunnelOpen(bytes)).toEqual({ service: 'files', chain: [], lasting: true });
  });

  it.each<[what: string, more: Record<string, Cbor>]>([
    ['waits no time', { lasting: true, linger: 0 }],
    ['waits longer than any may', { lasting: true, linger: MOST_S + 1 }],
    ['waits a negative time', { lasting: true, linger: -1 }],
    ['waits a text', { lasting: true, linger: '60' }],
    ['waits and does not last', { lasting: false, linger: 60 }],
    ['waits and does not say whether it lasts', { linger: 60 }],
    ['has a member that nobody knows', { lasting: true, lingers: 60 }],
  ])('E_MALFORMED: is refused where it %s', (_what, more) => {
    const bytes = encodeCbor({ v: 1, service: 'files', chain: [], ...more });
    expect(() => decodeTunnelOpen(bytes)).toThrow(code('E_MALFORMED'));
  });
});
