import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/bytes.ts';
import { addressRequest, mappingRequest, readNatPmp } from '../../../src/net/nat-pmp.ts';

describe('NAT-PMP', () => {
  it('asks as RFC 6886 §3.2 to §3.4 lay it out', () => {
    expect(toHex(addressRequest())).toBe('0000');
    expect(toHex(mappingRequest({ port: 8766, outside: 443, lifeS: 7200 }))).toBe('00020000223e01bb00001c20');
    expect(toHex(mappingRequest({ port: 8766, outside: 0, lifeS: 0 }))).toBe('00020000223e000000000000');
  });

  it('reads answers to both', () => {
    expect(readNatPmp(fromHex('00800000000003e8cb007107'))).toEqual({ kind: 'address', host: '203.0.113.7' });
    const mapping = { kind: 'mapping', port: 8766, outside: 443, lifeS: 7200 };
    expect(readNatPmp(fromHex('00820000000003e8223e01bb00001c20'))).toEqual(mapping);
  });

  it.each([
    ['nothing', ''],
    ['three bytes', '008000'],
    ['a request', '0000'],
    ['a request of another host', '00020000223e01bb00001c20'],
    ['17 bytes', '00820000000003e8223e01bb00001c2000'],
    ['the answer to one for UDP', '00810000000003e8223e01bb00001c20'],
  ])('takes %s for no answer', (_what, hex) => {
    expect(readNatPmp(fromHex(hex))).toBeUndefined();
  });

  it.each([
    ['E_REFUSED', 'another version', '01800001'],
    ['E_REFUSED', 'success in another version', '02800000000003e8cb007107'],
    ['E_REFUSED', 'version 0 that is not supported', '00800001000003e800000000'],
    ['E_REFUSED', 'no mappings for this host', '00820002000003e8223e000000000000'],
    ['E_REFUSED', 'no address outside', '00800003000003e800000000'],
    ['E_REFUSED', 'no room', '00820004'],
    ['E_REFUSED', 'a reason that nobody knows', '0082ffff000003e8223e000000000000'],
    ['E_MALFORMED', 'an address that is cut short', '00800000000003e8cb0071'],
    ['E_MALFORMED', 'an address with more behind it', '00800000000003e8cb00710700'],
    ['E_MALFORMED', 'a mapping that is cut short', '00820000000003e8223e01bb00001c'],
  ])('%s: %s', (code, _what, hex) => {
    expect(() => readNatPmp(fromHex(hex))).toThrow(expect.objectContaining({ code }));
  });
});
