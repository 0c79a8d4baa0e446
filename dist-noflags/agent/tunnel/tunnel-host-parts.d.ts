import type { NamePatterns } from '../../capability/name-patterns.ts';
import type { Scope } from '../../capability/scope.ts';
import type { Environment } from '../../capability/scope-check.ts';
import type { Did } from '../../identity/did.ts';
import type { MakeRules } from '../authority/call-rule.ts';
import type { IntentDesk } from '../authority/intent-desk.ts';
import type { CallCounter } from './call-records.ts';
import type { Channel } from './channel.ts';
import type { StreamMux } from './streams.ts';
import type { StartToolServer } from './tool-server.ts';
/** A service that is lent. */
export interface LentService {
    readonly name: string;
    readonly startTool: StartToolServer;
    /** What it lends at all; a call must be within it, whatever was granted. */
    readonly lends?: Scope;
    /** Whose root tokens it accepts; those of this agent alone where absent. */
    readonly roots?: readonly Did[];
    /** Calls that need a signed intent before them. */
    readonly needsIntent?: NamePatterns;
    /** What this side says of itself; not changed. */
    readonly environment?: Environment | undefined;
    /** Rules of its tunnels beside the capability. */
    readonly rules?: MakeRules;
    readonly callTimeoutMs: number;
    /** Takes a line of diagnostics of the tool, not escaped. */
    readonly onDiagnostic: (text: string) => void;
}
/** An open channel, as `status` shows it. */
export interface OpenChannel {
    readonly channel: Channel;
    readonly sinceMs: number;
}
/** An open channel, and what this side does with it. */
export interface ServedChannel extends OpenChannel {
    mux: StreamMux | undefined;
    /** When it was last seen in use, by the timer. */
    usedAtMs: number;
    /** Whether its session is in the ledger. */
    isRecorded: boolean;
}
/** What the tunnels of one session share. */
export interface ServedSession {
    readonly number: CallCounter;
    readonly intents: IntentDesk;
}
/** Whether no tunnel is open on a channel. */
export declare function isUnused({ mux }: ServedChannel): boolean;
/** The service that the leaf of a chain names; `""` where it cannot be read, which the check of the chain then says. */
export declare function serviceOf(chain: readonly string[]): string;
/** An error, for people. */
export declare function describe(error: unknown): string;
