/** @module Who cosigned the newest checkpoint, for `talos audit root`. */
import type { AgentApi } from '../../agent/api/api.ts';
import type { CosignerView, RootView } from '../../agent/api/witness-api.ts';
import { plural, printable, timeText } from '../terminal.ts';

/** What witnesses say of the log, as JSON and as rows of a table. */
export interface CosignedRoot {
  readonly json: { readonly cosigners: readonly CosignerView[]; readonly note?: string; readonly cosigned?: RootView };
  readonly rows: readonly string[][];
}

/** Of the newest checkpoint, and of the newest one that was cosigned where that is an older one. */
export async function cosignedRoot(api: Pick<AgentApi, 'witness'>, checkpoint: string): Promise<CosignedRoot> {
  if (checkpoint === '') return { json: { cosigners: [] }, rows: [] };
  const { newest, cosigned } = await api.witness.root();
  const { cosigners, note } = newest;
  const json = { cosigners, note, ...(cosigned === undefined ? {} : { cosigned }) };
  if (cosigners.length > 0) return { json, rows: cosigners.map((each) => ['cosigned', textOf(each)]) };
  if (cosigned === undefined) return { json, rows: [] };
  const before = `at ${plural(cosigned.size, 'entry', 'entries')}, by`;
  return { json, rows: cosigned.cosigners.map((each) => ['cosigned', `${before} ${textOf(each)}`]) };
}

const textOf = ({ witness, timeMs }: CosignerView): string => `${printable(witness)}, ${timeText(timeMs)}`;
