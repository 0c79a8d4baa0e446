import type { LightClient } from '../../ledger/light/light.ts';
import type { SourceOutcome } from '../../ledger/light/light-sync.ts';
import type { LightVerdict } from '../../ledger/light/light-types.ts';
import type { LightOutcome, LightVerdictView, LightView } from '../api/light-api.ts';
/** Shortest entry that there is, in bytes, with its length in a block: real ones have ten times as much. */
export declare const SHORTEST_ENTRY_BYTES = 100;
/** A client, and the bytes that it takes in the store. */
export declare function lightView(client: LightClient, keptBytes: number): LightView;
/** What came of a source. */
export declare function outcomeView({ source, size, refused }: SourceOutcome): LightOutcome;
/** What `client` says of a proof. */
export declare function verdictView(verdict: LightVerdict, { confirmedSize }: LightClient): LightVerdictView;
