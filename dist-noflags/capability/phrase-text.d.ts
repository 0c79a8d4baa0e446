import { type ToolPhrase } from './phrase.ts';
/** The phrase that `parseToolPhrase` reads as just this; `undefined` where the words have none, as for a name with a space. */
export declare function toolPhraseOf(granted: ToolPhrase): string | undefined;
