/**
 * Secrets of tools, each in a file of its own.
 *
 * @module
 */
import { MAX_SECRET_BYTES } from "../../agent/tunnel/tool-secrets.js";
import { fromUtf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { readPrivateFile } from "./private-file.js";
/** A line break at the end, which is no part of the secret. */
const LINE_BREAK_BYTES = 2;
/**
 * The secret in the file at `path`, or in a pipe: its text without one line break at the end.
 *
 * @param onExposed - Told of a file that every user of this machine may read.
 * @throws {TalosError} `E_CONFIG` if it cannot be read, may be written by everybody, is too long or is no text.
 */
export function readSecretFile(path, onExposed) {
    const fault = (what, options) => new TalosError('E_CONFIG', `the secret file ${what}`, options);
    const bytes = readPrivateFile(path, { maxBytes: MAX_SECRET_BYTES + LINE_BREAK_BYTES, onExposed, fault });
    try {
        return fromUtf8(bytes).replace(/\r?\n$/, '');
    }
    catch {
        throw fault(`${path} is not text`, {});
    }
    finally {
        bytes.fill(0);
    }
}
