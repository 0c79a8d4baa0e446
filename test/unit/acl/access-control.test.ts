import { describe, expect, it } from 'vitest';
import { AccessControl } from '../../../src/acl/access-control.ts';
import { MAX_ACL_BYTES } from '../../../src/acl/acl.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { did } from './world.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const LIST = `
peers:
  alice:
    allow_tools: ["read_*"]
    rate_limit:
      requests_per_minute: 10
  ${did(2)}:
    enabled: false
`;

describe('an access-control list as a value', () => {
  const list = new AccessControl(LIST);

  it('says of a request whether it is allowed, by which rule, in which line: ACL_DENIED', () => {
    expect(list.check({ peer: 'alice', target: 'read_file' })).toMatchObject({ allowed: true, line: 4 });
    expect(list.check({ peer: 'alice', target: 'write_file' })).toMatchObject({ allowed: false, code: 'ACL_DENIED' });
    expect(list.check({ peer: did(2), target: 'read_file' })).toMatchObject({ allowed: false, line: 8 });
    expect(list.check({ peer: { did: did(2), alias: 'alice' }, target: 'read_file' }).allowed).toBe(false);
    expect(list.check({ peer: did(3), target: 'read_file' }).allowed).toBe(false);
    expect(list.check({ peer: did(3), method: 'ping' }).allowed).toBe(true);
    expect(list.limits('alice')).toEqual({ requestsPerMinute: 10 });
    expect(list.limits(did(3))).toEqual({});
  });

  it('remarks on what is probably a mistake', () => {
    const remarks = list.lint({ tools: ['write_file'] });
    expect(remarks.map(({ line }) => line)).toContain(4);
  });

  it('E_CONFIG: is refused with the place of the first fault, and all faults are told', () => {
    const wrong = 'peers:\n  alice:\n    allow_tool: ["x"]\n    enabled: perhaps\n';
    expect(() => new AccessControl(wrong, 'mine.yaml')).toThrow(code('E_CONFIG'));
    expect(AccessControl.faults(wrong).map(({ line }) => line)).toEqual([3, 4]);
    expect(AccessControl.faults(utf8(LIST))).toEqual([]);
    expect(AccessControl.faults(`#${'x'.repeat(MAX_ACL_BYTES)}`)).toMatchObject([{ line: 0 }]);
    expect(AccessControl.faults(Uint8Array.of(0xff))).toMatchObject([{ line: 0 }]);
  });

  it('is neither made of nor asked with another type: TypeError', () => {
    for (const given of [undefined, null, {}, 1, '\ud800'])
      expect(() => new AccessControl(given as never)).toThrow(TypeError);
    for (const asked of [undefined, {}, { peer: 1 }, { peer: {} }, { peer: 'alice', method: 1 }])
      expect(() => list.check(asked as never)).toThrow(TypeError);
  });
});
