import type { AgentRecord } from '../identity/agent-record.ts';
/**
 * Refuses a record with an address that nobody dials: one that is none, "any address", port 0, multicast, link-local and
 * others (PROTOCOL.md §6.1). A record is signed as a whole, so that nothing can be left out of it. How far an address
 * reaches is not looked at: an agent that is told of a private one dials it only from where that means something.
 *
 * @throws {TalosError} `E_BAD_RECORD`.
 */
export declare function assertAnnounceable({ addresses, mailboxes }: Pick<AgentRecord, 'addresses' | 'mailboxes'>): void;
