/**
 * The content of `vectors/talos/ratchet-v1.json`: 20 messages of a ratchet over five turns, two of which arrive late.
 * Our code runs both sides with known randomness; the reference computes every intermediate.
 */
import { type Bytes, toHex, utf8 } from '../../../src/base/bytes.ts';
import { agreementKeyPair } from '../../../src/crypto/agree.ts';
import { decrypt, encrypt, initiateRatchet, type RatchetState, respondRatchet } from '../../../src/session/ratchet.ts';
import { NOW, seededDraw } from './actors.ts';
import { agreeOn, hex, recorder, referenceRatchets, stepHex, type Values } from './vector-parts.ts';

type Sender = 'a' | 'b';

/** Who sends each message: six chains, so five turns after the first. */
const SENDERS = [...'aaaabbbaaaabbbaaabbb'] as readonly Sender[];
/** Message 1 comes after two turns, message 8 within its chain; any other at once. */
const ARRIVES_AFTER: Readonly<Record<number, number>> = { 1: 13, 8: 10 };

const arrivalOf = (number: number): number => ARRIVES_AFTER[number] ?? number;
/** The messages that arrive once message `number` was sent: itself first. */
const arrivingAt = (number: number): readonly number[] =>
  [number, ...Object.keys(ARRIVES_AFTER).map(Number)].filter((one) => arrivalOf(one) === number);
const textOf = (number: number): Bytes =>
  utf8(number === 5 ? '' : `message ${number} `.repeat(1 + (number % 4)).trim());

/** Recomputes everything; throws where our code and the reference differ. */
export function ratchetVectors(): Values {
  const draw = seededDraw('ratchet vectors');
  const [sharedSecret, associated, responderSecret] = [draw(32), draw(107), draw(32)];
  const responder = agreementKeyPair(responderSecret);
  const { draw: drawFresh, taken } = recorder('ratchet messages');
  const states: Record<Sender, RatchetState> = {
    a: initiateRatchet(sharedSecret, responder.publicKey, drawFresh),
    b: respondRatchet(sharedSecret, responder),
  };
  const ratchets = referenceRatchets(sharedSecret, responderSecret, taken[0] as Bytes);
  const sent: Bytes[] = [];
  const messages = SENDERS.map((from, number) => {
    taken.length = 0;
    const plaintext = textOf(number);
    const { state, message } = encrypt(states[from], plaintext, associated, drawFresh);
    const nonce = taken.at(-1) as Bytes;
    const step = ratchets[from].encrypt(plaintext, associated, nonce, taken.length === 2 ? taken[0] : undefined);
    ratchets[from === 'a' ? 'b' : 'a'].turn(step.ratchetKey);
    agreeOn(`message ${number}`, message, step.message);
    states[from] = state;
    sent.push(message);
    for (const one of arrivingAt(number)) {
      const to = SENDERS[one] === 'a' ? 'b' : 'a';
      const opened = decrypt(states[to], sent[one] as Bytes, associated, NOW);
      agreeOn(`plaintext ${one}`, opened.plaintext, textOf(one));
      states[to] = opened.state;
    }
    return { number, from, arrivesAfter: arrivalOf(number), ...hex({ plaintext, nonce }), ...stepHex(step) };
  });
  return {
    about:
      'PROTOCOL.md §5.4: a conversation. A message arrives once message `arrivesAfter` was sent, after that one. Every value in hex unless it is a number or a name.',
    ...hex({ sk: sharedSecret, ad: associated, spkSecret: responderSecret }),
    spkPublic: toHex(responder.publicKey),
    messages,
  };
}
