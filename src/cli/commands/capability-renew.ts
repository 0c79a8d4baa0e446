/** @module `talos capabilities renew`: received capabilities, anew from their issuers. */
import type { RenewedView } from '../../agent/api/api.ts';
import { ERROR_CODES, EXIT, isErrorCode } from '../../base/errors.ts';
import type { Run } from '../context.ts';
import { timeText } from '../terminal.ts';
import { capabilityId } from './capabilities.ts';

/** Exit status: that of the first that was refused. */
export const renew: Run = async (context, args) => {
  const [id] = args;
  const params = id === undefined ? {} : { id: capabilityId(id) };
  await using agent = await context.open();
  const renewed = await agent.api.renew(params);
  await context.print({ renewed }, () => renewed.map(lineOf));
  if (renewed.length === 0) context.note('no capability can be renewed');
  const refused = renewed.find((each) => each.refused !== undefined)?.refused;
  if (refused === undefined) return EXIT.done;
  return isErrorCode(refused) ? ERROR_CODES[refused].exit : EXIT.failed;
};

function lineOf({ id, capability, refused }: RenewedView): string {
  if (capability === undefined) return `not renewed: ${id.slice(0, 16)}  ${refused ?? ''}`;
  return `renewed ${capability.id} until ${timeText(capability.expiresAt)}`;
}
