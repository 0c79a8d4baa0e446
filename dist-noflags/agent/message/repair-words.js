const WORDS = {
    copied: 'the state of the peer was put back to an earlier copy, or copied',
    unopened: 'a message of the peer did not open: its state, or that of this agent, was put back to an earlier copy, or copied',
    gone: 'a message of the peer came under a session or prekey that this agent has no more',
    told: 'the peer could not open a message of this agent',
};
/** A sentence without its end, lower case. */
export function repairWords(cause) {
    return WORDS[cause];
}
