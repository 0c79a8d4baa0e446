/**
 * Whose revocations matter to whom: which agents signed the tokens that an agent holds, passed on or serves.
 *
 * @module
 */
import type { ParsedToken } from '../../capability/token.ts';
import type { Did } from '../../identity/did.ts';
import type { Line } from '../identity/succession-book.ts';
import type { GrantBook, HeldGrant } from './grant-book.ts';

/** A chain of tokens, root first. */
export type Chain = readonly ParsedToken[];

/** Whether `issuer` signed a token of the chain. */
export function isSignedBy(chain: Chain, issuer: Did): boolean {
  return chain.some(({ claims }) => claims.issuer === issuer);
}

/** What an agent knows of who issued what. */
export interface IssuersParts {
  readonly self: Did;
  readonly grants: GrantBook;
  readonly line: Line;
  /** The chains of tunnels that are open here, by the peer that holds them. */
  readonly served: () => readonly { readonly peer: Did; readonly chain: Chain }[];
  /** Whose root tokens a service accepts; where none is named, any that is lent here. */
  readonly rootsOf: (service?: string) => readonly Did[];
}

/** See the module comment. */
export class Issuers {
  readonly #parts: IssuersParts;

  constructor(parts: IssuersParts) {
    this.#parts = parts;
  }

  /** Whether what `peer` may do, or serves, depends on the list of `issuer`, so that it may read that list. */
  concerns(peer: Did, issuer: Did): boolean {
    const { line } = this.#parts;
    const peers = [peer, ...line.formers(peer)];
    const issuers = [issuer, ...line.formers(issuer)];
    return peers.some((each) => issuers.some((other) => this.#concerns(each, other)));
  }

  #concerns(peer: Did, issuer: Did): boolean {
    if (peer === issuer) return true;
    const { self, grants, served } = this.#parts;
    if (issuer === self && grants.hasIssuedTo(peer)) return true;
    const isTheirs = ({ token: { claims } }: HeldGrant): boolean =>
      claims.audience === peer || (claims.subject === peer && claims.issuer === self);
    return (
      grants.all().some((grant) => isTheirs(grant) && isSignedBy(grant.chain, issuer)) ||
      served().some((tunnel) => tunnel.peer === peer && isSignedBy(tunnel.chain, issuer))
    );
  }

  /** Whether the list of `issuer` can say anything about what this agent holds, granted or serves. */
  matters(issuer: Did): boolean {
    // Whoever goes on for an issuer takes back what that issued.
    return [issuer, ...this.#parts.line.formers(issuer)].some((each) => this.#matters(each));
  }

  #matters(issuer: Did): boolean {
    const { self, grants, served, rootsOf } = this.#parts;
    return (
      issuer === self ||
      grants.hasIssuedTo(issuer) ||
      rootsOf().includes(issuer) ||
      grants.all().some((grant) => isSignedBy(grant.chain, issuer)) ||
      served().some(({ chain }) => isSignedBy(chain, issuer))
    );
  }

  /** Whose root tokens `service` accepts. */
  rootsOf(service: string): readonly Did[] {
    return this.#parts.rootsOf(service);
  }

  /** The tokens that let this agent issue for `audience`, where another gave it that right; else none. */
  proofFor(audience: Did): readonly string[] {
    const { self, grants } = this.#parts;
    const passedOn = grants
      .all()
      .filter(({ direction, token }) => direction !== 'received' && token.claims.audience === audience)
      .map(({ chain }) => chain)
      .find(({ length }) => length > 1);
    if (passedOn === undefined) return [];
    const own = passedOn.findIndex(({ claims }) => claims.issuer === self);
    return passedOn.slice(0, own).map(({ text }) => text);
  }

  /** The agents for whom this one issued tokens that others serve. */
  audiences(concerned: (grant: HeldGrant) => boolean = () => true): readonly Did[] {
    const { self, grants } = this.#parts;
    const all = grants.all().filter((grant) => grant.direction !== 'received' && concerned(grant));
    return [...new Set(all.map(({ token }) => token.claims.audience))].filter((audience) => audience !== self);
  }
}
