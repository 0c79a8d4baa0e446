/** @module `talos doctor`: whether the clock can be right, as the own ledger and the own servers show it. */
import type { AgentApi } from '../../agent/api/api.ts';
import type { ServerView } from '../../agent/api/server-api.ts';
import { deadline } from '../../base/lifetime.ts';
import { NOT_BEFORE_SKEW_S } from '../../capability/authorize.ts';
import { parseAddress } from '../../net/address.ts';
import { CLOCK_DEADLINE_MS, clockAhead } from '../../node/machine.ts';
import type { Context } from '../context.ts';
import type { Findings } from '../findings.ts';
import { printable, timeText } from '../terminal.ts';

const SET_IT = 'set the clock of this machine, by NTP if possible: capabilities and records are judged by it';

/** The clock is not behind what was recorded. */
export async function clockOfLedger(context: Context, findings: Findings, api: AgentApi): Promise<void> {
  const [newest] = await api.auditLog({ last: 1 });
  const nowMs = context.io.now();
  const behindMs = (newest?.timeMs ?? 0) - nowMs;
  const part = 'ledger';
  if (behindMs > NOT_BEFORE_SKEW_S * 1000)
    findings.failed('clock', 'E_STALE', {
      part,
      message: `it is ${timeText(nowMs)} here, ${Math.round(behindMs / 1000)} s before the newest entry of the ledger`,
      remedy: SET_IT,
    });
  else findings.ok('clock', { part, message: `it is ${timeText(nowMs)}, after everything that was recorded` });
}

/** What the servers say that it is. One that answers is enough. */
export async function clockOfServers(
  context: Context,
  findings: Findings,
  servers: readonly ServerView[],
): Promise<void> {
  if (context.global.offline || servers.length === 0) return;
  for (const [at, { addresses }] of servers.entries()) {
    const part = `server-${at + 1}`;
    const aheadMs = await aheadOf(addresses, context.io.signal);
    const shown = printable(addresses[0] ?? '');
    if (aheadMs === undefined)
      findings.skipped('clock', { part, message: `${shown} says no time`, remedy: 'see registry' });
    else if (Math.abs(aheadMs) > NOT_BEFORE_SKEW_S * 1000)
      findings.warning('clock', {
        part,
        message: `${shown} is ${Math.round(Math.abs(aheadMs) / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this clock`,
        remedy: SET_IT,
      });
    else findings.ok('clock', { part, message: `as at ${shown}, within ${NOT_BEFORE_SKEW_S} s` });
  }
}

async function aheadOf(addresses: readonly string[], signal: AbortSignal): Promise<number | undefined> {
  for (const text of addresses) {
    using limit = deadline(signal, CLOCK_DEADLINE_MS);
    try {
      const { host, port } = parseAddress(text);
      return await clockAhead(host, port, limit.signal);
    } catch {
      // What does not answer is told by the check of the registry; another address may.
      signal.throwIfAborted();
    }
  }
  return undefined;
}
