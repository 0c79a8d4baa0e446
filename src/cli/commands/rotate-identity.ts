/** @module `talos rotate identity`: another identity in the place of this one, which both sign. */
import type { AnnouncedView } from '../../agent/api/identity-api.ts';
import { isTalosError } from '../../base/errors.ts';
import type { Context, Run } from '../context.ts';
import { plural, printable, timeText } from '../terminal.ts';
import { showWords, wordsFile } from '../words-file.ts';

/** See the module comment. */
export const rotateIdentity: Run = async (context, _args, options) => {
  const keepWords = await wordsFile(context, options);
  const { keystore } = await context.identity();
  const passphrase = keystore === 'passphrase' ? await context.passphrase('passphrase: ') : undefined;
  const { dataDir } = context;
  const force = options['force'] === true;
  const rotated = await context.io.agents.rotate({ dataDir, passphrase, force, keepWords });
  const { identity, from, succession, timeMs, words } = rotated;
  if (keepWords === undefined) showWords(context, words, 'talos rotate identity --words-file FILE');
  const announced = context.global.offline ? undefined : await announce(context);
  const shown = {
    id: identity.did,
    from,
    to: identity.did,
    atMs: timeMs,
    succession: JSON.parse(succession) as object,
  };
  await context.print({ ...shown, ...(announced ?? { told: [], notReached: [] }) }, () => [
    identity.did,
    `goes on for ${from} since ${timeText(timeMs)}`,
    ...(announced === undefined ? [] : [toldText(announced)]),
  ]);
  context.note(`the store and the ledger of before are kept below ${dataDir}/former; their key is gone`);
  return 0;
};

function toldText({ told, notReached }: AnnouncedView): string {
  const late =
    notReached.length === 0 ? '' : `; ${notReached.length} not reached, who learn it when they are connected`;
  return `${plural(told.length, 'peer has', 'peers have')} read it${late}`;
}

/** Tells whom it can. That it is done does not depend on it. */
async function announce(context: Context): Promise<AnnouncedView | undefined> {
  try {
    await using agent = await context.open();
    const { servers, identities } = agent.api;
    if ((await servers.list()).length > 0)
      try {
        await servers.register({}, context.io.signal);
      } catch (error) {
        if (!isTalosError(error)) throw error;
        context.note(`not registered anew yet: ${printable(error.message)}; talos register does it`);
      }
    return await identities.announce(context.io.signal);
  } catch (error) {
    if (!isTalosError(error)) throw error;
    context.note(`nobody was told yet: ${printable(error.message)}`);
    return undefined;
  }
}
