/** @module `talos tools list|diff|approve`: which tools are lent, what changed in them, and that it may. */
import type { PinStanding, ToolChange } from '../../agent/api/tool-api.ts';
import { type Context, optional, type Run } from '../context.ts';
import { changeLines } from '../definition-diff.ts';
import { printable, tableOf } from '../terminal.ts';
import { usage } from '../values.ts';

const STANDINGS: Readonly<Record<PinStanding, string>> = {
  approved: 'as approved',
  changed: 'QUARANTINED: changed',
  removed: 'gone',
};
/** Digits of a hash that people are shown. */
const SHOWN_DIGITS = 16;
/** What stands for a server among its tools: no tool can be called so. */
const SERVER = '(its server)';

/** `list`: services, and the tools of each. */
export const list: Run = async (context, _args, options) => {
  await using agent = await context.open();
  const services = await agent.api.tools.list(serviceOf(options));
  const shown = services.map(({ tools, ...service }) => {
    const named = tools.map((tool) => ({ id: `${service.service}/${tool.tool}`, ...tool }));
    return { id: service.service, ...service, tools: named };
  });
  await context.print({ services: shown }, () =>
    tableOf(
      services.flatMap(({ service, server, tools }) => [
        [printable(service), SERVER, server.definition.slice(0, SHOWN_DIGITS), STANDINGS[server.standing]],
        ...tools.map(({ tool, definition, standing, readOnly }) => [
          printable(service),
          printable(tool),
          definition.slice(0, SHOWN_DIGITS),
          `${STANDINGS[standing]}${readOnly ? ', read-only' : ''}`,
        ]),
      ]),
    ),
  );
  return 0;
};

/** `diff`: what changed, line by line. */
export const diff: Run = async (context, args, options) => {
  const [tool] = args;
  await using agent = await context.open();
  const changes = await agent.api.tools.changes({ ...serviceOf(options), ...(tool === undefined ? {} : { tool }) });
  const shown = changes.map((change) => ({ id: idOf(change), ...change }));
  await context.print({ changes: shown }, () => changes.flatMap((change) => changeLines(nameOf(change), change)));
  if (changes.length === 0) context.note(NOTHING);
  return 0;
};

/** `approve`: lets it be used. */
export const approve: Run = async (context, args, options) => {
  const [all, server] = [options['all'] === true, options['server'] === true];
  if (all && (server || args.length > 0)) throw usage('--all is everything: name nothing else with it');
  if (!all && !server && args.length === 0)
    throw usage('what is to be approved?', 'name a tool, or --all, or --server; talos tools diff shows what changed');
  await using agent = await context.open();
  const approved = await agent.api.tools.approve({
    ...serviceOf(options),
    ...(all ? { all } : { tools: args, server }),
    ...(options['newGrantsOnly'] === true ? { forNewGrants: true } : {}),
  });
  const shown = approved.map((each) => ({ id: idOf(each), ...each }));
  await context.print({ approved: shown }, () => approved.map((each) => `approved ${nameOf(each)}`));
  if (approved.length === 0) context.note(NOTHING);
  else await tellWhatIsLeft(context, await agent.api.tools.changes(serviceOf(options)));
  return 0;
};

const NOTHING = 'nothing is another than it was approved';

async function tellWhatIsLeft(context: Context, changes: readonly ToolChange[]): Promise<void> {
  for (const change of changes) context.note(`still quarantined: ${nameOf(change)}`);
}

function nameOf({ service, tool }: { readonly service: string; readonly tool?: string }): string {
  return `${tool === undefined ? 'the server' : printable(tool)} of ${printable(service)}`;
}

/** Names a tool among those of all services; the name of its service alone is the server itself. */
function idOf({ service, tool }: { readonly service: string; readonly tool?: string }): string {
  return tool === undefined ? service : `${service}/${tool}`;
}

function serviceOf(options: Parameters<Run>[2]): { readonly service?: string } {
  const service = optional(options, 'service');
  return service === undefined ? {} : { service };
}
