/**
 * What clients are given and told, besides capabilities and calls.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { SignalOptions } from '../../base/caller-mistakes.ts';
import type { Did } from '../../identity/did.ts';
import type { ServeParams } from '../api/api.ts';
import type { DeliveryState } from '../message/deliveries.ts';
import type { LentSecret } from '../tunnel/tool-secrets.ts';
import type { LocalServer } from './mcp-transport.ts';
/** What is asked of a bundle. */
export interface OneTimeOptions {
    /** Whether it must bring one-time prekeys of both kinds, which only its first user gets. */
    readonly requireOneTime?: boolean;
}
/** What has become of a message that was sent. */
export interface DeliveryEvent {
    /** UUIDv7 as text. */
    readonly id: string;
    /** The recipient. */
    readonly peer: Did;
    /**
     * `queued`: kept, as it could not leave at once. `sent`: left for the first time. `delivered`: the peer has stored it.
     * `failed`: given up.
     */
    readonly state: DeliveryState;
    /** Why it failed. */
    readonly reason?: string;
    /** Events before this one that were dropped, because more than 1,024 waited to be read; 0 for one who keeps up. */
    readonly missed: number;
}
/** A prekey bundle, and where its owner may be reached: a hint that nobody signed. */
export interface PrekeyOffer {
    /** PROTOCOL.md §5.1. */
    readonly bundle: Bytes;
    readonly addresses: readonly string[];
}
/** What a function that answers for a person is asked: one call of a peer. */
export interface ApprovalQuestion {
    /** Of the approval: 32 hex digits. */
    readonly id: string;
    /** Who calls. */
    readonly caller: Did;
    /** What this agent calls it; empty where it has no name for it. */
    readonly alias: string;
    readonly service: string;
    readonly method: string;
    /** Tool, URI of a resource, or name of a prompt. */
    readonly target: string;
    /** Exactly what the tool would get, as JSON. */
    readonly arguments: unknown;
    /** Why, in the words of the caller, where the call was announced. */
    readonly justification?: string;
    /** Id of the capability that it is called under. */
    readonly capability: string;
    /** Of call and arguments, as it is on record. */
    readonly digest: string;
    /** Milliseconds since 1970: an answer that comes later is none. */
    readonly expires: number;
}
/** Answers a question. Only `true` is a yes; the signal aborts when somebody else has answered, or time is over. */
export type Approver = (question: ApprovalQuestion, signal: AbortSignal) => boolean | Promise<boolean>;
/** A tool server in this process, to be lent. */
export interface LocalLending extends Pick<ServeParams, 'acl' | 'approve' | 'approveTimeoutS' | 'requireIntent' | 'roots'> {
    /** Asked about what `approve` names, besides the people of `client.approvals`: whoever answers first decides. */
    readonly approver?: Approver;
    /** What callers may name as `${secret:NAME}`, and the server alone gets. */
    readonly secrets?: readonly LentSecret[];
    readonly server: LocalServer;
    readonly service: string;
    /** Patterns over its tools, as `--allow` of the command line. */
    readonly allow: string;
    readonly deny?: string;
    /** Life of the capabilities that the invitation gives, seconds; a quarter of an hour where absent. */
    readonly expiresInS?: number;
    /** Life of the invitation, seconds; nobody is invited where absent or 0: capabilities are granted one by one. */
    readonly inviteTtlS?: number;
}
/** How a peer is asked whether it is there. */
export interface PingOptions extends SignalOptions {
    /** How often, a second apart, 1 to 100; once where absent. */
    readonly count?: number;
}
