/**
 * Sessions of other libraries, both ends in this process, as their documentation uses them.
 *
 * `open` makes a session and takes its first message across it, `pair` gives one that has been answered. Prekeys are
 * made beforehand and serve again: who makes them is not measured.
 *
 * @module
 */

/**
 * @typedef {object} SessionPair
 * @property {(text: Uint8Array) => unknown} there - One message from the initiator; may give a promise.
 * @property {(text: Uint8Array) => unknown} back - One message to it.
 * @property {() => Promise<number> | number} storedBytes - Length of the initiator's session as it is stored.
 */

/**
 * @typedef {object} SessionPeer
 * @property {(text: Uint8Array) => unknown} open
 * @property {() => Promise<SessionPair>} pair
 */

/**
 * A package that need not be installed for the types to be checked.
 *
 * @param {string} name
 * @returns {Promise<any>}
 */
const load = (name) => import(name);

/**
 * `@signalapp/libsignal-client`: PQXDH, then the Double Ratchet with the sparse post-quantum ratchet beside it.
 *
 * @param {boolean} [serialises] - Whether its session store keeps bytes, as the one of the library's own tests does, or
 *   the records themselves.
 * @returns {Promise<SessionPeer>}
 */
export async function libsignalPeer(serialises = true) {
  const signal = await load('@signalapp/libsignal-client');
  const newStore = () => sessionStore(signal, serialises);
  const [left, right] = ['left', 'right'].map((name) => ({ ...signalParty(signal, name), sessions: newStore() }));
  const offered = signalPrekeys(signal, right);
  /** @param {Uint8Array} text */
  const open = async (text) => {
    for (const party of [left, right]) party.sessions = newStore();
    await signal.processPreKeyBundle(offered.bundle(), right.address, left.address, left.sessions, left.identity);
    const sent = await signal.signalEncrypt(text, right.address, left.address, left.sessions, left.identity);
    const message = signal.PreKeySignalMessage.deserialize(sent.serialize());
    const [stores, prekeys] = [[right.sessions, right.identity], offered.stores];
    return await signal.signalDecryptPreKey(message, left.address, right.address, ...stores, ...prekeys);
  };
  /** @type {(from: any, to: any) => (text: Uint8Array) => Promise<Uint8Array>} */
  const carry = (from, to) => async (text) => {
    const sent = await signal.signalEncrypt(text, to.address, from.address, from.sessions, from.identity);
    const message = signal.SignalMessage.deserialize(sent.serialize());
    return await signal.signalDecrypt(message, from.address, to.address, to.sessions, to.identity);
  };
  const pair = async () => {
    await open(new Uint8Array(1));
    const [a, b] = [{ ...left }, { ...right }];
    const storedBytes = async () => (await a.sessions.getSession(b.address)).serialize().length;
    return answered({ there: carry(a, b), back: carry(b, a), storedBytes });
  };
  return { open, pair };
}

/**
 * One end: its address, its keys and what it remembers of the other's.
 *
 * @param {any} signal
 * @param {string} name
 */
function signalParty(signal, name) {
  const keys = signal.IdentityKeyPair.generate();
  /** @type {Map<string, any>} */
  const known = new Map();
  class IdentityStore extends signal.IdentityKeyStore {
    getIdentityKey = async () => keys.privateKey;
    getIdentityKeyPair = async () => keys;
    getLocalRegistrationId = async () => 1;
    isTrustedIdentity = async () => true;
    saveIdentity = async (/** @type {any} */ address, /** @type {any} */ key) => {
      known.set(address.toString(), key);
      return signal.IdentityChange.NewOrUnchanged;
    };
    getIdentity = async (/** @type {any} */ address) => known.get(address.toString()) ?? null;
  }
  const address = signal.ProtocolAddress.new(name, 1);
  return { address, keys, identity: new IdentityStore() };
}

/**
 * @param {any} signal
 * @param {boolean} serialises
 */
function sessionStore(signal, serialises) {
  const { SessionRecord, SessionStore } = signal;
  /** @type {Map<string, any>} */
  const kept = new Map();
  /** @param {any} address */
  const recordOf = (address) => {
    const found = kept.get(address.toString());
    return serialises && found !== undefined ? SessionRecord.deserialize(found) : (found ?? null);
  };
  class Sessions extends SessionStore {
    saveSession = async (/** @type {any} */ address, /** @type {any} */ record) => {
      kept.set(address.toString(), serialises ? record.serialize() : record);
    };
    getSession = async (/** @type {any} */ address) => recordOf(address);
    getExistingSessions = async (/** @type {any[]} */ all) => all.map(recordOf);
  }
  return new Sessions();
}

/**
 * One prekey of each kind, the stores that hold them, and what is offered of them, made of bytes each time as it is
 * where it comes from a server.
 *
 * @param {any} signal
 * @param {any} party
 */
function signalPrekeys(signal, party) {
  const { privateKey, publicKey } = party.keys;
  const now = Date.now();
  const [oneTimeKey, signedKey] = [signal.PrivateKey.generate(), signal.PrivateKey.generate()];
  const kemKey = signal.KEMKeyPair.generate();
  const [oneTime, signed, kem] = [oneTimeKey, signedKey, kemKey].map((key) => key.getPublicKey().serialize());
  const [signedBy, kemBy] = [privateKey.sign(signed), privateKey.sign(kem)];
  const record = signal.PreKeyRecord.new(1, oneTimeKey.getPublicKey(), oneTimeKey);
  const signedRecord = signal.SignedPreKeyRecord.new(2, now, signedKey.getPublicKey(), signedKey, signedBy);
  const kemRecord = signal.KyberPreKeyRecord.new(3, now, kemKey, kemBy);
  class Prekeys extends signal.PreKeyStore {
    savePreKey = async () => undefined;
    getPreKey = async () => record;
    removePreKey = async () => undefined;
  }
  class SignedPrekeys extends signal.SignedPreKeyStore {
    saveSignedPreKey = async () => undefined;
    getSignedPreKey = async () => signedRecord;
  }
  class KemPrekeys extends signal.KyberPreKeyStore {
    saveKyberPreKey = async () => undefined;
    getKyberPreKey = async () => kemRecord;
    markKyberPreKeyUsed = async () => undefined;
  }
  const identity = publicKey.serialize();
  const bundle = () => {
    const [key, signedPrekey, of] = [oneTime, signed, identity].map((bytes) => signal.PublicKey.deserialize(bytes));
    const kemPrekey = signal.KEMPublicKey.deserialize(kem);
    return signal.PreKeyBundle.new(1, 1, 1, key, 2, signedPrekey, signedBy, of, 3, kemPrekey, kemBy);
  };
  return { bundle, stores: [new Prekeys(), new SignedPrekeys(), new KemPrekeys()] };
}

/**
 * `@matrix-org/olm`: 3DH, then the Double Ratchet with AES-256-CBC and HMAC. It takes text and gives base64.
 *
 * @returns {Promise<SessionPeer>}
 */
export async function olmPeer() {
  const { default: olm } = await load('@matrix-org/olm');
  await olm.init();
  const [left, right] = [new olm.Account(), new olm.Account()];
  for (const account of [left, right]) account.create();
  right.generate_one_time_keys(1);
  const [leftKey, rightKey] = [left, right].map((account) => JSON.parse(account.identity_keys()).curve25519);
  const [oneTimeKey] = Object.values(JSON.parse(right.one_time_keys()).curve25519);
  /** @param {string} text */
  const begin = (text) => {
    const [a, b] = [new olm.Session(), new olm.Session()];
    a.create_outbound(left, rightKey, oneTimeKey);
    const sent = a.encrypt(text);
    b.create_inbound_from(right, leftKey, sent.body);
    b.decrypt(sent.type, sent.body);
    return [a, b];
  };
  /** @type {(from: any, to: any) => (text: Uint8Array) => string} */
  const carry = (from, to) => (text) => {
    const sent = from.encrypt(asText(text));
    return to.decrypt(sent.type, sent.body);
  };
  return {
    open: (text) => {
      // Its memory is not collected.
      for (const session of begin(asText(text))) session.free();
    },
    pair: () => {
      const [a, b] = begin('a');
      return answered({ there: carry(a, b), back: carry(b, a), storedBytes: () => a.pickle('').length });
    },
  };
}

/** @type {WeakMap<Uint8Array, string>} */
const texts = new WeakMap();

/**
 * As many characters of one byte as there are bytes, made once.
 *
 * @param {Uint8Array} bytes
 */
function asText(bytes) {
  const text = texts.get(bytes) ?? 'a'.repeat(bytes.length);
  texts.set(bytes, text);
  return text;
}

/**
 * A pair whose initiator has its answer, with as many receiving chains behind it as a session ever keeps.
 *
 * @param {SessionPair} pair
 */
export async function answered(pair) {
  for (let i = 0; i < 8; i++) {
    await pair.back(Uint8Array.of(i));
    await pair.there(Uint8Array.of(i));
  }
  return pair;
}
