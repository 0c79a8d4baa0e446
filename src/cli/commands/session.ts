/** @module `talos session list|reset|open`, `talos bundle export`: the end-to-end sessions that messages travel under. */
import { bundleFile, readBundleFile } from '../bundle-file.ts';
import { argument, optional, type Run } from '../context.ts';
import { writeText } from '../files.ts';
import { who } from '../message-text.ts';
import { peerName } from '../peer-names.ts';
import { plural, tableOf, timeText } from '../terminal.ts';

/** `session list`: with whom there are sessions. */
export const list: Run = async (context) => {
  await using agent = await context.open();
  const sessions = await agent.api.messages.sessions();
  await context.print({ sessions: sessions.map((each) => ({ id: each.session, ...each })) }, () =>
    tableOf(
      sessions.map((each) => [
        each.session.slice(0, 16),
        `with ${who(each.peer, each.alias)}`,
        each.role,
        each.isAnswered ? 'answered' : 'not answered yet',
        oneTimeText(each.oneTime, each.oneTimeKem),
        `${plural(each.archived, 'earlier session')} kept`,
        each.repairs === 0
          ? 'never repaired'
          : `${plural(each.repairs, 'repair')}, last at ${timeText(each.lastRepairAtMs)}`,
        each.isSilent ? `not heard for ${plural(each.unheard, 'message')}, since ${timeText(each.silentSinceMs)}` : '',
      ]),
    ),
  );
  return 0;
};

function oneTimeText(x25519: boolean, kem: boolean): string {
  if (x25519 && kem) return 'one-time prekeys';
  if (!x25519 && !kem) return 'no one-time prekey';
  return x25519 ? 'one-time prekey, not of ML-KEM' : 'one-time prekey of ML-KEM alone';
}

/** `session reset`: makes a new one; those before still open what is under way. */
export const reset: Run = async (context, args) => {
  const peer = peerName(argument(args, 0, 'PEER'));
  await using agent = await context.open();
  const made = await agent.api.messages.resetSession(peer);
  await context.print(made, () => `new session ${made.session} with ${made.peer}`);
  return 0;
};

/** `session open`: makes one from a bundle, without a network; those before still open what is under way. */
export const openSession: Run = async (context, args, options) => {
  const offer = await readBundleFile(context, argument(args, 0, 'FILE'));
  const requireOneTime = options['requireOneTime'] === true;
  await using agent = await context.open();
  const { session: id, ...made } = await agent.api.messages.openSession({ offer, requireOneTime });
  await context.print({ session: { id, ...made } }, () => `new session ${id} with ${made.peer}`);
  if (!made.oneTime || !made.oneTimeKem)
    context.note('the bundle had not a one-time prekey of each kind for it: --require-one-time refuses such');
  return 0;
};

/** `bundle export`: what somebody needs to open a session with this agent that is not there now. */
export const exportBundle: Run = async (context, _args, options) => {
  const out = optional(options, 'out') ?? '-';
  await using agent = await context.open();
  const offer = await agent.api.messages.bundle();
  await writeText(context, out, `${JSON.stringify(bundleFile(offer))}\n`);
  if (offer.addresses.length === 0)
    context.note('the agent does not listen, so the bundle names no address; talos listen, and export it then');
  return 0;
};
