/** Chains with fixed keys: the server grants to a coordinator, which passes it on. */
import { delegateToken } from '../../../src/capability/chain.ts';
import { parseScope } from '../../../src/capability/scope.ts';
import { issueToken, type ParsedToken, readToken } from '../../../src/capability/token.ts';
import type { Json } from '../../../src/codec/json.ts';
import { files, forge, holder, NOW_S, type Party, party, payloadOf, server } from './world.ts';

export const READ: Json = files({ read_file: { path: { under: '/data' } } });
export const READ_REPORTS: Json = files({ read_file: { path: { under: '/data/reports' } } });
const NONCE = new Uint8Array(16).fill(9);

/** Who gets the token at `depth`: nobody twice. The root goes to `holder()`. */
export const holderAt = (depth: number): Party => (depth === 0 ? holder() : party(10 + depth));

/** A root token of the server for the coordinator, an hour long. */
export function root(scope: Json = READ, depth = 1): ParsedToken {
  return readToken(
    issueToken(server().signing, {
      issuer: server().did,
      subject: holder().did,
      audience: server().did,
      scope: parseScope(scope),
      issuedAtS: NOW_S,
      expiresAtS: NOW_S + 3600,
      depth,
      nonce: NONCE,
    }).text,
  );
}

/** What `parent` becomes in the hands of the next, a minute long. */
export function child(parent: ParsedToken, scope: Json = READ_REPORTS, depth = 0): ParsedToken {
  const from = holderAt(parent.claims.depth);
  const { text } = delegateToken(from.signing, parent, {
    issuer: from.did,
    subject: holderAt(parent.claims.depth + 1).did,
    scope: parseScope(scope),
    issuedAtS: NOW_S,
    expiresAtS: NOW_S + 60,
    depth,
    nonce: NONCE,
  });
  return readToken(text);
}

/** A chain of `length` tokens, all of one scope, root first. */
export function chain(length: number, scope: Json = READ): readonly ParsedToken[] {
  const tokens = [root(scope, Math.max(length - 1, 0))];
  for (let left = length - 2; left >= 0; left--) tokens.push(child(tokens.at(-1) as ParsedToken, scope, left));
  return tokens;
}

/** The token with other claims, signed by who issued it or by `signer`. */
export function changed(token: ParsedToken, changes: Record<string, Json>, signer?: Party): ParsedToken {
  const by = signer ?? (token.claims.depth === 0 ? server() : holderAt(token.claims.depth - 1));
  return readToken(forge(by.signing, { ...payloadOf(token.text), ...changes }));
}

export const textsOf = (tokens: readonly ParsedToken[]): readonly string[] => tokens.map(({ text }) => text);
