/**
 * What the calls of a tunnel are charged to, over renewals of its grant: each to the chain of the token that it was
 * signed under, as its decision says. PROTOCOL.md §8.6.
 *
 * @module
 */
import type { GrantUsage } from './usage-book.ts';

interface Charged {
  /** Id of the leaf token. */
  readonly token: string;
  readonly usage: GrantUsage | undefined;
}

/** See the module comment. */
export class TunnelUsage {
  #now: Charged;
  /** Before the last renewal. */
  #before: Charged | undefined;

  /** @param usage - Of the grant whose leaf is `token`; absent where it limits nothing. */
  constructor(token: string, usage: GrantUsage | undefined) {
    this.#now = { token, usage };
  }

  /** Goes on under the token `token`. */
  renewed(token: string, usage: GrantUsage | undefined): void {
    this.#before = this.#now;
    this.#now = { token, usage };
  }

  /** What a call that was signed under the token `token` is charged to. */
  of(token: string): GrantUsage | undefined {
    return token === this.#before?.token ? this.#before.usage : this.#now.usage;
  }
}
