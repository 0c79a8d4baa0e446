/**
 * A store whose times are counted.
 *
 * @module
 */
import type { Metrics } from '../../base/metrics.ts';
import type { Store } from '../../storage/store.ts';
/** `store`, which is not owned: the time of each `get` and `apply` goes into `metrics`. */
export declare function measuredStore(store: Store, metrics: Metrics): Store;
