/**
 * Grants and ledger entries as people see them: PROTOCOL.md §8, §9 in a few plain words.
 *
 * @module
 */
import { fromUtf8 } from "../../base/bytes.js";
import { chainText } from "../../capability/chain.js";
import { describeAllowed, describeTerms } from "../../capability/describe.js";
import { scopeJson } from "../../capability/scope.js";
import { canonicalJson } from "../../codec/json.js";
import { peerOf } from "../../ledger/entry/entry.js";
/** A grant as `capabilities list` shows it. */
export function capabilityView({ direction, token }, revocation) {
    const { id, claims } = token;
    return {
        id,
        direction,
        issuer: claims.issuer,
        subject: claims.subject,
        audience: claims.audience,
        service: claims.scope.service,
        tools: describeAllowed(claims.scope),
        terms: describeTerms(claims.scope),
        issuedAt: claims.issuedAtS * 1000,
        expiresAt: claims.expiresAtS * 1000,
        revoked: revocation !== undefined,
        ...(revocation === undefined ? {} : { revocation }),
        ...(claims.scope.renewable_until === undefined ? {} : { renewableUntil: claims.scope.renewable_until * 1000 }),
        depth: claims.depth,
        further: claims.maxDepth - claims.depth,
    };
}
/** The tokens of a chain as people see them, root first. */
export function capabilityLinks(chain) {
    return chain.map(({ id, claims }) => ({
        id,
        issuer: claims.issuer,
        subject: claims.subject,
        tools: describeAllowed(claims.scope),
        terms: describeTerms(claims.scope),
        issuedAt: claims.issuedAtS * 1000,
        expiresAt: claims.expiresAtS * 1000,
    }));
}
/** A grant as `capabilities show` shows it. */
export function capabilityDetail(grant, revocation) {
    const { token, chain } = grant;
    return {
        ...capabilityView(grant, revocation),
        token: chainText(chain),
        chain: capabilityLinks(chain),
        scope: canonicalJson(scopeJson(token.claims.scope)),
    };
}
/** An entry as `audit log` shows it. */
export function auditEntry(stored) {
    const { id, seq, timeMs, body, bytes } = stored;
    const view = { id, seq, timeMs, type: body.type, summary: summaryOf(body), entry: fromUtf8(bytes) };
    const peer = peerOf(body);
    return peer === undefined ? view : { ...view, peer };
}
/** A report as `audit verify` shows it. */
export function auditReport({ ok, firstBad, ...found }) {
    if (firstBad === undefined)
        return { valid: ok, ...found, problems: [] };
    const { code, reason, seq, height } = firstBad;
    const where = seq === undefined ? (height === undefined ? '' : `block ${height}: `) : `entry ${seq}: `;
    return { valid: ok, ...found, problems: [{ code, message: `${where}${reason}` }] };
}
function summaryOf(body) {
    switch (body.type) {
        case 'identity':
            return body.peer === undefined ? `identity ${body.event}` : `identity ${body.event} ${body.peer}`;
        case 'succession':
            return `succession ${body.event}`;
        case 'grant':
            return `${body.parent === undefined ? 'granted' : 'passed on'} ${body.service} to ${body.subject}`;
        case 'grant-received':
            return `received ${body.service} from ${body.issuer}`;
        case 'invitation':
            return `invitation to ${body.service} ${body.event}`;
        case 'revocation':
            return `revoked ${revokedOf(body)}`;
        case 'revocation-list':
            return body.event === 'forked'
                ? `the revocations of ${body.issuer} have two histories`
                : `${body.size} revocations of ${body.issuer} are known`;
        case 'session':
            return `${body.kind} session as ${body.role}`;
        case 'intent':
            return `intent to call ${body.statement.statement.target}`;
        case 'approval':
            return `approval ${body.event}${body.by === undefined ? '' : ` by ${body.by}`}`;
        case 'call':
            return `call ${body.statement.statement.target}`;
        case 'decision':
            return `${body.decision} ${body.statement.statement.target}${passedOn(body)}`;
        case 'result':
        case 'receipt':
            return `${body.type} ${body.statement.statement.decision} ${body.statement.statement.outcome}`;
        case 'acknowledgement':
            return `the caller has ${body.answers.length === 1 ? 'the result' : `${body.answers.length} results`}`;
        case 'denial':
            return `denied ${body.subject} ${body.code}${body.count > 1 ? ` ${body.count} times` : ''}`;
        case 'session-repair':
            return `session repair by ${body.by}: ${body.cause}`;
        case 'anchor':
            return `anchored ${body.size === 1 ? '1 entry' : `${body.size} entries`} by ${body.kind}`;
        case 'equivocation':
            return body.what === 'fork' ? 'the peer signed two histories' : 'the peer showed an older log';
        case 'message':
            return `message ${body.direction}`;
        case 'file':
            return `file ${body.direction}, ${body.statement.statement.size} bytes`;
        case 'rotation':
            return `rotated ${body.what}: signed prekey ${body.prekey}`;
        case 'forget':
            return `forgot the content of ${body.entry}`;
        case 'tool':
            return `${body.tool === undefined ? `server of ${body.service}` : `tool ${body.tool} of ${body.service}`} ${body.event}`;
        case 'acl':
            return `access-control list ${body.digest.slice(0, 8)} ${body.event}`;
        case 'archive':
            return `archived blocks ${body.from} to ${body.to}`;
    }
}
function revokedOf({ token, chain, subject, under, signer }) {
    if (chain !== undefined)
        return `all delegated from ${chain}`;
    if (signer !== undefined)
        return `tokens signed by ${signer}`;
    if (subject === undefined)
        return token ?? '';
    return under === undefined ? `all of ${subject}` : `${subject} under ${under}`;
}
/** Through whose hands the authority of a decision came. */
function passedOn({ chain = [] }) {
    return chain.length === 0
        ? ''
        : `, passed on by ${chain
            .slice(0, -1)
            .map(({ subject }) => subject)
            .join(' and ')}`;
}
