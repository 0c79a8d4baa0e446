/** Agents with fixed keys, tokens of any content, and a moment to check them at. */
import { utf8 } from '../../../src/base/bytes.ts';
import { toBase64url } from '../../../src/base/encoding.ts';
import type { ChainContext, ChainVerdict, Grant } from '../../../src/capability/authorize.ts';
import { verifyChain } from '../../../src/capability/authorize.ts';
import { NO_REVOCATIONS, type Revocations } from '../../../src/capability/revocations.ts';
import { parseScope } from '../../../src/capability/scope.ts';
import { issueToken, readToken } from '../../../src/capability/token.ts';
import { canonicalJson, type Json, parseJson } from '../../../src/codec/json.ts';
import { SigningKey } from '../../../src/crypto/sign.ts';
import { type Did, didOfKey } from '../../../src/identity/did.ts';

export interface Party {
  readonly signing: SigningKey;
  readonly did: Did;
}

/** The agent whose seed is 32 times `byte`. Call it from within a test: the primitives must be ready. */
export function party(byte: number): Party {
  const signing = new SigningKey(new Uint8Array(32).fill(byte));
  return { signing, did: didOfKey(signing.publicKey) };
}

export const server = (): Party => party(1);
export const holder = (): Party => party(2);
export const stranger = (): Party => party(3);

export const NOW_S = 1_800_000_000;
export const HEADER = '{"alg":"EdDSA","typ":"talos-cap+jwt"}';

/** A token of the server for the holder, an hour long. */
export function grantText(scope: Json, times: { from?: number; until?: number } = {}): string {
  return issueToken(server().signing, {
    issuer: server().did,
    subject: holder().did,
    audience: server().did,
    scope: parseScope(scope),
    issuedAtS: Math.min(NOW_S, times.from ?? NOW_S),
    notBeforeS: times.from ?? NOW_S,
    expiresAtS: times.until ?? NOW_S + 3600,
    nonce: new Uint8Array(16).fill(7),
  }).text;
}

/** The claims of a token, to be changed. */
export function payloadOf(text: string): Record<string, Json> {
  const segment = text.split('.')[1] ?? '';
  return { ...(parseJson(new Uint8Array(Buffer.from(segment, 'base64url'))) as Record<string, Json>) };
}

/** A JWS over any payload and header, correctly signed. */
export function forge(signer: SigningKey, payload: Json | Uint8Array, header: string = HEADER): string {
  const bytes = payload instanceof Uint8Array ? payload : utf8(canonicalJson(payload));
  const input = `${toBase64url(utf8(header))}.${toBase64url(bytes)}`;
  return `${input}.${toBase64url(signer.signRaw(utf8(input)))}`;
}

export function context(changes: Partial<ChainContext> = {}): ChainContext {
  return {
    roots: [server().did],
    audience: server().did,
    service: 'files',
    holder: holder().did,
    nowMs: NOW_S * 1000,
    revocations: NO_REVOCATIONS,
    ...changes,
  };
}

/** Revocations of the tokens whose id fits, asked anew each time. */
export function revoking(isRevoked: (id: string) => boolean): Revocations {
  let epoch = 0;
  return {
    get epoch() {
      return epoch++;
    },
    revokes: (chain) => chain.some(({ id }) => isRevoked(id)),
    knownUntilMs: (_issuer, nowMs) => nowMs,
  };
}

/** A verdict as its code, `allowed` where it is none. */
export function codeOf(verdict: ChainVerdict | { readonly allowed: true }): string {
  return verdict.allowed ? 'allowed' : verdict.code;
}

/** The grant of a chain that verifies. */
export function grantOf(text: string): Grant {
  const verdict = verifyChain([text], context());
  if (!verdict.allowed) throw new Error(`no grant: ${verdict.code}`);
  return verdict.grant;
}

/** A verified grant of `scope`. */
export function grant(scope: Json): Grant {
  return grantOf(grantText(scope));
}

/** The scope of `files` with these tools. */
export function files(tools: Json): Json {
  return { service: 'files', tools };
}

export const idOf = (text: string): string => readToken(text).id;
