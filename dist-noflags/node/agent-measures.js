/**
 * The numbers of a running agent, for Prometheus, at a port of the loopback interface: `--metrics`.
 *
 * ```text
 *   GET /healthz   200 ok        the process answers
 *   GET /readyz    200 ok, 503   the agent records what it does
 *   GET /metrics   200           what it counts: agent/agent-metrics.ts
 * ```
 *
 * Who is on this machine may ask. What a browser fetches for a page under a name of its own, which leads here, is refused.
 *
 * @module
 */
import { createServer } from 'node:net';
import { measureAgent } from "../agent/agent-metrics.js";
import { WaitingMessages } from "../agent/message/waiting-messages.js";
import { systemClock } from "../base/clock.js";
import { TalosError } from "../base/errors.js";
import { metricsPlace } from "./metrics-place.js";
import { measureProcess, Prometheus } from "./prometheus.js";
import { openServerHttp } from "./server/server-http.js";
import { measuredStore } from "./store/measured-store.js";
/** See the module comment. Made before the agent, whose store it measures. */
export class AgentMeasures {
    /** The store that the agent is to use. */
    store;
    #metrics = new Prometheus();
    #waiting;
    /** @param store - Not owned. */
    constructor(store) {
        this.#waiting = new WaitingMessages(store);
        this.store = measuredStore(this.#waiting, this.#metrics);
    }
    /**
     * Counts what `agent` does, and listens.
     *
     * @param place - As `metricsPlace` has read it.
     * @param onFault - Told of what is this side's fault.
     * @throws {TalosError} `E_CONFIG` if it cannot listen.
     */
    async open({ agent, core }, place, onFault) {
        measureProcess(this.#metrics);
        const end = measureAgent({
            ledger: core.ledger,
            waiting: this.#waiting,
            sessions: (role) => agent.channels.filter(({ channel }) => channel.role === role).length,
            approvals: async () => (await agent.approvals.list()).length,
            anchorFailures: (kind) => agent.anchors.failures(kind),
            nowMs: () => performance.now(),
        }, this.#metrics);
        const take = openServerHttp({
            metrics: this.#metrics,
            clock: systemClock,
            whyNotReady: async () => agent.failure && `nothing can be recorded: ${agent.failure.code}`,
            onFault,
            isLocal: true,
        });
        try {
            const port = await listen(place, take, onFault);
            return {
                url: port.url,
                [Symbol.asyncDispose]: async () => {
                    end();
                    await port[Symbol.asyncDispose]();
                },
            };
        }
        catch (error) {
            end();
            throw error;
        }
    }
}
async function listen(place, take, onFault) {
    const open = new Set();
    const server = createServer((socket) => {
        open.add(socket);
        // A connection that breaks has nobody to answer.
        socket.on('error', () => undefined);
        socket.once('close', () => open.delete(socket));
        take(socket);
    });
    const { host, port } = metricsPlace(place, 'metrics');
    await listening(server, host, port);
    server.on('error', onFault);
    const bound = server.address();
    return {
        url: `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}/metrics`,
        [Symbol.asyncDispose]: () => new Promise((resolve) => {
            server.close(() => resolve());
            for (const socket of open)
                socket.destroy();
        }),
    };
}
function listening(server, host, port) {
    return new Promise((resolve, reject) => {
        const failed = (cause) => reject(new TalosError('E_CONFIG', `metrics cannot listen on port ${port} (${cause.code ?? ''})`, { cause }));
        server.once('error', failed);
        server.listen(port, host, () => {
            server.off('error', failed);
            resolve();
        });
    });
}
