/** Envelopes as they lie in a mailbox: `vectors/talos/deposit-v1.json`, by our code and by the reference. */
import { fromHex, toHex } from '../../../src/base/bytes.ts';
import { openDeposit, sealDeposit } from '../../../src/message/deposit.ts';
import { loadVectors } from '../../vectors/files.ts';
import { agent, seededDraw } from './actors.ts';
import * as reference from './reference.ts';
import { agreeOn, hex, partyHex, recorder, type Values } from './vector-parts.ts';

const parties = { alice: agent('alice'), bob: agent('bob') };

/** The envelopes that are sealed: those of `envelope-v1.json`. */
function envelopes(): readonly Uint8Array<ArrayBuffer>[] {
  const file = loadVectors<{ readonly messages: readonly { readonly envelope: string }[] }>('talos/envelope-v1.json');
  return file.messages.map(({ envelope }) => fromHex(envelope));
}

function sealed(
  to: keyof typeof parties,
  envelope: Uint8Array<ArrayBuffer>,
  more: { readonly bytes: number; readonly record?: Uint8Array<ArrayBuffer> },
): Values {
  const { bytes, record } = more;
  const recipient = parties[to];
  const { draw, taken } = recorder(`deposit to ${to}`);
  const address = { did: recipient.did, agreementKey: recipient.agreement.publicKey };
  const ours = sealDeposit(address, { envelope, record }, draw);
  const [ephemeralSecret = new Uint8Array(0)] = taken;
  const theirs = { did: recipient.did, x25519: recipient.agreement.secretKey };
  const values = reference.deposit({ recipient: theirs, ephemeralSecret, bytes, envelope, record });
  agreeOn('deposit', ours, values.sealed);
  const opened = openDeposit(values.sealed, recipient);
  agreeOn('deposited envelope', opened.envelope, envelope);
  if (record !== undefined) agreeOn('deposited record', opened.record ?? new Uint8Array(0), record);
  const given = hex({ ephemeralSecret, envelope, ...(record === undefined ? {} : { record }) });
  return {
    to,
    did: recipient.did,
    agreementKey: toHex(recipient.agreement.publicKey),
    bytes,
    ...given,
    ...hex(values),
  };
}

/** Recomputes everything; throws where our code and the reference differ. */
export function depositVectors(): Values {
  const [text = new Uint8Array(0), acknowledgement = new Uint8Array(0)] = envelopes();
  return {
    about:
      'PROTOCOL.md §5.9: a text with the initial message of its session and a record of its sender (any bytes here), and an acknowledgement, each sealed to its recipient. Every value in hex unless it is a number, a DID, words, a label or a name.',
    alice: partyHex(parties.alice),
    bob: partyHex(parties.bob),
    deposits: [
      sealed('bob', text, { bytes: 4096, record: seededDraw('record of alice')(900) }),
      sealed('alice', acknowledgement, { bytes: 1024 }),
    ],
  };
}
