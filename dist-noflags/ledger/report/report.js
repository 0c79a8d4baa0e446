/** What a report can find, by its number. Published: numbers are added, never given another meaning. */
export const FINDING_RULES = {
    601: { name: 'ledger-invalid', level: 'error', text: 'the ledger does not verify' },
    602: {
        name: 'rolled-back',
        level: 'error',
        text: 'the ledger is older than, or another than, a state of it that is known',
    },
    603: {
        name: 'equivocation',
        level: 'warning',
        text: 'a peer signed two histories, or showed an older one after a newer',
    },
    604: { name: 'anchor-mismatch', level: 'error', text: 'an anchor does not verify, or says something else' },
    605: { name: 'anchor-lost', level: 'warning', text: 'an anchor is on record whose token is not kept' },
    606: { name: 'intent-mismatch', level: 'error', text: 'a result names an intent that its call does not fit' },
    611: { name: 'unacknowledged', level: 'warning', text: 'a result was not acknowledged by its caller' },
    612: { name: 'unanswered', level: 'warning', text: 'a call has no receipt: its outcome is unknown' },
    613: { name: 'undecided', level: 'warning', text: 'a call was let through and has no result' },
    621: { name: 'clock-back', level: 'warning', text: 'the time of an entry is before that of the entry before' },
    622: { name: 'quiet', level: 'note', text: 'nothing was recorded for long' },
    631: { name: 'identity-changed', level: 'warning', text: 'another identity was found in the place of a contact' },
    632: {
        name: 'copied-state',
        level: 'warning',
        text: 'a session was made anew because its state was put back or copied',
    },
    633: { name: 'unverified-contact', level: 'note', text: 'a contact was never verified' },
    641: { name: 'denials', level: 'note', text: 'calls of a peer were denied' },
    642: {
        name: 'intent-refused',
        level: 'warning',
        text: 'a call was refused: it was not what its caller had announced',
    },
};
/** A finding under rule `number`. */
export function finding(number, message, place = {}) {
    const { name, level } = FINDING_RULES[number];
    return { number, level, rule: name, message, ...place };
}
const ORDER = ['error', 'warning', 'note'];
/** Errors first, then by number, then by place. */
export function inOrder(findings) {
    return findings.toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level) || a.number - b.number || (a.seq ?? 0) - (b.seq ?? 0));
}
