import { type Json } from '../../codec/json.ts';
/** What stands in the place of a secret. */
export declare const REDACTED = "[redacted]";
/** See the module comment. */
export declare class Redaction {
    #private;
    /** @param secrets - None is empty. */
    constructor(secrets: readonly string[]);
    /** `text` without the secrets. @returns `text` itself where there was none. */
    text(text: string): string;
    /** As {@link text}, of a text whose end may have been cut off within a secret. */
    cut(text: string): string;
    /** A value of JSON without the secrets, in its texts, names and numbers. @returns `json` itself where there was none. */
    json<T extends Json>(json: T): T;
}
