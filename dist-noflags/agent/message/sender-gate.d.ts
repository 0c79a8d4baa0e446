import type { Did } from '../../identity/did.ts';
import type { Acceptance, SenderRequest } from '../api/message-api.ts';
/** Strangers of whom a person may have to be asked at a time; the links of more are closed. */
export declare const MAX_ASKED_SENDERS = 16;
/** Answers that are remembered while it is open; who was forgotten is asked of again. */
export declare const MAX_SENDER_ANSWERS = 1024;
/** Asks a person about a stranger. */
export type AskSender = (sender: SenderRequest) => Promise<boolean>;
/** What a message comes through: a link, or a mailbox, which stays. */
export interface Door {
    /** Where the sender is, for people. */
    readonly remoteAddress: string;
    /** Resolves when nobody waits there any more. */
    readonly closed: Promise<unknown>;
}
/** See the module comment. */
export declare class SenderGate {
    #private;
    /**
     * @param ask - Called for one stranger at a time; what it throws counts as a no that is not remembered.
     * @throws {TalosError} `E_USAGE` where somebody is to be asked, and nobody can be.
     */
    constructor(accept: Acceptance, ask?: AskSender);
    /** Whether what a peer has is taken; a promise where a person is asked first. */
    admits(from: Did, door: Door, isContact: boolean): boolean | Promise<boolean>;
    /** Whether a person is to be asked about a stranger. */
    asksAbout(from: Did): boolean;
    /** Whether it was closed: nobody has said no to who waited. */
    get isClosed(): boolean;
    /** Whether what a peer has sent is taken, as far as that is known now. */
    isAdmitted(from: Did, isContact: boolean): boolean;
    /** Whoever waits is not taken. Repeatable. */
    close(): void;
}
/** Whose messages that wait in the inbox are shown: a person is asked about strangers' as about those that come. */
export declare class InboxStrangers {
    #private;
    /** @param onAnswer - Told that another stranger's messages are wanted, or another may be asked about. Must not throw. */
    constructor(gate: SenderGate, onAnswer: () => void);
    /** Whether they are wanted as far as that is known now; asks where it is not. */
    isWanted(from: Did, isContact: boolean): boolean;
}
/** What a gate says when somebody was asked. @throws {TalosError} `E_CLOSED` where the listening ends before somebody has said yes or no. */
export declare function answered(gate: SenderGate, admitted: Promise<boolean>): Promise<boolean>;
