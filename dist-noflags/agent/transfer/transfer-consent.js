/** Decides about an offer. */
export function consentTo({ isContact, verdict, policy }, peer, file) {
    if (isContact(peer) || verdict(peer, file).allowed)
        return 'take';
    const others = policy();
    if (others === 'all')
        return 'take';
    return others === 'ask' ? 'ask' : 'refuse';
}
/** Whether a peer may offer anything at all: what it is follows. */
export function mayOffer({ isContact, verdict, policy }, peer) {
    if (isContact(peer) || policy() !== 'contacts')
        return true;
    const asked = verdict(peer, { name: '', size: 0 });
    return asked.allowed || asked.code !== 'NO_CAPABILITY';
}
/** Puts on record that an offer was refused, but where its sender had no capability at all: that costs a stranger nothing. */
export function noteRefusal({ denials }, { verdict }, peer, file) {
    const asked = verdict(peer, file);
    if (!asked.allowed && asked.code !== 'NO_CAPABILITY')
        denials.note(peer, 'file', asked.code);
}
