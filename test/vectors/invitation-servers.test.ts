/** Invitations that name registries, against `vectors/talos/invitation-servers-v1.json`. */
import { expect, it } from 'vitest';
import { fromHex } from '../../src/base/bytes.ts';
import { formatInvitation, parseInvitation } from '../../src/capability/invitation.ts';
import { parseDid } from '../../src/identity/did.ts';
import { loadVectors } from './files.ts';

it('an invitation with a registry and an address through a relay', () => {
  const vectors = loadVectors<{
    readonly server: string;
    readonly addresses: readonly string[];
    readonly servers: readonly string[];
    readonly id: string;
    readonly expiresAtMs: number;
    readonly seed: string;
    readonly service: string;
    readonly text: string;
  }>('talos/invitation-servers-v1.json');
  const { addresses, servers, expiresAtMs, service, text } = vectors;
  const [id, seed] = [fromHex(vectors.id), fromHex(vectors.seed)];
  const invitation = { server: parseDid(vectors.server), addresses, servers, id, expiresAtMs, seed, service };
  expect(formatInvitation(invitation)).toBe(text);
  expect(parseInvitation(text)).toEqual(invitation);
});
