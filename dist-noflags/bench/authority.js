/**
 * Authorisation: a token checked in full beside the bare signature of its bytes, and a call on a chain that was verified
 * before. That the second gives the verdicts of the first is checked on the way (L14).
 *
 * @module
 */
import { utf8 } from "../base/bytes.js";
import { fromBase64url } from "../base/encoding.js";
import { authorizeCall, verifyChain } from "../capability/authorize.js";
import { Authorizer } from "../capability/authorizer.js";
import { NO_REVOCATIONS } from "../capability/revocations.js";
import { parseScope } from "../capability/scope.js";
import { issueToken } from "../capability/token.js";
import { randomBytes } from "../crypto/random.js";
import { generateSigningKey, verifyRaw } from "../crypto/sign.js";
import { didOfKey } from "../identity/did.js";
import { compare } from "./primitives.js";
const SERVICE = 'files';
/** Requests whose verdicts are compared. */
const COMPARED = 2000;
const RULES = {
    path: { under: '/data' },
    mode: { oneOf: ['text', 'binary'] },
    limit: { range: { min: 1, max: 100 } },
};
const READ = {
    kind: 'tool',
    name: 'read_file',
    arguments: { path: '/data/report.csv', mode: 'text', limit: 10 },
};
/** See the module comment. @returns Whether every cached verdict was the uncached one. */
export function benchAuthority(figures) {
    figures.begin('authorisation of a call');
    const [owner, guest] = [generateSigningKey(), generateSigningKey()];
    const [self, holder] = [didOfKey(owner.publicKey), didOfKey(guest.publicKey)];
    const issuedAtS = Math.floor(Date.now() / 1000);
    const scope = parseScope({ service: SERVICE, tools: { read_file: RULES } });
    const fields = { issuer: self, subject: holder, audience: self, issuedAtS, expiresAtS: issuedAtS + 3600, scope };
    const { text } = issueToken(owner, { ...fields, nonce: randomBytes(16) });
    const split = text.lastIndexOf('.');
    const [message, signature] = [utf8(text.slice(0, split)), fromBase64url(text.slice(split + 1))];
    const about = { revocations: NO_REVOCATIONS, roots: [self], audience: self, service: SERVICE, holder };
    /** As at the first call, nothing remembered: the verdict's code. */
    const cold = (request) => {
        const context = { ...about, nowMs: Date.now() };
        const verdict = verifyChain([text], context);
        if (!verdict.allowed)
            return verdict.code;
        const decision = authorizeCall(verdict.grant, request, context);
        return decision.allowed ? 'allowed' : decision.code;
    };
    const authorizer = new Authorizer({ self, service: SERVICE });
    const cached = (request) => {
        const decision = authorizer.authorize(text, holder, request);
        return decision.allowed ? 'allowed' : decision.code;
    };
    const signed = [['Ed25519 verification', () => verifyRaw(owner.publicKey, message, signature)]];
    compare(figures, 'cold: token read, verified, call decided', () => cold(READ), signed);
    const map = new Map([[text, holder]]);
    const looked = [['Map look-up and Date.now', () => map.get(text) === holder && Date.now() > 0]];
    const note = 'clock, expiry, revocation, tool and three constraints, each time';
    compare(figures, 'cached: the same call again', () => cached(READ), looked, note);
    const requests = Array.from({ length: COMPARED }, (_, i) => requestAt(i));
    const verdicts = requests.map((request) => [cold(request), cached(request)]);
    const other = verdicts.filter(([first, second]) => first !== second).length;
    const kinds = new Set(verdicts.map(([first]) => first)).size;
    const compared = `of ${COMPARED.toLocaleString('en-US')} requests with ${kinds} different verdicts`;
    figures.add('cached verdicts that are not the uncached one', other, 'requests', { below: 1, note: compared });
    return other === 0;
}
/** Requests of all sorts: within the scope, with each rule broken, of another tool, of a resource. */
function requestAt(i) {
    if (i % 7 === 6)
        return { kind: 'resource', uri: `file:///data/${i}` };
    const path = [`/data/${i}`, `/database/${i}`, '/data', '/data/../etc', i][i % 5];
    const mode = ['text', 'binary', 'TEXT', ''][i % 4];
    const given = { path, mode, limit: (i % 130) - 10 };
    if (i % 11 === 0)
        given['follow'] = true;
    if (i % 13 === 0)
        delete given['mode'];
    return { kind: 'tool', name: i % 17 === 0 ? 'write_file' : 'read_file', arguments: given };
}
