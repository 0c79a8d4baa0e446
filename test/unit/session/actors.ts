/** Identities, seeded randomness and prekeys for the tests of sessions. */
import { type Bytes, concat, fromHex, utf8 } from '../../../src/base/bytes.ts';
import { u32 } from '../../../src/codec/writer.ts';
import { type AgreementKeyPair, agreementKeyPair } from '../../../src/crypto/agree.ts';
import { sha256 } from '../../../src/crypto/hash.ts';
import { initCrypto } from '../../../src/crypto/init.ts';
import { type KemKeyPair, kemKeyPair } from '../../../src/crypto/kem.ts';
import { Identity } from '../../../src/identity/identity.ts';
import { decodeInitial, type PrekeySecrets } from '../../../src/session/handshake.ts';
import type { Party } from '../../../src/session/key-schedule.ts';
import {
  type Bundle,
  type BundleFields,
  createBundle,
  type OwnPrekey,
  verifyBundle,
} from '../../../src/session/prekeys.ts';
import type { Draw } from '../../../src/session/ratchet.ts';
import { loadVectors } from '../../vectors/files.ts';

/** 2026-01-01T00:00:00Z. */
export const NOW = 1_767_225_600_000;
export const DAY = 86_400_000;

/** Bytes that follow from `seed`: SHA-256(seed ‖ counter), joined. */
export function seededDraw(seed: string): Draw {
  let counter = 0;
  return (count) => {
    let drawn: Bytes = new Uint8Array(0);
    while (drawn.length < count) drawn = concat(drawn, sha256(concat(utf8(seed), u32(counter++))));
    return drawn.slice(0, count);
  };
}

await initCrypto();

const identities = new Map<string, Identity>();

/** The same identity for the same name. */
export function agent(name: string): Identity {
  const known = identities.get(name);
  if (known !== undefined) return known;
  const made = Identity.fromEntropy(sha256(utf8(`talos test identity ${name}`)), { name, nowMs: NOW, sequence: 1 });
  identities.set(name, made);
  return made;
}

export interface Prekeys {
  readonly signed: OwnPrekey<AgreementKeyPair>;
  readonly kem: OwnPrekey<KemKeyPair>;
  readonly oneTime: OwnPrekey<AgreementKeyPair>;
  readonly oneTimeKem?: OwnPrekey<KemKeyPair>;
}

/** Prekeys that follow from `seed`. */
export function prekeysOf(seed: string): Required<Prekeys> {
  const draw = seededDraw(seed);
  return {
    signed: { id: 7, pair: agreementKeyPair(draw(32)) },
    kem: { id: 8, pair: kemKeyPair(draw(64)) },
    oneTime: { id: 9, pair: agreementKeyPair(draw(32)) },
    oneTimeKem: { id: 10, pair: kemKeyPair(draw(64)) },
  };
}

/** A bundle of these prekeys, with `changes`. */
export function bundleOf(party: Party, prekeys: Prekeys, changes: Partial<BundleFields> = {}): Bytes {
  return createBundle(party, {
    sequence: 3,
    issuedAtMs: NOW,
    expiresAtMs: NOW + 20 * DAY,
    signedPrekey: prekeys.signed,
    kemPrekey: prekeys.kem,
    prekeysExpireAtMs: NOW + 25 * DAY,
    oneTimePrekeys: [prekeys.oneTime],
    oneTimeKems: prekeys.oneTimeKem === undefined ? [] : [prekeys.oneTimeKem],
    ...changes,
  });
}

export function verified(party: Party, bytes: Bytes): Bundle {
  return verifyBundle(bytes, { did: party.did, nowMs: NOW });
}

/** What the responder looks up for an initial message. */
export function secretsFor(party: Party, initial: Bytes, prekeys: Prekeys): PrekeySecrets {
  const { kemPrekeyId, oneTimePrekeyId } = decodeInitial(initial);
  const { oneTimeKem } = prekeys;
  const isOneTimeKem = oneTimeKem?.id === kemPrekeyId;
  return {
    kind: 'durable',
    certificate: party.certificate,
    signedPrekey: prekeys.signed,
    kemPrekey: isOneTimeKem ? (oneTimeKem ?? prekeys.kem) : prekeys.kem,
    isOneTimeKem,
    oneTimePrekey: oneTimePrekeyId === undefined ? undefined : prekeys.oneTime,
    nonce: new Uint8Array(0),
  };
}

/** A copy of `bytes` with one bit flipped. */
export function flipped(bytes: Uint8Array, at: number, bit = 0): Bytes {
  const copy = new Uint8Array(bytes);
  copy[at] = (copy[at] as number) ^ (1 << bit);
  return copy;
}

/** What `action` throws, by code; `undefined` where it does not. */
export function codeOf(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as { readonly code?: unknown }).code ?? error;
  }
}

const hostile = loadVectors<Record<'low_order' | 'non_canonical', readonly { readonly key: string }[]>>(
  'x25519/hostile_public_keys.json',
);

/** X25519 keys of small order and not canonical, 32 bytes each. */
export const HOSTILE_KEYS: readonly Bytes[] = [...hostile.low_order, ...hostile.non_canonical].map(({ key }) =>
  fromHex(key),
);
