/**
 * The content of `vectors/talos/ratchet-v1.json`: 20 messages of a ratchet over five turns, two of which arrive late.
 * Our code runs both sides with known randomness; the reference computes every intermediate.
 */
import { type Bytes, toHex, utf8 } from '../../../src/base/bytes.ts';
import { agreementKeyPair } from '../../../src/crypto/agree.ts';
import {
  decrypt,
  encrypt,
  initiateRatchet,
  type RatchetState,
  respondRatchet,
  skippedKeyCount,
} from '../../../src/session/ratchet.ts';
import { NOW, seededDraw } from './actors.ts';
import { agreeOn, hex, recorder, referenceRatchets, stepHex, type Values } from './vector-parts.ts';

type Sender = 'a' | 'b';

/** Who sends each message: six chains, so five turns after the first. */
const SENDERS = 'aaaabbbaaaabbbaaabbb'.split('') as readonly Sender[];
/** The order in which they arrive, each as soon as it was sent: message 8 late in its chain, message 1 three turns late. */
const ARRIVALS = [0, 2, 3, 4, 5, 6, 7, 9, 10, 8, 11, 12, 13, 1, 14, 15, 16, 17, 18, 19] as const;

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
  const arrivals: Values[] = [];
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
    for (let next = ARRIVALS[arrivals.length]; next !== undefined && next <= number; next = ARRIVALS[arrivals.length]) {
      const to = SENDERS[next] === 'a' ? 'b' : 'a';
      const opened = decrypt(states[to], sent[next] as Bytes, associated, NOW);
      agreeOn(`plaintext ${next}`, opened.plaintext, textOf(next));
      states[to] = opened.state;
      arrivals.push({ number: next, keysKept: skippedKeyCount(opened.state) });
    }
    return { number, from, ...hex({ plaintext, nonce }), ...stepHex(step) };
  });
  return {
    about:
      'PROTOCOL.md §5.4: a conversation. The messages arrive in the order of `arrivals`, each as soon as it was sent; `keysKept` are the keys of skipped messages that its recipient then holds. Every value in hex unless it is a number or a name.',
    ...hex({ sk: sharedSecret, ad: associated, spkSecret: responderSecret }),
    spkPublic: toHex(responder.publicKey),
    messages,
    arrivals,
  };
}
