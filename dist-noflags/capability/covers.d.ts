import { type Scope } from './scope.ts';
/** Most steps of one comparison of two scopes: about 10 ms. Those that people write take some thousands. */
export declare const MAX_COVERS_STEPS = 1000000;
/** Whether every request that `child` allows `parent` allows too, as far as it can be shown. */
export declare function covers(parent: Scope, child: Scope): boolean;
