import { type Scope } from '../../capability/scope.ts';
import type { ApprovedView, ApproveParams, ServiceToolsView, ToolChange, ToolsApi } from '../api/tool-api.ts';
import type { PinBook } from '../authority/pin-book.ts';
/** See the module comment. */
export declare class Tools implements ToolsApi {
    #private;
    constructor(book: PinBook);
    list({ service }: {
        readonly service?: string;
    }): Promise<readonly ServiceToolsView[]>;
    changes({ service, tool, }: {
        readonly service?: string;
        readonly tool?: string;
    }): Promise<readonly ToolChange[]>;
    approve(params: ApproveParams): Promise<readonly ApprovedView[]>;
}
/** What is granted of a service: the scope, and whether it holds for its tools as they are defined now. */
export interface PinnedTerms {
    readonly scope: Scope;
    /** Yes unless `false`. */
    readonly pinned?: boolean | undefined;
}
/**
 * The scope with what its service is and how its tools are defined, as far as that was approved; as it is where it says
 * that already, where that is not wanted, or where the service was never lent.
 *
 * @throws {TalosError} `E_LIMIT` where no token holds it: nothing is left out unsaid.
 */
export declare function pinnedScope(book: PinBook, { scope, pinned }: PinnedTerms): Scope;
