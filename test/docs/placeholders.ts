/**
 * What stands in the commands of a document for something that differs each time: a text that ends in `…` for the newest
 * printed one that begins so, words in capitals, and the port of a server.
 */

/** What a terminal printed, in the order in which its commands began. */
export interface Printed {
  readonly terminal: string;
  text: string;
}

/** Words in capitals, and what they stand for: the newest such text. */
const WORDS: Readonly<Record<string, RegExp>> = {
  ENTRY: /^\d{4}-\S+Z {2}([0-9a-f]{16})\b/gm,
  RECEIPT: /^\d{4}-\S+Z {2}([0-9a-f]{16}) +receipt\b/gm,
  CALL: /^\d{4}-\S+Z {2}([0-9a-f]{16}) +call\b/gm,
  ADDRESS: /(\/ip4\/[0-9.]+\/tcp\/\d+(?:\/p2p\/\w+)?)/g,
  CAPABILITY: /(?:^|capability )([0-9a-f]{16,64}) +until/gm,
  APPROVAL: /^([0-9a-f]{8,32})\b/gm,
};
/** Words that are about what this terminal printed itself. */
const OWN = ['ENTRY', 'RECEIPT', 'CALL', 'CAPABILITY', 'APPROVAL'];

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** The newest match in what was printed: by others first, unless it is about the own. */
function newest(pattern: RegExp, printed: readonly Printed[], terminal: string, own: boolean): string | undefined {
  const matches = (mine: boolean): string | undefined => {
    for (const each of printed.toReversed())
      if ((each.terminal === terminal) === mine) {
        const last = [...each.text.matchAll(pattern)].at(-1);
        if (last !== undefined) return last[1] ?? last[0];
      }
    return undefined;
  };
  return own ? matches(true) : (matches(false) ?? matches(true));
}

/**
 * Puts in what placeholders stand for.
 *
 * @param did - The DID of the identity of a terminal, by the terminal's name; the terminal's name in capitals stands for it.
 * @throws {Error} where nothing was printed that one could stand for.
 */
export async function fillIn(
  text: string,
  terminal: string,
  printed: readonly Printed[],
  did: (terminal: string) => Promise<string | undefined>,
): Promise<string> {
  let filled = text.replaceAll(/([\w:/+.-]{4,})…/g, (placeholder, start: string) => {
    const found = newest(new RegExp(`${escaped(start)}[^\\s"',)…]+`, 'g'), printed, terminal, false);
    if (found === undefined) throw new Error(`nothing was printed that begins with ${start}: ${placeholder}`);
    return found;
  });
  const server = newest(/\bat (127\.0\.0\.1:\d+)/g, printed, terminal, false);
  if (server !== undefined) filled = filled.replaceAll('127.0.0.1:8765', server);
  const words = new Set(filled.match(/(?<![\w$"{=-])[A-Z]{3,}(?![\w=])/g));
  for (const word of words) {
    const pattern = WORDS[word];
    const value =
      pattern === undefined ? await did(word.toLowerCase()) : newest(pattern, printed, terminal, OWN.includes(word));
    if (value === undefined && pattern !== undefined) throw new Error(`nothing was printed that is ${word}`);
    if (value !== undefined) filled = filled.replaceAll(new RegExp(`(?<![\\w$"{=-])${word}(?![\\w=])`, 'g'), value);
  }
  return filled;
}
