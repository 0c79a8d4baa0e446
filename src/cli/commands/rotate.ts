/** @module `talos rotate prekeys`: new keys in place of those that are offered now. */
import type { Run } from '../context.ts';
import { timeText } from '../terminal.ts';

/** `rotate prekeys`: a new signed prekey, for all who open a session from now on. */
export const prekeys: Run = async (context) => {
  await using agent = await context.open();
  const prekey = await agent.api.messages.rotatePrekeys();
  await context.print({ prekey }, () => {
    const until = timeText(prekey.expiresAtMs);
    return `new signed prekey ${prekey.id}, accepted until ${until}; those before it until they expire`;
  });
  return 0;
};
