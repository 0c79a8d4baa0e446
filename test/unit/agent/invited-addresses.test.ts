import { describe, expect, it } from 'vitest';
import {
  fittingInvitation,
  invitedAddresses,
  MAX_INVITED_ADDRESSES,
} from '../../../src/agent/authority/invited-addresses.ts';
import { MAX_INVITATION_CHARACTERS, parseInvitation } from '../../../src/capability/invitation.ts';
import { signingKey } from '../../../src/crypto/sign.ts';
import { didOfKey } from '../../../src/identity/did.ts';

const RELAY = '12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA';
const relayed = (n: number): string => `/ip4/11.0.0.${n}/tcp/1/p2p/${RELAY}/p2p-circuit`;
const invitation = (addresses: readonly string[]) => ({
  server: didOfKey(signingKey(new Uint8Array(32).fill(1)).publicKey),
  addresses,
  id: new Uint8Array(16),
  expiresAtMs: 1,
  seed: new Uint8Array(32),
  service: 'files',
});

describe('the addresses of an invitation', () => {
  it('are one of each kind first, and those of this machine last', () => {
    const [loop, lan, wide] = ['/ip4/127.0.0.1/tcp/1', '/ip4/10.0.0.1/tcp/1', '/ip4/192.0.2.1/tcp/1'];
    expect(invitedAddresses([loop, lan, '/ip4/10.0.0.2/tcp/1', relayed(1), relayed(2), wide])).toEqual([
      wide,
      relayed(1),
      lan,
      relayed(2),
      '/ip4/10.0.0.2/tcp/1',
      loop,
    ]);
    expect(invitedAddresses([loop])).toEqual([loop]);
    expect(invitedAddresses([])).toEqual([]);
  });

  it('are so many, and not one more', () => {
    const many = Array.from({ length: MAX_INVITED_ADDRESSES + 1 }, (_, n) => `/ip4/10.0.0.${n + 1}/tcp/1`);
    expect(invitedAddresses(many)).toEqual(many.slice(0, MAX_INVITED_ADDRESSES));
    expect(invitedAddresses(many.slice(1))).toEqual(many.slice(1));
  });

  it('leave out what is too long for one, and the last ones where all of them are too long', () => {
    expect(invitedAddresses([`/dns/${'a.'.repeat(120)}example/tcp/1/p2p/${RELAY}`, '/ip4/10.0.0.1/tcp/1'])).toEqual([
      '/ip4/10.0.0.1/tcp/1',
    ]);
    const long = Array.from({ length: 16 }, (_, n) => `/x${n}`.padEnd(256, 'x'));
    const text = fittingInvitation(invitation(long));
    const { addresses } = parseInvitation(text);
    expect(text.length).toBeLessThanOrEqual(MAX_INVITATION_CHARACTERS);
    expect(addresses).toEqual(long.slice(0, addresses.length));
    expect(addresses.length).toBeGreaterThan(8);
    expect(() => fittingInvitation({ ...invitation(long), service: '' })).toThrow(RangeError);
  });
});
