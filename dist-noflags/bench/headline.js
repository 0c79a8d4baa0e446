/**
 * The headline table: what everything else is made of, each beside the bare primitive that it cannot do without, or
 * what is usual instead. `talos bench` measures it in a few seconds.
 *
 * @module
 */
import { benchAuthority } from "./authority.js";
import { benchBlocks } from "./blocks.js";
import { benchPrimitives } from "./primitives.js";
import { benchSerialisation } from "./serialisation.js";
import { benchStorage } from "./storage.js";
import { benchTunnel } from "./tunnel.js";
/**
 * Measures the headline.
 *
 * @returns Whether everything was right that is checked beside the clock: so a cached verdict is the uncached one (L14).
 * @throws The reason of the signal, between two sections.
 */
export async function benchHeadline(figures, { talos, env, signal } = {}) {
    benchPrimitives(figures);
    signal?.throwIfAborted();
    benchSerialisation(figures);
    signal?.throwIfAborted();
    const isRight = benchAuthority(figures);
    signal?.throwIfAborted();
    await benchBlocks(figures);
    signal?.throwIfAborted();
    await benchStorage(figures);
    signal?.throwIfAborted();
    if (talos !== undefined)
        await benchTunnel(figures, { talos, env: env ?? process.env, signal });
    return isRight;
}
