import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import type { Correspondence } from '../message/correspondence.ts';
import type { ChannelControl } from '../tunnel/channel-control.ts';
import { Gossip } from './gossip.ts';
/** Who hears of it. */
export interface AgentGossipParts {
    readonly core: AgentCore;
    readonly platform: AgentPlatform;
    readonly messages: Correspondence;
    /** Whose root tokens the services that are lent accept. */
    readonly rootsOf: () => readonly Did[];
    readonly control: ChannelControl;
    readonly onCheckpoint: (author: Did, note: string) => void;
}
/** Gossip of this agent, where the platform has any. */
export declare function openGossip(parts: AgentGossipParts): Gossip | undefined;
/** Lets go of a failure that is told elsewhere. @throws what is no error of Talos. */
export declare function dropped(error: unknown): void;
