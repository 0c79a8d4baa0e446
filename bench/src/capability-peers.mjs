/**
 * The same question, asked of others: may this holder read this path, in this mode, so many lines, at this time? Each from
 * the bytes that a caller sends, with nothing remembered of an earlier check, as none of them remembers anything.
 *
 * @module
 */

/** What is asked for, whichever way. */
export const ARGUMENTS = { path: '/data/a/b.txt', mode: 'text', limit: 5 };

/** @typedef {{ readonly holder: string, readonly untilS: number }} Terms */

/** @param {Record<string, unknown>} given */
const isWithin = ({ path, mode, limit }) =>
  typeof path === 'string' &&
  (path === '/data' || path.startsWith('/data/')) &&
  !path.split('/').includes('..') &&
  (mode === 'text' || mode === 'binary') &&
  typeof limit === 'number' &&
  limit >= 1 &&
  limit <= 100;

/**
 * A JWT (EdDSA) of which the claims are compared by hand.
 *
 * @param {Terms} terms
 */
export async function joseCheck({ holder, untilS }) {
  const { SignJWT, generateKeyPair, jwtVerify } = await import('jose');
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const tools = { read_file: { path: '/data', mode: ['text', 'binary'], limit: [1, 100] } };
  const token = await new SignJWT({ tools })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer('owner')
    .setAudience('owner')
    .setSubject(holder)
    .setExpirationTime(untilS)
    .sign(privateKey);
  return async () => {
    const { payload } = await jwtVerify(token, publicKey, { issuer: 'owner', audience: 'owner', subject: holder });
    return payload['tools'] !== undefined && isWithin(ARGUMENTS);
  };
}

/**
 * A UCAN that its holder invokes: two signatures, the owner's and the holder's.
 *
 * @param {Terms} terms
 */
export async function ucantoCheck({ untilS }) {
  const { delegate, Delegation } = await import('@ucanto/core');
  const { ed25519 } = await import('@ucanto/principal');
  const { access, capability, Schema } = await import('@ucanto/validator');
  const [owner, guest] = [await ed25519.generate(), await ed25519.generate()];
  const nb = Schema.struct({
    path: Schema.string().optional(),
    mode: Schema.string().optional(),
    limit: Schema.integer().optional(),
  });
  const read = capability({
    can: 'file/read',
    with: Schema.did(),
    nb,
    derives: (claimed, delegated) =>
      claimed.with === delegated.with && isWithin(claimed.nb) ? { ok: {} } : { error: new Error('not within') },
  });
  const resource = owner.did();
  const proof = await delegate({
    issuer: owner,
    audience: guest,
    capabilities: [{ can: 'file/read', with: resource, nb: { path: '/data' } }],
    expiration: untilS,
  });
  const invocation = await read
    .invoke({ issuer: guest, audience: owner, with: resource, nb: ARGUMENTS, proofs: [proof] })
    .delegate();
  const { ok: bytes } = await invocation.archive();
  const options = {
    capability: read,
    principal: ed25519.Verifier,
    authority: owner,
    validateAuthorization: () => ({ ok: {} }),
  };
  return async () => {
    const { ok: read } = await Delegation.extract(bytes ?? new Uint8Array());
    const { error } = await access(/** @type {any} */ (read), options);
    return error === undefined;
  };
}

/**
 * A macaroon: no signature but a chain of HMACs, which the server alone can check.
 *
 * @param {Terms} terms
 */
export async function macaroonCheck({ holder, untilS }) {
  const { default: macaroons } = await import('macaroon');
  const rootKey = new Uint8Array(32).fill(7);
  const macaroon = macaroons.newMacaroon({ identifier: 'id', location: 'owner', rootKey, version: 2 });
  const caveats = ['tool = read_file', 'path under /data', 'mode in text, binary', 'limit from 1 to 100'];
  for (const caveat of [`holder = ${holder}`, `time < ${untilS}`, ...caveats]) macaroon.addFirstPartyCaveat(caveat);
  const text = JSON.stringify(macaroon.exportJSON());
  /** @param {string} caveat */
  const faultOf = (caveat) => {
    if (caveat.startsWith('time < ') && Date.now() / 1000 >= Number(caveat.slice(7))) return 'too late';
    if (caveat.startsWith('holder = ') && caveat.slice(9) !== holder) return 'of another';
    return isWithin(ARGUMENTS) ? null : 'not within';
  };
  return () => {
    // Throws where a caveat does not hold.
    macaroons.importMacaroon(JSON.parse(text)).verify(rootKey, faultOf, []);
    return true;
  };
}
