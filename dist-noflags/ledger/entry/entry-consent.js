/** What became of a question to the owner: `asked`, and then one of the others, once. */
export const APPROVAL_EVENTS = ['asked', 'allowed', 'denied', 'expired'];
/** Who answered: a person at the serving terminal, the owner's command, a person with `talos approvals`. */
export const APPROVERS = ['terminal', 'command', 'approvals'];
