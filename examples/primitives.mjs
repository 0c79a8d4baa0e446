// The primitives that everything else is made of, with nothing around them: keys and their names, signatures, commitments,
// a Merkle tree, proof of possession, handshake and ratchet. No network, no disk; but for node:crypto, which checks a signature, it runs in a browser too.
//   node examples/primitives.mjs
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { commit, didOfKey, Identity, initCrypto, keyOfDid, primitivesInUse } from 'talos-protocol';
import { PossessionChallenge, provePossession, readPossession, SigningKey } from 'talos-protocol/capability';
import { inclusionPath, leafHash, rootHash, verifyInclusion } from 'talos-protocol/ledger';
import {
  acceptLive,
  answerLive,
  beginLive,
  completeLive,
  decryptMessage,
  encryptMessage,
} from 'talos-protocol/session';
import { check, refusal } from './parts/scene.mjs';

const bytes = (text) => new TextEncoder().encode(text);

// Once, before anything else: WebAssembly must be awaited where there is no native binding.
await initCrypto();
console.log(`primitives in use: ${primitivesInUse()}`);

// A key and its name. A did:key is the public key itself, so nobody has to be asked what it stands for.
const key = new SigningKey(randomBytes(32));
const did = didOfKey(key.publicKey);
check(`${did} is its own public key`, Buffer.from(keyOfDid(did)).equals(key.publicKey));

// A signature, verified by somebody else's code.
const signature = key.signRaw(bytes('meet me at noon'));
const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.publicKey).toString('base64url') };
const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
check('node:crypto accepts the Ed25519 signature', verify(null, bytes('meet me at noon'), publicKey, signature));
check('and none of another message', !verify(null, bytes('meet me at ten'), publicKey, signature));

// An identity: a key to sign with, a certified key to agree on secrets with, and 24 words that both come from.
const identity = Identity.generate('an agent', Date.now());
const recovered = Identity.fromEntropy(identity.entropy(), { name: 'an agent', nowMs: Date.now(), sequence: 0 });
check('the same entropy gives the same identity', recovered.did === identity.did);
check('its JSON is its name and DID', Object.keys(JSON.parse(JSON.stringify(identity))).join() === 'did,name');

// A commitment stands for a value in the ledger. Who is given the salt can check it; nobody else can guess it.
const salt = randomBytes(32);
const committed = commit(salt, { amount: 12, to: 'Bob' });
check('the order of members does not matter', committed === commit(salt, { to: 'Bob', amount: 12 }));
check('the salt does', committed !== commit(randomBytes(32), { amount: 12, to: 'Bob' }));

// A Merkle tree of RFC 9162: a path of a few hashes shows that an entry is in a log of any size.
const leaves = Array.from({ length: 1000 }, (_, index) => leafHash(bytes(`entry ${index}`)));
const [root, path] = [rootHash(leaves), inclusionPath(leaves, 700)];
check(
  `${path.length} hashes prove entry 700 of 1,000`,
  verifyInclusion(leafHash(bytes('entry 700')), 700, 1000, path, root),
);
check('and no other entry', !verifyInclusion(leafHash(bytes('entry 7OO')), 700, 1000, path, root));

// Whoever presents something signs a challenge for exactly this request; the proof is good once.
const audience = Identity.generate('a server', Date.now()).did;
const challenge = new PossessionChallenge();
const request = { audience, chain: 'a capability', method: 'tools/call', params: { name: 'now' } };
const proof = provePossession(key, { ...request, challenge: challenge.current });
const possession = readPossession(proof, request);
check('the proof is by the key', possession.by === did && challenge.take(possession));
check('and good for one use', !challenge.take(possession));
const forged = async () => readPossession(proof, { ...request, params: { name: 'stop' } });
check('not for another request: SIGNATURE_INVALID', (await refusal(forged())) === 'SIGNATURE_INVALID');

// A session over any transport: a handshake of three messages (X25519 and ML-KEM-768), then the Double Ratchet. Both are
// functions from state to state, so that whoever uses them decides where states are kept.
const [alice, bob] = ['alice', 'bob'].map((name) => Identity.generate(name, Date.now()));
const now = { nowMs: Date.now() };
const asked = beginLive(alice, bob.did);
const offered = answerLive(bob, alice.did, asked.hello, now.nowMs);
const completed = completeLive(alice, asked.state, offered.bundle, now);
const [here, there] = [completed.session, acceptLive(bob, offered.state, completed.initial, now)];
check('both computed the same session', Buffer.from(here.id).equals(there.id));
const sent = encryptMessage(here.ratchet, bytes('meet me at noon'), here.associated);
const forgery = Uint8Array.from(sent.message);
forgery[forgery.length - 1] ^= 1;
const opened = (message) => decryptMessage(there.ratchet, message, there.associated, Date.now());
const code = await refusal((async () => opened(forgery))());
check(`a bit turned on the way: ${code}`, code === 'E_DECRYPT');
check('the true one opens', Buffer.from(opened(sent.message).plaintext).toString() === 'meet me at noon');
