import { describe, expect, it } from 'vitest';
import { type Bytes, utf8 } from '../../../src/base/bytes.ts';
import { randomBytes } from '../../../src/crypto/random.ts';
import { Secret } from '../../../src/crypto/secret.ts';
import { makeMessageId } from '../../../src/message/message-id.ts';
import {
  type DurableSession,
  initiateDurable,
  openMessage,
  readEnvelope,
  respondDurable,
  sealMessage,
} from '../../../src/session/durable.ts';
import { acceptLive, answerLive, beginLive, completeLive } from '../../../src/session/live.ts';
import { addOpened, decodePeerSessions, encodePeerSessions, NO_SESSIONS } from '../../../src/session/peer-sessions.ts';
import { encrypt, type RatchetState } from '../../../src/session/ratchet.ts';
import { shows } from '../../shown.ts';
import { agent, bundleOf, NOW, prekeysOf, secretsFor, verified } from './actors.ts';

const [alice, bob] = [agent('alice'), agent('bob')];
const bobs = prekeysOf('bob');
const route = { sender: alice.did, recipient: bob.did };

const sealed = (session: DurableSession, text: string): ReturnType<typeof sealMessage> =>
  sealMessage(session, alice, {
    type: 1,
    id: makeMessageId(NOW),
    timestampMs: NOW,
    text: utf8(text),
    salt: randomBytes(32),
  });

/** Every secret of a ratchet. */
function secretsOf({ root, ours, sending, receiving, earlier }: RatchetState): readonly Bytes[] {
  const skipped = [...(receiving?.skipped ?? []), ...earlier.flatMap((chain) => chain.skipped)];
  const keys = [root, sending?.key, receiving?.key, ...skipped.map(({ key }) => key)];
  return [ours.secretKey, ...keys.flatMap((key) => (key === undefined ? [] : [key.bytes]))];
}

/** Whatever an agent is, none of it may show. */
const identitySecrets = [alice, bob].flatMap((one) => [one.entropy(), one.hostSeed(), one.agreement.secretKey]);

describe('E12: inspected, cloned or written as JSON, no secret shows of', () => {
  it('E12: a durable session in any state, and the record that it is read from', () => {
    const started = initiateDurable(alice, verified(bob, bundleOf(bob, bobs)));
    const initial = started.pending as Bytes;
    const answered = respondDurable(bob, initial, secretsFor(bob, initial, bobs), { nowMs: NOW });
    const first = sealed(started, 'first');
    const opened = openMessage(answered, readEnvelope(first.envelope, route), NOW);
    const lost = sealed(first.session, 'lost');
    const third = sealed(lost.session, 'third');
    const skipping = openMessage(opened.session, readEnvelope(third.envelope, route), NOW);
    const read = decodePeerSessions(encodePeerSessions(addOpened(NO_SESSIONS, skipping.session, { nowMs: NOW })));
    for (const holder of [started, answered, first, opened, lost, third, skipping, read]) {
      const sessions = 'sessions' in holder ? holder.sessions : ['session' in holder ? holder.session : holder];
      const secrets = sessions.flatMap(({ ratchet }) => secretsOf(ratchet));
      expect(secrets.length).toBeGreaterThan(1);
      expect(shows(holder, [...secrets, ...identitySecrets])).toBe(false);
    }
    expect(secretsOf(skipping.session.ratchet)).toHaveLength(4);
  });

  it('E12: the states of a live handshake and its sessions', () => {
    const asked = beginLive(alice, bob.did);
    const offered = answerLive(bob, alice.did, asked.hello, NOW);
    const completed = completeLive(alice, asked.state, offered.bundle, { nowMs: NOW });
    const accepted = acceptLive(bob, offered.state, completed.initial, { nowMs: NOW });
    const { signedPrekey, kemPrekey } = offered.state;
    const secrets = [
      ...identitySecrets,
      signedPrekey.secretKey,
      kemPrekey.seed,
      ...secretsOf(completed.session.ratchet),
      ...secretsOf(accepted.ratchet),
    ];
    for (const holder of [asked, offered, completed, accepted]) expect(shows(holder, secrets)).toBe(false);
  });

  it('E12: the prekeys, and what a handshake is given', () => {
    const initial = initiateDurable(alice, verified(bob, bundleOf(bob, bobs))).pending as Bytes;
    const secrets = [bobs.signed.pair.secretKey, bobs.kem.pair.seed, bobs.oneTime.pair.secretKey, ...identitySecrets];
    for (const holder of [bobs, secretsFor(bob, initial, bobs), bob, alice]) expect(shows(holder, secrets)).toBe(false);
  });

  it('E12: the error of a message that does not open', () => {
    const started = initiateDurable(alice, verified(bob, bundleOf(bob, bobs)));
    const { message, state } = encrypt(started.ratchet, utf8('x'), started.associated);
    const initial = started.pending as Bytes;
    const session = respondDurable(bob, initial, secretsFor(bob, initial, bobs), { nowMs: NOW });
    const { envelope } = sealed(started, 'x');
    const read = readEnvelope(envelope, route);
    let thrown: unknown;
    try {
      openMessage(session, { ...read, content: message }, NOW);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'E_DECRYPT' });
    const secrets = [...secretsOf(state), ...secretsOf(session.ratchet), ...identitySecrets];
    expect(shows(thrown, secrets)).toBe(false);
  });

  it('the check sees a key that shows', () => {
    const key = randomBytes(32);
    for (const leak of [{ deep: [{ key }] }, { key: Buffer.from(key) }, { key: [...key] }, new Map([['key', key]])])
      expect(shows(leak, [key])).toBe(true);
    expect(shows({ key: new Secret(key) }, [key])).toBe(false);
  });
});
