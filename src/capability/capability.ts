/**
 * A capability as a value: made, passed on and verified without an agent, also in a browser. Nothing is kept or recorded
 * here; `TalosClient.grantCapability` does that.
 *
 * @module
 */
import { asCallerMistake, assertText } from '../base/caller-mistakes.ts';
import { invariant } from '../base/errors.ts';
import { randomBytes } from '../crypto/random.ts';
import type { SigningKey } from '../crypto/sign.ts';
import { type Did, parseDid } from '../identity/did.ts';
import { chainText, delegateToken, readChain } from './chain.ts';
import { describeScope } from './describe.ts';
import { underConditionsOf } from './inherited.ts';
import {
  type CapabilityVerdict,
  DEFAULT_GRANT_LIFETIME,
  type DelegationRequest,
  type GrantRequest,
  scopeOfRequest,
  scopeToPassOn,
  secondsOf,
  termsOfRequest,
  type VerificationRequest,
  verdictOn,
} from './request.ts';
import { NO_REVOCATIONS, type Revocations } from './revocations.ts';
import type { Scope } from './scope.ts';
import type { Environment } from './scope-check.ts';
import { issueToken, type ParsedToken, readToken, TOKEN_NONCE_BYTES } from './token.ts';

/** Who signs capabilities: an `Identity` is one. */
export interface CapabilityIssuer {
  /** The DID of the signing key. */
  readonly did: Did;
  readonly signing: SigningKey;
}

/** When something is done. */
export interface MomentOptions {
  /** Milliseconds since 1970; the system's clock where absent. */
  readonly nowMs?: number;
}

/** What a capability is verified against. */
export interface CapabilityCheck extends VerificationRequest, MomentOptions {
  /** What is revoked; nothing is known to be where absent. */
  readonly revocations?: Revocations;
  /** What the serving side says of itself, for capabilities that ask. */
  readonly environment?: Environment;
}

/**
 * See the module comment. Immutable.
 *
 * @example
 * const capability = Capability.issue(owner, {
 *   subject: agent.did,
 *   service: 'files',
 *   tools: ['read_file(path under /data)'],
 *   expiresIn: '1h',
 * });
 * capability.verify({ tool: 'read_file', arguments: { path: '/data/a' } }).allowed;
 */
export class Capability {
  /** The text that is handed over: a token, or the chain of one that was passed on, root first. */
  readonly token: string;
  /** SHA-256 of the signing input of the last token: 64 hex digits. */
  readonly id: string;
  /** Who signed the last token. */
  readonly issuer: Did;
  /** The holder. */
  readonly subject: Did;
  /** The serving agent. */
  readonly audience: Did;
  readonly scope: Scope;
  /** Milliseconds since 1970. */
  readonly issuedAtMs: number;
  /** Milliseconds since 1970: from then on it is no more. */
  readonly expiresAtMs: number;
  /** How many tokens of its chain are above it. */
  readonly depth: number;
  /** How often it may be passed on. */
  readonly further: number;
  readonly #chain: readonly ParsedToken[];

  private constructor(chain: readonly ParsedToken[]) {
    const leaf = chain.at(-1);
    invariant(leaf !== undefined, 'a chain has a token');
    const { issuer, subject, audience, scope, issuedAtS, expiresAtS, depth, maxDepth } = leaf.claims;
    this.#chain = chain;
    this.token = chainText(chain);
    this.id = leaf.id;
    this.issuer = issuer;
    this.subject = subject;
    this.audience = audience;
    this.scope = scope;
    this.issuedAtMs = issuedAtS * 1000;
    this.expiresAtMs = expiresAtS * 1000;
    this.depth = depth;
    this.further = maxDepth - depth;
  }

  /**
   * Reads a capability that somebody else wrote: its form, not what it is worth; {@link verify} says that.
   *
   * @param text - A token or the text of a chain.
   * @throws {TypeError} for no text.
   * @throws {TalosError} `MALFORMED`.
   */
  static parse(text: string): Capability {
    assertText(text, 'text');
    return new Capability(readChain(text));
  }

  /**
   * Makes and signs a capability of a service of the issuer's, or of `request.audience`.
   *
   * @throws {TypeError} for a request of another form.
   * @throws {RangeError} for a duration, a depth or a phrase that cannot be.
   * @throws {TalosError} `MALFORMED` for what is no scope; `E_BAD_DID`.
   */
  static issue(
    issuer: CapabilityIssuer,
    request: GrantRequest & { readonly service: string },
    { nowMs = Date.now() }: MomentOptions = {},
  ): Capability {
    return ofCaller(() => {
      const { subject, audience, depth = 0, expiresIn = DEFAULT_GRANT_LIFETIME, service } = termsOfRequest(request);
      assertText(service, 'request.service');
      const issuedAtS = Math.floor(nowMs / 1000);
      const { text } = issueToken(issuer.signing, {
        issuer: issuer.did,
        subject: parseDid(subject),
        audience: audience === undefined ? issuer.did : parseDid(audience),
        scope: scopeOfRequest(request, service),
        issuedAtS,
        expiresAtS: issuedAtS + secondsOf(expiresIn),
        depth,
        nonce: randomBytes(TOKEN_NONCE_BYTES),
      });
      return new Capability([readToken(text)]);
    });
  }

  /**
   * Passes the capability on, within what it grants and under the conditions that it is under. It lasts a quarter of an
   * hour unless asked otherwise, and never longer than this one.
   *
   * @param holder - Its holder.
   * @throws {TypeError} or {RangeError} as {@link Capability.issue}, and where `holder` is another than its subject.
   * @throws {TalosError} `DELEGATION_INVALID` for what is not within it; `MALFORMED`; `E_BAD_DID`.
   */
  delegate(
    holder: CapabilityIssuer,
    request: DelegationRequest,
    { nowMs = Date.now() }: MomentOptions = {},
  ): Capability {
    return ofCaller(() => {
      if (holder.did !== this.subject) throw new RangeError('only the holder of a capability passes it on');
      const { subject, depth = 0, expiresIn } = termsOfRequest(request);
      const parent = this.#leaf;
      const issuedAtS = Math.max(Math.floor(nowMs / 1000), parent.claims.issuedAtS);
      // What is over already is refused with its own code.
      const leftS = Math.max(parent.claims.expiresAtS - issuedAtS, 1);
      const lifeS = expiresIn === undefined ? Math.min(leftS, secondsOf(DEFAULT_GRANT_LIFETIME)) : secondsOf(expiresIn);
      const { text } = delegateToken(holder.signing, parent, {
        issuer: holder.did,
        subject: parseDid(subject),
        scope: underConditionsOf(parent.claims.scope, scopeToPassOn(request, parent.claims.scope)),
        issuedAtS,
        notBeforeS: Math.max(issuedAtS, parent.claims.notBeforeS),
        expiresAtS: issuedAtS + lifeS,
        depth,
        nonce: randomBytes(TOKEN_NONCE_BYTES),
      });
      return new Capability([...this.#chain, readToken(text)]);
    });
  }

  /**
   * What a serving agent would decide about a request: signatures, chain, times, and the request itself.
   *
   * @throws {TypeError} for a request of another form; {RangeError} unless one of tool, resource and prompt is asked for.
   * @throws {TalosError} `E_BAD_DID`.
   */
  verify({
    nowMs = Date.now(),
    revocations = NO_REVOCATIONS,
    environment,
    ...request
  }: CapabilityCheck): CapabilityVerdict {
    return verdictOn(this.token, request, {
      nowMs,
      revocations,
      ...(environment === undefined ? {} : { environment }),
    });
  }

  /** What it grants and on which terms, in plain words: one line a thing. */
  describe(): readonly string[] {
    return describeScope(this.scope);
  }

  /** {@link Capability.token}. */
  toString(): string {
    return this.token;
  }

  /** What JSON shows: what it is about. */
  toJSON(): { readonly id: string; readonly issuer: Did; readonly subject: Did; readonly audience: Did } {
    return { id: this.id, issuer: this.issuer, subject: this.subject, audience: this.audience };
  }

  get #leaf(): ParsedToken {
    const leaf = this.#chain.at(-1);
    invariant(leaf !== undefined, 'a chain has a token');
    return leaf;
  }
}

function ofCaller<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asCallerMistake(error);
  }
}
