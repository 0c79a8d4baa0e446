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
export declare class GrantLearning implements Disposable {
    #private;
    constructor(side: Pick<ChannelSide, 'learn'>, channel: Channel, grant: Grant);
    /** The tunnel goes on under `grant`. */
    renewed(grant: Grant): void;
    /** The tunnel goes on over `channel`, or has none. */
    moved(channel: Channel | undefined): void;
    [Symbol.dispose](): void;
}
