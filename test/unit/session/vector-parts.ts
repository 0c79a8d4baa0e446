/** What the makers of `vectors/talos/` share: randomness that is remembered, and values in the form of the files. */
import { type Bytes, toHex } from '../../../src/base/bytes.ts';
import { MAX_CERTIFICATE_LIFETIME_MS } from '../../../src/identity/certificate.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import type { Draw } from '../../../src/session/ratchet.ts';
import { NOW, seededDraw } from './actors.ts';
import * as reference from './reference.ts';

/** A part of a vector file. */
export type Values = Readonly<Record<string, unknown>>;

/** The same parts in hex. */
export function hex(parts: Readonly<Record<string, Uint8Array>>): Values {
  return Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, toHex(bytes)]));
}

/** A draw that remembers. */
export function recorder(seed: string): { readonly draw: Draw; readonly taken: Bytes[] } {
  const source = seededDraw(seed);
  const taken: Bytes[] = [];
  const draw: Draw = (count) => {
    const bytes = source(count);
    taken.push(bytes);
    return bytes;
  };
  return { draw, taken };
}

/** Throws where our code and the reference differ, with the name of the value. */
export function agreeOn(what: string, ours: Uint8Array, theirs: Uint8Array): void {
  if (toHex(ours) !== toHex(theirs)) throw new Error(`${what}: ours ${toHex(ours)}, reference ${toHex(theirs)}`);
}

/** The signatures of a document: label, what was signed under it, and the signature. */
export function signaturesHex(signatures: Readonly<Record<string, reference.Signed>>): Values {
  const parts = ({ label, body, signature }: reference.Signed): Values => ({ label, ...hex({ body, signature }) });
  return { signatures: Object.fromEntries(Object.entries(signatures).map(([name, one]) => [name, parts(one)])) };
}

/** One message of a ratchet. */
export function stepHex({ turn, ...step }: reference.Step): Values {
  return hex({ ...turn, ...step });
}

/** An agent: its words, and all that follows from them. */
export function partyHex(party: Identity): Values {
  const { did, certificate } = party;
  const { bip39Seed, ed25519Seed, x25519Secret } = reference.seedsOf(party.words());
  agreeOn('ed25519Seed', party.hostSeed(), ed25519Seed);
  agreeOn('x25519Secret', party.agreement.secretKey, x25519Secret);
  const certified = { sequence: party.sequence, issuedAtMs: NOW, expiresAtMs: NOW + MAX_CERTIFICATE_LIFETIME_MS };
  const { bytes, signatures } = reference.certificate({ seed: ed25519Seed, did, x25519: x25519Secret, ...certified });
  agreeOn('certificate', certificate, bytes);
  return {
    did,
    words: party.words(),
    ...hex({
      bip39Seed,
      ed25519Seed,
      ed25519Public: reference.ed25519PublicOf(ed25519Seed),
      x25519Secret,
      x25519Public: reference.publicOf(x25519Secret),
      certificate,
    }),
    certified,
    ...signaturesHex(signatures),
  };
}

/** An agent as the reference takes it. */
export function referenceParty(party: Identity): reference.HandshakeInputs['a'] {
  return { did: party.did, certificate: party.certificate, x25519: party.agreement.secretKey };
}

/** The reference ratchets of both sides: `first` is the first ratchet secret of the initiator. */
export function referenceRatchets(
  sk: Bytes,
  spkSecret: Bytes,
  first: Bytes,
): Readonly<Record<'a' | 'b', reference.ReferenceRatchet>> {
  return {
    a: new reference.ReferenceRatchet(sk, first, reference.publicOf(spkSecret)),
    b: new reference.ReferenceRatchet(sk, spkSecret, undefined),
  };
}
