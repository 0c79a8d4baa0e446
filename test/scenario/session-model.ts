/** Two parties and what they keep of each other, without links, outbox or disk: the session core alone. */
import { createHash } from 'node:crypto';
import { type Bytes, equalBytes, fromUtf8, toHex, utf8 } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import { type AgreementKeyPair, agreementKeyPair } from '../../src/crypto/agree.ts';
import { type KemKeyPair, kemKeyPair } from '../../src/crypto/kem.ts';
import type { Identity } from '../../src/identity/identity.ts';
import type { Envelope } from '../../src/message/envelope.ts';
import { makeMessageId } from '../../src/message/message-id.ts';
import { splitRatchetMessage } from '../../src/message/ratchet-message.ts';
import {
  type DurableSession,
  initiateDurable,
  openMessage,
  readEnvelope,
  respondDurable,
  sealMessage,
} from '../../src/session/durable.ts';
import { decodeInitial } from '../../src/session/handshake.ts';
import {
  addInitiated,
  addOpened,
  addSealed,
  decodePeerSessions,
  encodePeerSessions,
  NO_SESSIONS,
  openWithAny,
  type PeerSessions,
} from '../../src/session/peer-sessions.ts';
import type { OwnPrekey } from '../../src/session/prekeys.ts';
import { MAX_RECEIVING_CHAINS } from '../../src/session/ratchet.ts';
import { agent, bundleOf, NOW, verified } from '../unit/session/actors.ts';

/** A copy of what one party has stored. */
export interface Stored {
  readonly record: Bytes;
  readonly oneTime: ReadonlyMap<number, AgreementKeyPair>;
  readonly seen: ReadonlySet<string>;
}

/** Sealed, and on its way. */
export interface Sent {
  readonly from: Party;
  readonly to: Party;
  readonly text: string;
  readonly envelope: Bytes;
  /** The session id in hex. */
  readonly session: string;
  /** The ratchet key in hex. */
  readonly chain: string;
}

/** Bytes that follow from `seed`, at the speed of one hash a block. */
function drawOf(seed: string): (count: number) => Bytes {
  let counter = 0;
  return (count) => {
    const drawn = new Uint8Array(Math.ceil(count / 32) * 32);
    for (let at = 0; at < drawn.length; at += 32)
      drawn.set(createHash('sha256').update(`${seed} ${counter++}`).digest(), at);
    return drawn.slice(0, count);
  };
}

/** One of the two. It goes on in memory between restarts, and has stored each step before it gives anything out. */
export class Party {
  readonly identity: Identity;
  readonly got: string[] = [];
  readonly #draw: (count: number) => Bytes;
  readonly #signed: OwnPrekey<AgreementKeyPair>;
  readonly #kem: OwnPrekey<KemKeyPair>;
  readonly #watch: NonceWatch;
  #oneTime = new Map<number, AgreementKeyPair>();
  #seen = new Set<string>();
  /** By session: the chains of which messages were opened, in their order. */
  readonly #chains = new Map<string, string[]>();
  #offers = 0;
  #held: PeerSessions = NO_SESSIONS;
  #record: Bytes = encodePeerSessions(NO_SESSIONS);

  constructor(name: 'alice' | 'bob', seed: string, watch: NonceWatch) {
    this.identity = agent(name);
    this.#draw = drawOf(`${seed} ${name}`);
    const prekeys = prekeysOfName(name);
    this.#signed = prekeys.signed;
    this.#kem = prekeys.kem;
    this.#watch = watch;
  }

  /** The session that sends. */
  get first(): DurableSession {
    const [first] = this.#held.sessions;
    if (first === undefined) throw new TalosError('E_NO_SESSION', 'there is no session yet');
    return first;
  }

  /** Whether there is a session, and a message of the peer has come where that is due. */
  get canSend(): boolean {
    const [first] = this.#held.sessions;
    return first !== undefined && (first.ratchet.sending ?? first.ratchet.receiving) !== undefined;
  }

  get sessions(): readonly DurableSession[] {
    return this.#held.sessions;
  }

  stored(): Stored {
    return { record: this.#record, oneTime: new Map(this.#oneTime), seen: new Set(this.#seen) };
  }

  /** Forgets all that is not stored, or goes back to a copy. */
  restart({ record, oneTime, seen }: Stored = this.stored()): void {
    this.#record = record;
    this.#held = decodePeerSessions(record);
    this.#oneTime = new Map(oneTime);
    this.#seen = new Set(seen);
  }

  /** A bundle with a one-time prekey of its own. */
  offer(): Bytes {
    const id = 100 + this.#offers++;
    const pair = agreementKeyPair(this.#draw(32));
    this.#oneTime.set(id, pair);
    return bundleOf(this.identity, { signed: this.#signed, kem: this.#kem, oneTime: { id, pair } });
  }

  /** Makes a session with `peer`, which its first message will bring there. */
  start(peer: Party): void {
    const session = initiateDurable(this.identity, verified(peer.identity, peer.offer()), this.#draw);
    this.#store(addInitiated(this.#held, session, { nowMs: NOW }));
  }

  seal(to: Party, text: string): Sent {
    const { session, envelope } = sealMessage(
      this.first,
      this.identity,
      { type: 1, id: makeMessageId(NOW, this.#draw), timestampMs: NOW, text: utf8(text), salt: this.#draw(32) },
      this.#draw,
    );
    const route = { sender: this.identity.did, recipient: to.identity.did };
    const place = this.#watch.add(session, readEnvelope(envelope, route));
    this.#store(addSealed(this.#held, session));
    return { from: this, to, text, envelope, ...place };
  }

  /** Opens what came and delivers its text. What it throws has changed nothing. */
  open({ from, envelope: bytes, session: id, chain }: Sent): void {
    const envelope = readEnvelope(bytes, { sender: from.identity.did, recipient: this.identity.did });
    const { session, text, consumed } = this.#opened(envelope);
    if (consumed !== undefined) {
      this.#seen.add(consumed.seen);
      this.#oneTime.delete(consumed.oneTime);
    }
    this.#store(addOpened(this.#held, session, { nowMs: NOW }));
    this.got.push(fromUtf8(text));
    const chains = this.#chains.get(id) ?? [];
    if (!chains.includes(chain)) chains.push(chain);
    this.#chains.set(id, chains);
  }

  /** Whether the chain of a message is among those that are kept, by PROTOCOL.md §5.4. */
  keeps({ session, chain }: Sent): boolean {
    const chains = this.#chains.get(session) ?? [];
    const at = chains.indexOf(chain);
    return at === -1 || chains.length - at <= MAX_RECEIVING_CHAINS;
  }

  #opened(envelope: Envelope): {
    session: DurableSession;
    text: Bytes;
    consumed?: { seen: string; oneTime: number };
  } {
    const { initial } = envelope;
    if (initial === undefined) return openWithAny(this.#held.sessions, envelope, NOW);
    const known = this.#held.sessions.find(({ initialHash }) =>
      equalBytes(initialHash, createHash('sha256').update(initial).digest()),
    );
    if (known !== undefined) return openMessage(known, envelope, NOW);
    const message = decodeInitial(initial);
    const seen = toHex(message.ephemeralKey);
    if (this.#seen.has(seen)) throw new TalosError('E_REPLAY', 'seen');
    const id = message.oneTimePrekeyId as number;
    const pair = this.#oneTime.get(id);
    if (pair === undefined) throw new TalosError('E_PREKEY_GONE', 'gone');
    const secrets = {
      kind: 'durable',
      certificate: this.identity.certificate,
      signedPrekey: this.#signed,
      kemPrekey: this.#kem,
      isOneTimeKem: false,
      oneTimePrekey: { id, pair },
      nonce: new Uint8Array(0),
    } as const;
    const session = respondDurable(this.identity, initial, secrets, { nowMs: NOW });
    return { ...openMessage(session, envelope, NOW), consumed: { seen, oneTime: id } };
  }

  #store(next: PeerSessions): void {
    this.#record = encodePeerSessions(next);
    this.#held = next;
  }
}

const prekeys = new Map<string, { signed: OwnPrekey<AgreementKeyPair>; kem: OwnPrekey<KemKeyPair> }>();

/** Made once: they are not what the schedules are about. */
function prekeysOfName(name: string): { signed: OwnPrekey<AgreementKeyPair>; kem: OwnPrekey<KemKeyPair> } {
  const draw = drawOf(`prekeys ${name}`);
  const made = prekeys.get(name) ?? {
    signed: { id: 7, pair: agreementKeyPair(draw(32)) },
    kem: { id: 8, pair: kemKeyPair(draw(64)) },
  };
  prekeys.set(name, made);
  return made;
}

/** Sees every envelope that was sealed: under which message key, and under which nonce. */
export class NonceWatch {
  /** A message key is that of its session, its chain and its place in the chain. */
  readonly keys = new Set<string>();
  readonly pairs = new Set<string>();
  sealed = 0;

  add({ id }: DurableSession, { content }: Envelope): { readonly session: string; readonly chain: string } {
    const { ratchetKey, index, nonce } = splitRatchetMessage(content);
    const place = { session: toHex(id), chain: toHex(ratchetKey) };
    const key = `${place.session} ${place.chain} ${index}`;
    this.keys.add(key);
    this.pairs.add(`${key} ${toHex(nonce)}`);
    this.sealed++;
    return place;
  }
}
