/** @module `talos ping`: whether a peer is there, over which way, and how long it takes to answer. */
import { MAX_PINGS, type PingView } from '../../agent/api/ping-api.ts';
import type { PunchStatus } from '../../agent/api/reach-api.ts';
import { argument, optional, type Run } from '../context.ts';
import { printable } from '../terminal.ts';
import { wholeNumber } from '../values.ts';

/** See the module comment. */
export const ping: Run = async (context, args, options) => {
  const peer = argument(args, 0, 'peer');
  const count = wholeNumber(optional(options, 'count') ?? '1', '--count', 1, MAX_PINGS);
  await using agent = await context.open();
  const view = await agent.api.ping({ peer, count }, context.io.signal);
  await context.print(view, () => linesOf(view));
  return 0;
};

function linesOf({ peer, path, address, answers, tried, punch }: PingView): string[] {
  return [
    ...tried.map(
      (each) =>
        `tried ${printable(each.address)} (${each.path}): ${each.failure === undefined ? 'connected' : printable(each.failure)} after ${each.ms.toFixed(0)} ms`,
    ),
    ...(punch === undefined ? [] : [punchText(punch)]),
    ...answers.map((each, n) => `answer ${n + 1} over ${each.path} in ${each.ms.toFixed(1)} ms`),
    `${printable(peer)} is there, ${path} at ${printable(address)}`,
  ];
}

function punchText({ outcome, ms, failure }: PunchStatus): string {
  const why = failure === undefined ? '' : `: ${printable(`${failure.code}: ${failure.message}`)}`;
  return `the NATs in between were ${outcome === 'punched' ? 'opened' : 'not opened'} in ${ms.toFixed(0)} ms${why}`;
}
