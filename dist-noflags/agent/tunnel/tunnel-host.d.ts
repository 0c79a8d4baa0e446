import { type ErrorCode } from '../../base/errors.ts';
import type { ParsedToken } from '../../capability/token.ts';
import { type Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import { type Timer } from '../../net/timer.ts';
import type { AgentCore } from '../agent-core.ts';
import type { ChannelSide } from './channel-control.ts';
import { type LentService, type OpenChannel } from './tunnel-host-parts.ts';
/** Open channels of one peer, and of all together. */
export declare const MAX_CHANNELS_A_PEER = 8;
/** See {@link MAX_CHANNELS_A_PEER}. */
export declare const MAX_CHANNELS = 256;
/** Open tunnels of one peer, and of all together: each has a child process. PROTOCOL.md §11. */
export declare const MAX_TUNNELS_A_PEER = 16;
/** See {@link MAX_TUNNELS_A_PEER}. */
export declare const MAX_TUNNELS = 64;
/** Handshakes and tool starts that one peer gets in a minute: far above what reconnecting needs. */
export declare const STARTS_A_MINUTE = 120;
/** Milliseconds that a channel may stay without a tunnel. Who has nothing to do makes room for others. */
export declare const UNUSED_CHANNEL_MS = 15000;
/** How often unused channels are looked for, in milliseconds. */
export declare const SWEEP_MS = 5000;
/** See the module comment. */
export declare class TunnelHost {
    #private;
    /**
     * @param witness - Told of the checkpoint in each statement of a caller; `""` before its first.
     * @param side - What goes on beside the tunnels; not owned.
     * @param timer - For the search for unused channels.
     * @param lingerMs - How long a tunnel without a channel waits for its caller.
     */
    constructor(core: AgentCore, witness: {
        saw(peer: Did, note: string): void;
    }, side: ChannelSide, timer?: Timer, lingerMs?: number);
    /** Open channels. */
    get channels(): readonly OpenChannel[];
    /** Whether a tunnel with `peer` is open: a channel alone is anybody's to have. */
    hasTunnelWith(peer: Did): boolean;
    /** The chains of the tunnels that are open, by the peer that holds them. */
    get served(): readonly {
        readonly peer: Did;
        readonly chain: readonly ParsedToken[];
    }[];
    /** Whose root tokens `service` accepts; where none is named, any that is lent. */
    rootsOf(service?: string): readonly Did[];
    /** Peers with an open tunnel to `service`. */
    peersOf(service: string): readonly Did[];
    /** Lends `service` until the returned function is called and has ended its tunnels. @throws {TalosError} `E_EXISTS`. */
    lend(service: LentService): () => Promise<void>;
    /** Checks that no service of that name is lent. @throws {TalosError} `E_EXISTS`. */
    assertFree(service: string): void;
    /** Takes a link of purpose `channel`. */
    accept(link: Link): Promise<void>;
    /** Ends every tunnel and channel, and takes no more. Repeatable. */
    close(): Promise<void>;
    /** Ends the tunnels of `peer` with a refusal of `code`. */
    endTunnelsOf(peer: Did, code: ErrorCode): Promise<void>;
}
