/** @module `talos doctor`: ports, reachability, and the servers that this agent is registered with. */
import type { AgentApi, Status } from '../../agent/api/api.ts';
import type { ServerView } from '../../agent/api/server-api.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import { ownFamilies, whyNoPort } from '../../node/machine.ts';
import type { Settings } from '../../node/settings.ts';
import type { Context } from '../context.ts';
import type { Findings } from '../findings.ts';
import { printable } from '../terminal.ts';

/** Milliseconds that a registry has to answer, over all its addresses. */
export const REGISTRY_DEADLINE_MS = 8000;

/** Whether the agent listens, or could. @param status - Of the running agent. */
export async function portsOf(findings: Findings, { host, port }: Settings, status?: Status): Promise<void> {
  if (status !== undefined && status.addresses.length > 0) {
    findings.ok('ports', { message: `listens at ${status.addresses.map(printable).join(' ')}` });
    return;
  }
  const place = `${printable(host.value)} port ${port.value}`;
  const why = await whyNoPort(host.value, port.value);
  if (why === undefined)
    findings.ok('ports', { message: port.value === 0 ? 'any that is free' : `${place} is free to listen on` });
  else if (why === 'EADDRINUSE' && port.source === 'built in')
    findings.warning('ports', {
      message: `${place} is taken`,
      remedy: 'another free one is used; --port, or the setting port, names one that stays',
    });
  else
    findings.failed('ports', 'E_UNREACHABLE', {
      message: `${place} cannot be listened on: ${why}`,
      remedy:
        why === 'EADDRINUSE'
          ? 'end what uses it, or choose another port'
          : why === 'EACCES'
            ? 'a port from 1024 on'
            : 'an address of this machine as host, such as 0.0.0.0',
    });
}

const FAMILIES = 'connect this machine to a network';

/** Whether others get here. @param status - Of the running agent. */
export function reachabilityOf(context: Context, findings: Findings, status: Status | undefined): void {
  const { ip4, ip6 } = ownFamilies();
  const part = 'network';
  if (!ip4 && !ip6)
    findings.warning('reachability', { part, message: 'this machine has no address but its own', remedy: FAMILIES });
  else findings.ok('reachability', { part, message: `addresses of ${familyText(ip4, ip6)}` });
  if (status === undefined || status.addresses.length === 0) {
    const message = status === undefined ? 'no agent runs' : 'the agent does not listen';
    findings.skipped('reachability', { message, remedy: 'talos listen, then talos doctor beside it' });
    return;
  }
  const through = status.relays.filter(({ reserved }) => reserved);
  for (const [at, { relay, reserved, failure }] of status.relays.entries())
    if (!reserved)
      findings.warning('reachability', {
        part: `relay-${at + 1}`,
        message: `no place at the relay ${relay}${failure === undefined ? ' yet' : `: ${failure.code}: ${failure.message}`}`,
        remedy: 'see that the relay runs, or name another one by the setting relay',
      });
  if (status.router?.address !== undefined)
    findings.ok('reachability', {
      part: 'router',
      message: `the router forwards ${printable(status.router.address)} here, asked by ${printable(status.router.way ?? '')}`,
    });
  else if (status.router !== undefined)
    findings.warning('reachability', {
      part: 'router',
      message: `no port of the router leads here: ${printable(status.router.failure ?? '')}`,
      remedy: 'have the router forward ports on request, or a port by hand; a relay needs neither',
    });
  if (status.reachability === 'public') findings.ok('reachability', { message: 'reached from the internet' });
  else if (through.length > 0)
    findings.ok('reachability', { message: `reached through ${through.map(({ relay }) => relay).join(' ')}` });
  else if (context.global.offline)
    findings.skipped('reachability', { message: 'offline', remedy: 'talos doctor without --offline' });
  else
    findings.warning('reachability', {
      message:
        status.reachability === 'private'
          ? 'not reached from the internet, and through no relay'
          : 'not known: no server has tried',
      remedy:
        status.reachability === 'private'
          ? 'a relay (setting relay, or a server that offers one), or a port of the router (--nat-pmp, --upnp)'
          : 'talos register --server HOST:PORT: a server in the internet tells',
    });
}

function familyText(ip4: boolean, ip6: boolean): string {
  if (ip4 && ip6) return 'IPv4 and IPv6';
  return ip4 ? 'IPv4 alone' : 'IPv6 alone';
}

/** Each server: whether it answers, and is who it was. */
export async function registriesOf(
  context: Context,
  findings: Findings,
  { server }: Settings,
  api: AgentApi,
  servers: readonly ServerView[],
): Promise<void> {
  if (servers.length === 0) {
    const remedy = `talos register${server.value === '' ? ' --server HOST:PORT' : ''}: found by its DID, with a mailbox while it is away`;
    const message = 'registered with no server';
    if (server.value === '') findings.skipped('registry', { message, remedy });
    else findings.warning('registry', { message: `${message}, though ${server.value} is configured`, remedy });
    return;
  }
  await Promise.all(
    servers.map(async (each, at) => {
      const part = `server-${at + 1}`;
      const shown = `${each.addresses[0] ?? ''} (${each.did})`;
      if (context.global.offline) {
        findings.skipped('registry', {
          part,
          message: `${shown} was not asked`,
          remedy: 'talos doctor without --offline',
        });
        return;
      }
      try {
        const ms = await timeOf(api, each, context.io.signal);
        findings.ok('registry', { part, message: `${shown} answers in ${ms.toFixed(0)} ms` });
      } catch (error) {
        context.io.signal.throwIfAborted();
        findings.error('registry', error, 'see that the server runs; talos register --server names another one', part);
      }
    }),
  );
}

/** Milliseconds until one of the addresses of a server has answered, by the key that it is pinned to. */
async function timeOf(api: AgentApi, { addresses, did }: ServerView, signal: AbortSignal): Promise<number> {
  using limit = deadline(signal, REGISTRY_DEADLINE_MS);
  let failure: unknown = new TalosError('E_UNREACHABLE', `the server ${printable(did)} has no address`);
  for (const address of addresses)
    try {
      const from = performance.now();
      await api.servers.peers({ address, limit: 1 }, limit.signal);
      return performance.now() - from;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      failure = error;
    }
  throw failure;
}
