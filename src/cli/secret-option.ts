/** @module The option `--secret NAME=@FILE[:GLOBS]` of `mcp-serve`. */
import type { SecretParams } from '../agent/api/tool-api.ts';
import { SECRET_NAME } from '../agent/tunnel/tool-secrets.ts';
import { usage } from './values.ts';

/** A name, a file, and patterns of tools behind the last colon of the file's own name. */
const OPTION = /^([^=]*)=@(.*?)(?::([^/:]*))?$/su;

/**
 * Reads the option. What stands behind the last colon of the last part of the path says which tools: a file that has a
 * colon in its own name is followed by `:*`.
 *
 * @param path - Makes a path absolute.
 * @throws {TalosError} `E_USAGE`.
 */
export function secretOption(text: string, path: (file: string) => string): SecretParams {
  const [, name = '', file = '', tools] = OPTION.exec(text) ?? [];
  if (!SECRET_NAME.test(name) || file === '' || tools === '')
    // What was typed may be the secret itself.
    throw usage(
      '--secret is NAME=@FILE, or NAME=@FILE:GLOBS for some tools',
      "as in --secret 'TOKEN=@/run/secrets/token:fetch_*'",
    );
  return { name, file: path(file), ...(tools === undefined ? {} : { tools }) };
}
