/** What comes of a step that is known: done again it changes nothing. */
export async function followStep(core, step) {
    const { from, to, text, timeMs } = step;
    const isDisputed = core.successions.stepsFrom(from).length > 1;
    const alias = core.peers.get(from)?.alias || core.peers.get(to)?.alias || '';
    const name = alias === '' ? from : `${alias} (${from})`;
    if (isDisputed) {
        const holder = core.successions.stepsFrom(from).find((each) => core.peers.get(each.to)?.alias)?.to ?? from;
        const offered = core.successions.stepsFrom(from).find((each) => each.to !== holder)?.to;
        if (offered !== undefined)
            await core.peers.noteChange(holder, { did: offered, addresses: [] });
    }
    else
        await core.peers.succeed(from, to);
    if (await isRecorded(core, step))
        return;
    const event = isDisputed ? 'disputed' : 'followed';
    await core.ledger.append({ type: 'succession', peer: from, event, succession: text }).durable();
    const when = new Date(timeMs).toISOString();
    const message = isDisputed
        ? `${name} named two successors; none is followed until you choose: talos contacts accept`
        : `${name} goes on as ${to} since ${when}, signed by both: compare the fingerprint again (talos contacts verify)`;
    core.notice('identity', message, isDisputed ? from : to);
}
async function isRecorded(core, { text }) {
    const entries = await core.ledger.query({ type: 'succession' });
    return entries.some(({ body }) => body.type === 'succession' && body.succession === text);
}
/** Does what a crash kept from being done about successions of others that are in the store. @throws {TalosError} `E_STORAGE…`. */
export async function reconcileSuccessions(core) {
    const { successions, identity } = core;
    const own = new Set([identity.did, ...successions.formers(identity.did)]);
    for (const step of successions.all())
        if (!own.has(step.to) && !own.has(step.from))
            await followStep(core, step);
}
