import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  describeAllowed,
  describeTerms
} from "./chunk-7Y6WBDPZ.js";
import {
  chainText
} from "./chunk-NJ3XV43X.js";
import {
  scopeJson
} from "./chunk-HFRJ7ZGY.js";
import {
  peerOf
} from "./chunk-IP5NY5SG.js";
import {
  canonicalJson
} from "./chunk-XPPVS7Z5.js";
import {
  fromUtf8
} from "./chunk-BYUQUT5F.js";

// src/agent/api/views.ts
function capabilityView({ direction, token }, revocation) {
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
    issuedAt: claims.issuedAtS * 1e3,
    expiresAt: claims.expiresAtS * 1e3,
    revoked: revocation !== void 0,
    ...revocation === void 0 ? {} : { revocation },
    ...claims.scope.renewable_until === void 0 ? {} : { renewableUntil: claims.scope.renewable_until * 1e3 },
    depth: claims.depth,
    further: claims.maxDepth - claims.depth
  };
}
function capabilityLinks(chain) {
  return chain.map(({ id, claims }) => ({
    id,
    issuer: claims.issuer,
    subject: claims.subject,
    tools: describeAllowed(claims.scope),
    terms: describeTerms(claims.scope),
    issuedAt: claims.issuedAtS * 1e3,
    expiresAt: claims.expiresAtS * 1e3
  }));
}
function capabilityDetail(grant, revocation) {
  const { token, chain } = grant;
  return {
    ...capabilityView(grant, revocation),
    token: chainText(chain),
    chain: capabilityLinks(chain),
    scope: canonicalJson(scopeJson(token.claims.scope))
  };
}
function auditEntry(stored) {
  const { id, seq, timeMs, body, bytes } = stored;
  const view = { id, seq, timeMs, type: body.type, summary: summaryOf(body), entry: fromUtf8(bytes) };
  const peer = peerOf(body);
  return peer === void 0 ? view : { ...view, peer };
}
function auditReport({ ok, firstBad, ...found }) {
  if (firstBad === void 0) return { valid: ok, ...found, problems: [] };
  const { code, reason, seq, height } = firstBad;
  const where = seq === void 0 ? height === void 0 ? "" : `block ${height}: ` : `entry ${seq}: `;
  return { valid: ok, ...found, problems: [{ code, message: `${where}${reason}` }] };
}
function summaryOf(body) {
  switch (body.type) {
    case "identity":
      return body.peer === void 0 ? `identity ${body.event}` : `identity ${body.event} ${body.peer}`;
    case "succession":
      return `succession ${body.event}`;
    case "grant":
      return `${body.parent === void 0 ? "granted" : "passed on"} ${body.service} to ${body.subject}`;
    case "grant-received":
      return `received ${body.service} from ${body.issuer}`;
    case "invitation":
      return `invitation to ${body.service} ${body.event}`;
    case "revocation":
      return `revoked ${revokedOf(body)}`;
    case "revocation-list":
      return body.event === "forked" ? `the revocations of ${body.issuer} have two histories` : `${body.size} revocations of ${body.issuer} are known`;
    case "session":
      return `${body.kind} session as ${body.role}`;
    case "intent":
      return `intent to call ${body.statement.statement.target}`;
    case "approval":
      return `approval ${body.event}${body.by === void 0 ? "" : ` by ${body.by}`}`;
    case "call":
      return `call ${body.statement.statement.target}`;
    case "decision":
      return `${body.decision} ${body.statement.statement.target}${passedOn(body)}`;
    case "result":
    case "receipt":
      return `${body.type} ${body.statement.statement.decision} ${body.statement.statement.outcome}`;
    case "acknowledgement":
      return `the caller has ${body.answers.length === 1 ? "the result" : `${body.answers.length} results`}`;
    case "denial":
      return `denied ${body.subject} ${body.code}${body.count > 1 ? ` ${body.count} times` : ""}`;
    case "session-repair":
      return `session repair by ${body.by}: ${body.cause}`;
    case "anchor":
      return `anchored ${body.size === 1 ? "1 entry" : `${body.size} entries`} by ${body.kind}`;
    case "equivocation":
      return body.what === "fork" ? "the peer signed two histories" : "the peer showed an older log";
    case "message":
      return `message ${body.direction}`;
    case "file":
      return `file ${body.direction}, ${body.statement.statement.size} bytes`;
    case "rotation":
      return `rotated ${body.what}: signed prekey ${body.prekey}`;
    case "forget":
      return `forgot the content of ${body.entry}`;
    case "tool":
      return `${body.tool === void 0 ? `server of ${body.service}` : `tool ${body.tool} of ${body.service}`} ${body.event}`;
    case "acl":
      return `access-control list ${body.digest.slice(0, 8)} ${body.event}`;
    case "archive":
      return `archived blocks ${body.from} to ${body.to}`;
  }
}
function revokedOf({ token, chain, subject, under, signer }) {
  if (chain !== void 0) return `all delegated from ${chain}`;
  if (signer !== void 0) return `tokens signed by ${signer}`;
  if (subject === void 0) return token ?? "";
  return under === void 0 ? `all of ${subject}` : `${subject} under ${under}`;
}
function passedOn({ chain = [] }) {
  return chain.length === 0 ? "" : `, passed on by ${chain.slice(0, -1).map(({ subject }) => subject).join(" and ")}`;
}

export {
  capabilityView,
  capabilityLinks,
  capabilityDetail,
  auditEntry,
  auditReport
};
