/** Lists for tests. */
import type { Acl, AclPeer } from '../../../src/acl/acl.ts';
import { type AclFault, parseAcl, readAcl } from '../../../src/acl/parse.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { type Did, didOfKey } from '../../../src/identity/did.ts';

/** A DID of nobody, by a number. */
export function did(n: number): Did {
  return didOfKey(new Uint8Array(32).fill(n));
}

/** A peer with or without a name. */
export function peer(n: number, alias = ''): AclPeer {
  return { did: did(n), alias };
}

/** The list that `text` is. */
export function list(text: string): Acl {
  return parseAcl(utf8(text), 'permissions.yaml');
}

/** What is wrong with `text`, as `line:column message`. */
export function faultsOf(text: string | Uint8Array): string[] {
  const read = readAcl(typeof text === 'string' ? utf8(text) : text);
  const faults: readonly AclFault[] = 'faults' in read ? read.faults : [];
  return faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** A list with every member, as issue trackers and manuals show it. */
export const WHOLE = `
default_allow: false
peers:
  alice:
    enabled: true
    allow_tools: ["read_*", "list_directory"]
    deny_tools:
      - read_secret
    allow_resources: ["file:///srv/share/**"]
    deny_resources: ["file:///srv/share/private/*"]
    rate_limit:
      requests_per_minute: 60
      data_bytes_per_day: 10485760
      max_execution_time_seconds: 30
`;
