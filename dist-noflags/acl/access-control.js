/**
 * An access-control list as a value: read, asked and looked over without an agent, also in a browser. What an agent obeys
 * is `client.acl`. PROTOCOL.md §8.8.
 *
 * @module
 */
import { utf8 } from "../base/bytes.js";
import { assertText, membersOf } from "../base/caller-mistakes.js";
import { isDid } from "../identity/did.js";
import { limitsOf } from "./acl.js";
import { decide } from "./decide.js";
import { lintAcl } from "./lint.js";
import { parseAcl, readAcl } from "./parse.js";
/**
 * See the module comment. Immutable. A list only narrows: a call must be within a capability too.
 *
 * @example
 * const list = new AccessControl(`
 * peers:
 *   alice:
 *     allow_tools: ["read_*"]
 * `);
 * list.check({ peer: 'alice', target: 'write_file' }).allowed; // false
 */
export class AccessControl {
    #acl;
    /**
     * @param list - YAML, as `permissions.yaml`; at most 256 KiB. Copied.
     * @param name - For the error.
     * @throws {TypeError} for what is neither text nor bytes.
     * @throws {TalosError} `E_CONFIG` with line and column of the first fault.
     */
    constructor(list, name = 'the list') {
        assertText(name, 'name');
        this.#acl = parseAcl(bytesOf(list), name);
    }
    /** Everything that is wrong with a list; none for one that can be read. @throws {TypeError} for neither text nor bytes. */
    static faults(list) {
        const read = readAcl(bytesOf(list));
        return 'faults' in read ? read.faults : [];
    }
    /**
     * Whether the list allows a request, by which rule, in which line.
     *
     * @throws {TypeError} for a request of another form.
     */
    check(request) {
        const { method = 'tools/call', target = '' } = membersOf(request, 'request', {
            method: 'text?',
            target: 'text?',
        });
        return decide(this.#acl, peerOf(request.peer), method, target);
    }
    /** How much a peer may do; a member that is absent is not limited. @throws {TypeError} for a peer of another form. */
    limits(peer) {
        return limitsOf(this.#acl, peerOf(peer));
    }
    /** What is probably a mistake: rules that never decide, names that nobody has, patterns that fit nothing. */
    lint(world = {}) {
        return lintAcl(this.#acl, world);
    }
}
function bytesOf(list) {
    if (list instanceof Uint8Array)
        return new Uint8Array(list);
    assertText(list, 'list');
    if (!list.isWellFormed())
        throw new TypeError('list must be well-formed text');
    return utf8(list);
}
function peerOf(peer) {
    if (typeof peer === 'string')
        return isDid(peer) ? { did: peer, alias: '' } : { did: '', alias: peer };
    return membersOf(peer, 'peer', { did: 'text', alias: 'text' });
}
