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
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Agent } from '../agent/agent.ts';
import type { AgentCore } from '../agent/agent-core.ts';
import { measureAgent } from '../agent/agent-metrics.ts';
import { WaitingMessages } from '../agent/message/waiting-messages.ts';
import { systemClock } from '../base/clock.ts';
import { TalosError } from '../base/errors.ts';
import type { Store } from '../storage/store.ts';
import { metricsPlace } from './metrics-place.ts';
import { measureProcess, Prometheus } from './prometheus.ts';
import { openServerHttp } from './server/server-http.ts';
import { measuredStore } from './store/measured-store.ts';

/** Where metrics are. Disposing it ends its connections. */
export interface MetricsPort extends AsyncDisposable {
  readonly url: string;
}

/** See the module comment. Made before the agent, whose store it measures. */
export class AgentMeasures {
  /** The store that the agent is to use. */
  readonly store: Store;
  readonly #metrics = new Prometheus();
  readonly #waiting: WaitingMessages;

  /** @param store - Not owned. */
  constructor(store: Store) {
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
  async open(
    { agent, core }: { readonly agent: Agent; readonly core: AgentCore },
    place: string,
    onFault: (error: unknown) => void,
  ): Promise<MetricsPort> {
    measureProcess(this.#metrics);
    const end = measureAgent(
      {
        ledger: core.ledger,
        waiting: this.#waiting,
        sessions: (role) => agent.channels.filter(({ channel }) => channel.role === role).length,
        approvals: async () => (await agent.approvals.list()).length,
        anchorFailures: (kind) => agent.anchors.failures(kind),
        nowMs: () => performance.now(),
      },
      this.#metrics,
    );
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
    } catch (error) {
      end();
      throw error;
    }
  }
}

async function listen(
  place: string,
  take: (socket: Socket) => void,
  onFault: (error: unknown) => void,
): Promise<MetricsPort> {
  const open = new Set<Socket>();
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
  const bound = server.address() as AddressInfo;
  return {
    url: `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}/metrics`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException): void =>
      reject(new TalosError('E_CONFIG', `metrics cannot listen on port ${port} (${cause.code ?? ''})`, { cause }));
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve();
    });
  });
}
