/**
 * Asks a tool server for its tools, once, before it is lent: a grant names tools exactly, and their definitions are pinned.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { readRpc, writeRpc } from "../../mcp/rpc.js";
import { RpcCaller } from "./rpc-caller.js";
/** Milliseconds that a tool server gets to start and list its tools: it may be downloaded meanwhile. */
export const PROBE_TIMEOUT_MS = 120_000;
/** Milliseconds after which whoever waits is told what for. */
export const PROBE_NOTICE_MS = 5000;
/**
 * What the probe says that its client can do. A server may hide tools from a client that cannot answer them, and who
 * will call is not known yet; a request of the server meanwhile is answered with an error.
 */
const CAPABILITIES = { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} } };
/**
 * Starts the server, asks, ends it.
 *
 * @param self - Who asks: the agent itself.
 * @param version - Of this software, for the server's log.
 * @throws {TalosError} `E_TOOL_FAILED` if it cannot be started, ends, or does not answer within
 *   {@link PROBE_TIMEOUT_MS}; as `RpcCaller.tools`; the reason of `signal`.
 */
export async function probeTools(startTool, about, signal) {
    const caller = new RpcCaller((json) => void server.send(writeRpc(json)));
    const server = startTool({
        caller: about.self,
        service: about.service,
        onLine: (line) => {
            const rpc = readRpc(line);
            if (rpc.kind !== 'fault')
                caller.take(about.fromTool(rpc), undefined);
        },
        onDiagnostic: about.onDiagnostic,
    });
    void server.exited.then(({ code, signal: by }) => caller.fail(new TalosError('E_TOOL_FAILED', `the tool server ended before it listed its tools (${by ?? `status ${code}`})`, {
        hint: 'run its command by hand to see why',
    })));
    const timer = setTimeout(() => caller.fail(new TalosError('E_TOOL_FAILED', 'the tool server did not list its tools in time')), PROBE_TIMEOUT_MS);
    const notice = setTimeout(() => about.onDiagnostic(`the tool server has not listed its tools yet; it gets ${PROBE_TIMEOUT_MS / 1000} s to start`), PROBE_NOTICE_MS);
    try {
        await caller.initialize(about.version, signal, CAPABILITIES);
        return await caller.tools(signal);
    }
    finally {
        clearTimeout(timer);
        clearTimeout(notice);
        await server.close();
    }
}
