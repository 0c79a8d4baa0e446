import type { AclAnswer, AclQuestion, AclStatus } from '../api/access-api.ts';
import type { ApprovedView, ApproveParams, ServiceToolsView, ToolChange } from '../api/tool-api.ts';
import { type ClientContext } from './client-context.ts';
/** Of which service. */
export interface ServiceOptions {
    readonly service?: string;
}
/** Of which service and tool. */
export interface ToolOptions extends ServiceOptions {
    readonly tool?: string;
}
/** The tools that a client lends, and what changed in their definitions. */
export declare class ClientTools {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /** Those of one service, or of all. @throws {TalosError} `E_NOT_FOUND` for a service that was never lent. */
    list(options?: ServiceOptions): Promise<readonly ServiceToolsView[]>;
    /** What changed since it was approved, and is quarantined. @throws {TalosError} `E_NOT_FOUND`. */
    changes(options?: ToolOptions): Promise<readonly ToolChange[]>;
    /**
     * Approves what was found: durable, on record, and in force for calls from then on.
     *
     * @returns What was approved.
     * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS` where it changed in several services; `E_LIMIT`; `E_STORAGE…`.
     */
    approve(params: ApproveParams): Promise<readonly ApprovedView[]>;
}
/** The access-control lists of what a client lends. Lists alone, without an agent: `AccessControl`. */
export declare class ClientAcl {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /**
     * Whether a list allows a request, by which rule, in which line.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is no list; `E_CONFIG` for one that cannot be read; `E_AMBIGUOUS`
     *   where services have different ones and none is named.
     */
    check(question: AclQuestion): Promise<AclAnswer>;
    /** The lists that running services obey. */
    lists(): Promise<readonly AclStatus[]>;
}
