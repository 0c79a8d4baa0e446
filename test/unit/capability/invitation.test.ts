import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../../src/base/bytes.ts';
import { fromBase64url, toBase64url } from '../../../src/base/encoding.ts';
import {
  formatInvitation,
  INVITATION_PREFIX,
  type Invitation,
  inviteKey,
  MAX_ADDRESS_CHARACTERS,
  MAX_INVITATION_ADDRESSES,
  MAX_INVITATION_CHARACTERS,
  MAX_INVITATION_SERVERS,
  parseInvitation,
  signRedemption,
  verifyRedemption,
} from '../../../src/capability/invitation.ts';
import { type Cbor, type CborMap, decodeCbor, encodeCbor } from '../../../src/codec/cbor.ts';
import { hkdfSha256 } from '../../../src/crypto/kdf.ts';
import { SigningKey } from '../../../src/crypto/sign.ts';
import { holder, NOW_S, server, stranger } from './world.ts';

const code = (name: string) => expect.objectContaining({ code: name });
const invitation = (changes: Partial<Invitation> = {}): Invitation => ({
  server: server().did,
  addresses: ['/ip4/192.0.2.1/tcp/4001', '/dns4/example.com/tcp/443/wss'],
  id: new Uint8Array(16).fill(5),
  expiresAtMs: NOW_S * 1000,
  seed: new Uint8Array(32).fill(6),
  service: 'files',
  ...changes,
});
const mapOf = (text: string): CborMap => decodeCbor(fromBase64url(text.slice(INVITATION_PREFIX.length))) as CborMap;
const textOf = (map: Cbor): string => INVITATION_PREFIX + toBase64url(encodeCbor(map));
const withFields = (changes: CborMap): string => textOf({ ...mapOf(formatInvitation(invitation())), ...changes });

describe('an invitation', () => {
  it('is read as it was written', () => {
    const text = formatInvitation(invitation());
    expect(text).toMatch(/^talos:invite:[A-Za-z0-9_-]+$/);
    expect(parseInvitation(text)).toEqual(invitation());
    expect(parseInvitation(formatInvitation(invitation({ addresses: [] }))).addresses).toEqual([]);
  });

  it('holds the fields of the protocol and no token', () => {
    expect(mapOf(formatInvitation(invitation()))).toEqual({
      v: 1,
      did: server().did,
      addrs: invitation().addresses,
      id: invitation().id,
      exp: NOW_S * 1000,
      seed: invitation().seed,
      service: 'files',
    });
  });

  it('takes as many and as long addresses as the limits, and not one more', () => {
    const address = (length: number): string => '/'.padEnd(length, 'x');
    const longest = invitation({ addresses: [address(MAX_ADDRESS_CHARACTERS)] });
    const most = invitation({ addresses: Array(MAX_INVITATION_ADDRESSES).fill(address(150)) });
    for (const fitting of [longest, most]) expect(parseInvitation(formatInvitation(fitting))).toEqual(fitting);
    const tooLong = [address(MAX_ADDRESS_CHARACTERS + 1)];
    const tooMany = Array(MAX_INVITATION_ADDRESSES + 1).fill('/x') as string[];
    for (const addrs of [tooLong, tooMany]) {
      expect(() => formatInvitation(invitation({ addresses: addrs }))).toThrow(RangeError);
      expect(() => parseInvitation(withFields({ addrs }))).toThrow(code('E_MALFORMED'));
    }
  });

  it('is no longer than 4,096 characters', () => {
    const sized = (length: number): Invitation =>
      invitation({ addresses: [...Array<string>(11).fill('/'.padEnd(256, 'x')), '/'.padEnd(length, 'x')] });
    let length = 1;
    while (textLength(sized(length + 1)) <= MAX_INVITATION_CHARACTERS) length++;
    expect(parseInvitation(formatInvitation(sized(length)))).toEqual(sized(length));
    expect(() => formatInvitation(sized(length + 1))).toThrow(RangeError);
    expect(() => parseInvitation('x'.repeat(MAX_INVITATION_CHARACTERS + 1))).toThrow(code('E_LIMIT'));
    expect(() => parseInvitation('x'.repeat(MAX_INVITATION_CHARACTERS))).toThrow(code('E_MALFORMED'));
  });

  it.each<[string, Partial<Invitation>]>([
    ['a service with a space', { service: 'my files' }],
    ['an empty service', { service: '' }],
    ['an address with a line feed', { addresses: ['/ip4/1\n'] }],
    ['an empty address', { addresses: [''] }],
    ['a fraction of a millisecond', { expiresAtMs: 0.5 }],
    ['a time before 1970', { expiresAtMs: -1 }],
    ['a short id', { id: new Uint8Array(15) }],
    ['a short seed', { seed: new Uint8Array(31) }],
  ])('is not written with %s', (_, change) => {
    expect(() => formatInvitation(invitation(change))).toThrow(RangeError);
  });

  it('is not written with a server that is no DID', () => {
    expect(() => formatInvitation(invitation({ server: 'x' as Invitation['server'] }))).toThrow(TypeError);
  });

  it('says that it is damaged, and what to do', () => {
    for (const text of [formatInvitation(invitation()).slice(0, -4), INVITATION_PREFIX, `${INVITATION_PREFIX}abc`])
      expect(() => parseInvitation(text)).toThrow(
        expect.objectContaining({
          code: 'E_MALFORMED',
          message: expect.stringMatching(/^the invitation is damaged: /),
          hint: 'copy all of its line, or ask for a new one',
        }),
      );
  });

  it.each<[string, (text: string) => string]>([
    ['nothing', () => ''],
    ['no prefix', (text) => text.slice(INVITATION_PREFIX.length)],
    ['a prefix in upper case', (text) => text.replace('talos', 'TALOS')],
    ['a prefix with slashes', (text) => text.replace('invite:', 'invite://')],
    ['white space before', (text) => ` ${text}`],
    ['a line feed after', (text) => `${text}\n`],
    ['padding', (text) => `${text}=`],
    ['its last character cut', (text) => text.slice(0, -1)],
    ['a byte more', (text) => INVITATION_PREFIX + toBase64url(concat(fromBase64url(text.slice(13)), Uint8Array.of(0)))],
    ['JSON', () => INVITATION_PREFIX + toBase64url(utf8('{"v":1}'))],
    ['a list', () => textOf([1])],
  ])('is refused with %s', (_, change) => {
    expect(() => parseInvitation(change(formatInvitation(invitation())))).toThrow(code('E_MALFORMED'));
  });

  it.each<[string, CborMap, string]>([
    ['another version', { v: 2 }, 'E_VERSION'],
    ['a server of another method', { did: 'did:web:example.com' }, 'E_BAD_DID'],
    ['a server in bytes', { did: new Uint8Array(3) }, 'E_MALFORMED'],
    ['addresses that are a text', { addrs: '/ip4' }, 'E_MALFORMED'],
    ['an id of 15 bytes', { id: new Uint8Array(15) }, 'E_MALFORMED'],
    ['an id in text', { id: '5'.repeat(16) }, 'E_MALFORMED'],
    ['a seed of 33 bytes', { seed: new Uint8Array(33) }, 'E_MALFORMED'],
    ['a negative time', { exp: -1 }, 'E_MALFORMED'],
    ['a service that is no identifier', { service: 'f\u0456les' }, 'E_MALFORMED'],
    ['a token', { token: 'x' }, 'E_MALFORMED'],
  ])('is refused with %s', (_, change, expected) => {
    expect(() => parseInvitation(withFields(change))).toThrow(code(expected));
  });

  it.each(['v', 'did', 'addrs', 'id', 'exp', 'seed', 'service'])('is refused without %s', (field) => {
    const map: Record<string, Cbor> = { ...mapOf(formatInvitation(invitation())) };
    delete map[field];
    expect(() => parseInvitation(textOf(map))).toThrow(code('E_MALFORMED'));
  });
});

function textLength({ addresses }: Invitation): number {
  const map = { ...mapOf(formatInvitation(invitation())), addrs: addresses };
  return textOf(map).length;
}

describe('a redemption', () => {
  const seed = new Uint8Array(32).fill(6);
  const context = () => ({
    id: new Uint8Array(16).fill(5),
    server: server().did,
    redeemer: holder().did,
    session: new Uint8Array(32).fill(8),
  });

  it('verifies under the public key of the invitation', () => {
    expect(verifyRedemption(inviteKey(seed).publicKey, context(), signRedemption(seed, context()))).toBe(true);
  });

  it('is signed by the key that HKDF makes of the seed, over label, id, both DIDs and the session', () => {
    const key = new SigningKey(hkdfSha256(seed, new Uint8Array(0), utf8('talos/v1/invite-key'), 32));
    const { id, session } = context();
    const did = (text: string) => concat(Uint8Array.of(0, 56), utf8(text));
    const body = concat(id, did(server().did), did(holder().did), session);
    const expected = key.signRaw(concat(utf8('talos/v1/invite-redemption'), Uint8Array.of(0), body));
    expect(signRedemption(seed, context())).toEqual(expected);
  });

  it.each<[string, () => object]>([
    ['another invitation', () => ({ id: new Uint8Array(16) })],
    ['another server', () => ({ server: stranger().did })],
    ['another redeemer', () => ({ redeemer: stranger().did })],
    ['the two exchanged', () => ({ server: holder().did, redeemer: server().did })],
    ['another session', () => ({ session: new Uint8Array(32) })],
  ])('does not count for %s', (_, change) => {
    const signature = signRedemption(seed, context());
    expect(verifyRedemption(inviteKey(seed).publicKey, { ...context(), ...change() }, signature)).toBe(false);
  });

  it('does not count under the key of another seed, or with any bit flipped', () => {
    const signature = signRedemption(seed, context());
    expect(verifyRedemption(inviteKey(new Uint8Array(32)).publicKey, context(), signature)).toBe(false);
    const { publicKey } = inviteKey(seed);
    for (let bit = 0; bit < 512; bit++) {
      const flipped = signature.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(verifyRedemption(publicKey, context(), flipped)).toBe(false);
    }
    for (const length of [0, 63, 65])
      expect(verifyRedemption(publicKey, context(), new Uint8Array(length))).toBe(false);
    expect(verifyRedemption(new Uint8Array(31), context(), signature)).toBe(false);
  });

  it('is made over an id, a seed and a session of their lengths alone', () => {
    expect(() => signRedemption(seed, { ...context(), id: new Uint8Array(15) })).toThrow(RangeError);
    expect(() => signRedemption(seed, { ...context(), session: new Uint8Array(31) })).toThrow(RangeError);
    expect(() => inviteKey(new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('the servers of an invitation', () => {
  const place = '/dns/registry.example/tcp/8765/p2p/12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA';

  it('are read as they were written; without them it is what it was before there were any', () => {
    for (const servers of [[place], Array<string>(MAX_INVITATION_SERVERS).fill(place)]) {
      const named = invitation({ servers });
      expect(parseInvitation(formatInvitation(named))).toEqual(named);
      expect(mapOf(formatInvitation(named))['servers']).toEqual(servers);
    }
    expect(mapOf(formatInvitation(invitation()))).not.toHaveProperty('servers');
    expect(parseInvitation(formatInvitation(invitation()))).not.toHaveProperty('servers');
  });

  it.each<[string, Cbor]>([
    ['none', []],
    ['one too many', Array<string>(MAX_INVITATION_SERVERS + 1).fill(place)],
    ['one that is empty', ['']],
    ['one with a space', [`${place} `]],
    ['one that is too long', ['/'.padEnd(MAX_ADDRESS_CHARACTERS + 1, 'x')]],
    ['no text', [7]],
    ['no list', place],
  ])('E_MALFORMED for %s', (_, servers) => {
    expect(() => parseInvitation(withFields({ servers }))).toThrow(code('E_MALFORMED'));
    expect(() => formatInvitation({ ...invitation(), servers: servers as string[] })).toThrow(RangeError);
  });
});
