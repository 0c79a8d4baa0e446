import type { AskCommand } from '../../agent/authority/approval-book.ts';
import type { Guardian } from './guardian.ts';
/** Commands that run at a time; other questions wait for their turn, as long as they wait for an answer. */
export declare const MAX_APPROVE_COMMANDS = 8;
/** What runs, and who hears that it cannot. */
export interface ApproveCommandOptions {
    /** Program and arguments. */
    readonly argv: readonly string[];
    readonly cwd: string;
    /** The whole environment. */
    readonly env: Readonly<Record<string, string>>;
    /** Ends it with this process. */
    readonly guardian: Guardian;
    readonly onDiagnostic: (text: string) => void;
}
/** See the module comment. Only exit status 0 is a yes: a signal, a command that cannot be started and all else is a no. */
export declare function approveCommand(options: ApproveCommandOptions): AskCommand;
