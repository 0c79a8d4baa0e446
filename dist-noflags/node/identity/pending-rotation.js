/**
 * Whether a rotation of the identity was decided and is not finished: what finishing needs is loaded only then.
 *
 * @module
 */
import { join } from 'node:path';
import { DATA_DIR_NAMES, isThere } from "../data-dir.js";
/**
 * Goes on with a rotation in `dataDir`, whose lock is held; nothing where there is none.
 *
 * @throws {TalosError} as `finishRotation`.
 */
export async function finishPending(dataDir, passphrase) {
    if (!isThere(join(dataDir, DATA_DIR_NAMES.rotation)))
        return;
    const { finishRotation } = await import("./rotation.js");
    await finishRotation({ dataDir, passphrase });
}
