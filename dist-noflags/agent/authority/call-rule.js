import { deny } from "../../capability/verdict.js";
/** What stands for statement, intent and signal of a request that is not recorded: nobody is asked about it. */
export const UNRECORDED = Object.freeze({ statement: undefined, intent: undefined, signal: new AbortController().signal });
/** The refusal of a call that is to be announced or approved and says more than what is announced and shown. */
export const SAYS_MORE = Object.freeze(deny('MALFORMED', 'a call that is approved or announced holds nothing but what it asks for, and _meta'));
