/**
 * What the issuers of a served tunnel's grant revoke, learned for as long as it is open: over the channel that it is at,
 * and again after a renewal by other issuers. PROTOCOL.md §8.5.
 *
 * @module
 */
import type { Grant } from '../../capability/authorize.ts';
import type { Channel } from '../tunnel/channel.ts';
import type { ChannelSide } from '../tunnel/channel-control.ts';

/** See the module comment. Disposing it ends the learning. */
export class GrantLearning implements Disposable {
  readonly #side: Pick<ChannelSide, 'learn'>;
  #channel: Channel | undefined;
  #grant: Grant;
  #stop: () => void = () => {};

  constructor(side: Pick<ChannelSide, 'learn'>, channel: Channel, grant: Grant) {
    this.#side = side;
    this.#channel = channel;
    this.#grant = grant;
    this.#start();
  }

  /** The tunnel goes on under `grant`. */
  renewed(grant: Grant): void {
    const isSame = issuersOf(grant) === issuersOf(this.#grant);
    this.#grant = grant;
    if (!isSame) this.#start();
  }

  /** The tunnel goes on over `channel`, or has none. */
  moved(channel: Channel | undefined): void {
    this.#channel = channel;
    this.#start();
  }

  #start(): void {
    this.#stop();
    this.#stop = this.#channel === undefined ? () => {} : this.#side.learn(this.#channel, this.#grant.tokens);
  }

  [Symbol.dispose](): void {
    this.#channel = undefined;
    this.#start();
  }
}

/** Whose revocations bear on a grant. */
function issuersOf({ tokens }: Grant): string {
  return tokens.map(({ claims }) => claims.issuer).join();
}
