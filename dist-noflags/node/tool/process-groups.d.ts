/** The environment variable that marks the processes of one tool server: `<owner mark>.<tunnel mark>`. */
export declare const TUNNEL_VARIABLE = "TOOL_TUNNEL_MARK";
/** Sends `signal` to the whole group; 0 only asks. @returns Whether any process of the group is there. */
export declare function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean;
/** Waits until the group is gone. @returns Whether it is, within `ms`. */
export declare function groupGone(group: number, ms: number): Promise<boolean>;
/**
 * Kills every process of this user whose environment at its start held {@link TUNNEL_VARIABLE} with a value that
 * starts with `mark`: those that left their group, or were started while it was ended. Not this process.
 *
 * Does nothing where there is no `/proc`. A program that cleared its environment and left its group is not found.
 *
 * @param mark - Unpredictable, at least 16 characters, so that no other process carries it by chance.
 */
export declare function killMarked(mark: string): Promise<void>;
