/**
 * A store that takes no record any more that was sealed under a key of an earlier epoch.
 *
 * A step seals, and what it sealed may reach the store after the key was replaced: erasing the old key would then lose the
 * record. Such a batch is refused like one whose condition does not hold, and the step is taken again.
 *
 * @module
 */
import type { EpochSealer } from './sealed.ts';
import type { Store } from './store.ts';
/** `store`, guarded by `sealer`. Disposing it disposes `store`. */
export declare function currentStore(store: Store, sealer: EpochSealer): Store;
