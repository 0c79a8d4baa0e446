/**
 * What a served tunnel is made of, and what it keeps of calls.
 *
 * @module
 */
import type { ChainVerdict, Denial, Grant } from '../../capability/authorize.ts';
import type { NamePatterns } from '../../capability/name-patterns.ts';
import type { Scope } from '../../capability/scope.ts';
import type { Environment } from '../../capability/scope-check.ts';
import type { CallStatement, SignedStatement } from '../../ledger/entry/statement.ts';
import type { RpcId, RpcMessage } from '../../mcp/rpc.ts';
import type { CallAuthority } from '../authority/call-authority.ts';
import type { CallInQuestion, MakeRules } from '../authority/call-rule.ts';
import type { IntentDesk } from '../authority/intent-desk.ts';
import type { GrantUsage } from '../authority/usage-book.ts';
import type { ServerRecords } from './call-records.ts';
import type { ToolCaller } from './tool-caller.ts';
import type { StartToolServer } from './tool-server.ts';
import type { TunnelStream } from './tunnel-stream.ts';
/** What a served tunnel needs. */
export interface ServedTunnelParts {
    readonly stream: TunnelStream;
    /** The peer, as the tool is told. */
    readonly who: ToolCaller;
    readonly service: string;
    readonly grant: Grant;
    /** The verdict on a chain that the peer presents for this service. */
    readonly verify: (chain: readonly string[]) => ChainVerdict;
    /** What the service lends at all, whoever asks: a call must be within it too. Absent: all that a grant covers. */
    readonly lends?: Scope;
    /** What this side says of itself, for grants that ask. */
    readonly environment?: Environment | undefined;
    readonly authority: CallAuthority;
    readonly records: ServerRecords;
    readonly startTool: StartToolServer;
    /** Intents of the session. */
    readonly intents: IntentDesk;
    /** Calls that need one of them; none where absent. */
    readonly needsIntent?: NamePatterns;
    /** Rules beside the capability; none where absent. */
    readonly rules?: MakeRules;
    /** What its calls are charged to, where the grant limits anything. */
    readonly usage?: GrantUsage;
    /** Takes a renewal of the grant into use: gives what calls under it are charged to, or why it cannot be. */
    readonly onRenewed: (grant: Grant) => GrantUsage | Denial | undefined;
    /** Milliseconds after which a call is answered with an unknown outcome. */
    readonly callTimeoutMs: number;
    readonly onDiagnostic: (text: string) => void;
}
/** A request of the peer. */
export type Request = RpcMessage & {
    readonly kind: 'request';
};
/** A call with its statement. */
export type StatedCall = CallInQuestion & {
    readonly statement: SignedStatement<CallStatement>;
    /** What it is charged to, where its grant limits anything. */
    readonly usage: GrantUsage | undefined;
};
/** A recorded call, and the id of its decision in the ledger. */
export interface DecidedCall {
    readonly question: StatedCall;
    readonly decision: string;
}
/** A request of the peer that the tool has not answered. */
export interface InFlight {
    readonly id: RpcId;
    readonly method: string;
    readonly isList: boolean;
    readonly call: DecidedCall | undefined;
}
