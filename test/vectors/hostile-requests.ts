/** `vectors/talos/hostile-requests-v1.json`: requests under a scope, and the verdict on each. */
import type { Json } from '../../src/codec/json.ts';
import { loadVectors } from './files.ts';

export interface HostileRequest {
  /** Of the catalogue of threats. */
  readonly row: string;
  readonly about: string;
  readonly scope: string;
  readonly method: string;
  /** JSON text, as it is sent. */
  readonly params: string;
  readonly code: string;
}

export const HOSTILE = loadVectors<{
  readonly scopes: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly rows: readonly HostileRequest[];
}>('talos/hostile-requests-v1.json');
