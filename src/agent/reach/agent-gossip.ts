/**
 * Gossip of a running agent: what it hears, and whom it tells that.
 *
 * @module
 */
import { isTalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import type { Correspondence } from '../message/correspondence.ts';
import type { ChannelControl } from '../tunnel/channel-control.ts';
import { Gossip } from './gossip.ts';
import type { RecordBook } from './record-book.ts';

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
export function openGossip(parts: AgentGossipParts): Gossip | undefined {
  const { core, platform, messages, rootsOf, control, onCheckpoint } = parts;
  const { gossip: open } = platform;
  if (open === undefined) return undefined;
  const records = async (): Promise<RecordBook> => (await messages.mail()).records;
  return new Gossip({
    core,
    open,
    records,
    roots: rootsOf,
    takeList: (update) => control.revocations.heard(update),
    onGap: (issuer, peer) => void control.learnList(issuer, peer),
    // What waits for it stays where that fails.
    onRecord: (author) => void messages.resume(author).catch(dropped),
    onCheckpoint,
  });
}

/** Lets go of a failure that is told elsewhere. @throws what is no error of Talos. */
export function dropped(error: unknown): void {
  if (!isTalosError(error)) throw error;
}
