import type { Anchor, AnchorKind, AnchorSource } from '../../ledger/anchor/anchor.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AnchorAttempt, AnchorReport, AnchorSourceView, AnchorsApi, AnchorView } from '../api/anchor-api.ts';
/** See the module comment. */
export declare class Anchors implements AnchorsApi {
    #private;
    /** @param kinds - What the platform can anchor with, loaded when first needed. */
    constructor(core: AgentCore, kinds: () => Promise<readonly Anchor[]>);
    /** Tries with sources of a kind that failed, since the agent began. */
    failures(kind: AnchorKind): number;
    sources(): Promise<readonly AnchorSourceView[]>;
    add(source: AnchorSource): Promise<AnchorSourceView>;
    remove(id: string): Promise<AnchorSourceView>;
    list(): Promise<readonly AnchorView[]>;
    from(least: number): Promise<readonly AnchorView[]>;
    now(signal?: AbortSignal): Promise<readonly AnchorAttempt[]>;
    verify(): Promise<AnchorReport>;
}
