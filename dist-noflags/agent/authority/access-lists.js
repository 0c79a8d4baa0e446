/**
 * The access-control lists of an agent: read when a service is lent, read anew when their files change.
 *
 * ```text
 *  lend ──> read ── bad ──> E_CONFIG                     changed ──> read ── bad, gone ──> the old one stays, told
 *            └── good ──> entry `acl` ──> in force                        └── good ──> entry `acl` ──> in force
 * ```
 *
 * A list is in force for the next call of every open tunnel. PROTOCOL.md §8.8.
 *
 * @module
 */
import { limitsOf } from "../../acl/acl.js";
import { decide } from "../../acl/decide.js";
import { toHex } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { sha256 } from "../../crypto/hash.js";
import { isDid } from "../../identity/did.js";
import { accessRule } from "./access-rule.js";
import { AccessUsage } from "./access-usage.js";
/** What stands for the digest of a file that nobody has read: that of an empty one. */
const NO_FILE = toHex(sha256(new Uint8Array()));
/** See the module comment. */
export class AccessLists {
    #core;
    #files;
    #open = new Map();
    #usage;
    /** @param files - Absent: there are no files, and no lists. */
    constructor(core, files) {
        this.#core = core;
        this.#files = files;
    }
    /**
     * Reads and watches the list of a service.
     *
     * @param path - Absolute; the standard one where absent, which need not be there.
     * @returns The list; undefined where there can be none.
     * @throws {TalosError} `E_CONFIG` for a list that is none, or a named one that is not there; `E_STORAGE…`.
     */
    async open(service, path) {
        const files = this.#files;
        if (files === undefined) {
            if (path === undefined)
                return undefined;
            throw new TalosError('E_USAGE', 'there are no files here to read a list from');
        }
        this.#usage ??= AccessUsage.open({
            store: this.#core.store,
            ledger: this.#core.ledger,
            clock: this.#core.clock,
            onFailure: () => this.#core.notice('acl', 'what peers have used could not be written'),
        }).catch((error) => {
            this.#usage = undefined;
            throw error;
        });
        const usage = await this.#usage;
        const list = this.#listAt(files, path ?? files.standard);
        list.services.push(service);
        const close = () => this.#left(list, service);
        try {
            await list.turns.run(() => this.#begin(files, list, path !== undefined));
        }
        catch (error) {
            close();
            throw error;
        }
        const watch = (changed) => {
            list.watchers.add(changed);
            return () => list.watchers.delete(changed);
        };
        const parts = { usage, peer: (did) => this.#peer(did), acl: () => list.acl, watch };
        return { close, rule: (tunnel) => accessRule(tunnel, parts) };
    }
    #listAt(files, path) {
        const held = this.#open.get(path);
        if (held !== undefined)
            return held;
        const list = {
            path,
            services: [],
            turns: new Mutex(),
            stop: files.watch(path, () => void list.turns.run(() => this.#changed(files, list))),
            acl: undefined,
            digest: '',
            refused: '',
            problem: '',
            watchers: new Set(),
        };
        this.#open.set(path, list);
        return list;
    }
    #left(list, service) {
        const at = list.services.indexOf(service);
        if (at >= 0)
            list.services.splice(at, 1);
        if (list.services.length > 0 || this.#open.get(list.path) !== list)
            return;
        this.#open.delete(list.path);
        list.stop();
    }
    /** The first reading for a service: a file that is bad now serves nobody, even where an older one is in force. */
    async #begin(files, list, isNamed) {
        const bytes = await files.read(list.path).catch((error) => {
            this.#missed(list);
            throw error;
        });
        if (bytes !== undefined) {
            const error = await this.#take(files, list, bytes);
            if (error !== undefined)
                throw error;
            return;
        }
        if (!isNamed && list.acl === undefined)
            return;
        this.#missed(list);
        throw new TalosError('E_CONFIG', isNamed ? `there is no access-control list ${list.path}` : `${list.path} is gone`);
    }
    /** On record: a list that is to be obeyed is not there, or cannot be read. */
    #missed({ digest }) {
        this.#core.ledger.append({ type: 'acl', digest: digest === '' ? NO_FILE : digest, event: 'missing' });
    }
    /** A later reading: whatever is wrong, the list in force stays so. */
    async #changed(files, list) {
        if (this.#open.get(list.path) !== list)
            return;
        try {
            const bytes = await files.read(list.path);
            if (bytes !== undefined) {
                const error = await this.#take(files, list, bytes);
                if (error !== undefined)
                    this.#stays(list, error.message);
            }
            else if (list.acl !== undefined)
                this.#stays(list, `${list.path} is gone`, true);
        }
        catch (error) {
            this.#stays(list, error instanceof Error ? error.message : String(error), true);
        }
    }
    #stays(list, problem, isMissing = false) {
        if (list.problem === problem)
            return;
        if (isMissing)
            this.#missed(list);
        list.problem = problem;
        const what = list.acl === undefined ? 'no access-control list is in force' : 'the list from before stays in force';
        this.#core.notice('acl', `${problem}: ${what}`);
    }
    /** Puts a list in force, or says why not. @throws {TalosError} `E_STORAGE…` if that cannot be recorded. */
    async #take(files, list, bytes) {
        const digest = toHex(sha256(bytes));
        if (list.acl !== undefined && list.digest === digest) {
            if (list.problem !== '')
                this.#core.notice('acl', `${list.path} is the list in force again`);
            list.problem = list.refused = '';
            return undefined;
        }
        const read = await files.parse(bytes);
        if ('faults' in read) {
            if (list.refused !== digest)
                this.#core.ledger.append({ type: 'acl', digest, event: 'refused' });
            list.refused = digest;
            return files.fault(read.faults, list.path);
        }
        // On record before it decides anything.
        await this.#core.ledger.append({ type: 'acl', digest, event: 'loaded' }).durable();
        Object.assign(list, { acl: read.acl, digest, refused: '', problem: '' });
        for (const changed of list.watchers)
            changed();
        const { size } = read.acl.peers;
        this.#core.notice('acl', `${list.path} is in force: ${size === 1 ? '1 peer' : `${size} peers`} listed`);
        return undefined;
    }
    /** What a peer is called here now: by its owner, never by itself. */
    #peer(did) {
        return { did, alias: this.#core.peers.get(did)?.alias ?? '' };
    }
    async check(question) {
        const { method, target } = question;
        const { acl, file, inForce } = await this.#asked(question);
        const peer = this.#named(question.peer);
        const { code, ...decision } = decide(acl, peer, method, target);
        const { did, alias } = peer;
        const answer = { peer: did, alias, ...decision, file, inForce, limits: limitsOf(acl, peer) };
        return code === undefined ? answer : { ...answer, code };
    }
    /** A whole name: what only begins like one is a peer that no list names. */
    #named(text) {
        if (isDid(text))
            return this.#peer(text);
        const held = this.#core.peers.called(text);
        return held === undefined ? { did: '', alias: text } : this.#peer(held.did);
    }
    async #asked({ file, service }) {
        const open = file === undefined ? this.#openFor(service) : undefined;
        if (open?.acl !== undefined)
            return { acl: open.acl, file: open.path, inForce: true };
        const path = file ?? this.#files?.standard;
        const bytes = path === undefined ? undefined : await this.#files?.read(path);
        if (path === undefined || this.#files === undefined || bytes === undefined)
            throw new TalosError('E_NOT_FOUND', `there is no access-control list${path === undefined ? '' : ` ${path}`}`, {
                hint: 'without one, capabilities alone decide',
            });
        const read = await this.#files.parse(bytes);
        if ('faults' in read)
            throw await this.#files.fault(read.faults, path);
        return { acl: read.acl, file: path, inForce: false };
    }
    #openFor(service) {
        const fits = [...this.#open.values()].filter(({ services }) => service === undefined || services.includes(service));
        const [first, second] = fits;
        if (second !== undefined)
            throw new TalosError('E_AMBIGUOUS', 'services have different access-control lists', {
                hint: 'name one with --service, or the list with --acl',
            });
        if (first === undefined && service !== undefined && this.#open.size > 0)
            throw new TalosError('E_NOT_FOUND', 'no service of that name is lent now');
        return first;
    }
    async lists() {
        return [...this.#open.values()].map(({ path: file, services, digest, problem }) => {
            return { file, services: [...services], digest, problem };
        });
    }
    /** Ends what watches, and writes what was used. */
    async close() {
        for (const { stop } of this.#open.values())
            stop();
        this.#open.clear();
        try {
            await (await this.#usage)?.close();
        }
        catch (error) {
            if (!isTalosError(error))
                throw error; // it could not be opened, which was told then
        }
    }
}
