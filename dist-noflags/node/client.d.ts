import { TalosClient as NeutralClient } from '../agent/client/client.ts';
import type { Did } from '../identity/did.ts';
import { type RunningAgentOptions } from './agent.ts';
import { TalosConfig } from './config.ts';
/** How a client is made. */
export interface ClientOptions extends Pick<RunningAgentOptions, 'durability' | 'network' | 'host' | 'port' | 'onNotice' | 'resolvers'> {
    /** How it listens, is found and records; what is said here beside it wins. On the loopback interface where absent. */
    readonly config?: TalosConfig;
    /** The data directory, made where absent; by default `clients/<name>` in `$TALOS_HOME` or `~/.talos`. */
    readonly dataDir?: string;
    /** Seals a new keystore, opens one that is there; a key file beside it does where absent. */
    readonly passphrase?: string;
}
/** How the identity of a client is replaced. */
export interface RotateIdentityOptions extends Pick<ClientOptions, 'dataDir' | 'passphrase'> {
    /** Gives up messages that wait to be sent. */
    readonly force?: boolean;
}
/** An identity that was replaced. */
export interface RotatedClient {
    readonly from: Did;
    readonly did: Did;
    /** The 24 words of the new one. Secret; for the owner to write down. */
    readonly words: string;
}
/** The SDK's client on Node. */
export declare class TalosClient extends NeutralClient {
    /**
     * Opens the client `name`: makes its identity where there is none, owns its data directory, starts its agent. It
     * listens on any free port of the loopback interface unless `config`, `host` and `port` say otherwise, once it has to.
     *
     * @throws {TypeError} for options of another form.
     * @throws {RangeError} for a name that is none.
     * @throws {TalosError} `E_LOCKED` if another process owns the directory; `E_PASSPHRASE`, `E_KEYSTORE`, `E_STORAGE…`.
     */
    static create(name: string, options?: ClientOptions): Promise<TalosClient>;
    /**
     * Replaces the identity of a client that is not open by a new one, which both sign; peers follow, and see it.
     *
     * @throws {TypeError} for options of another form; {RangeError} for a name that is none.
     * @throws {TalosError} `E_LOCKED` while a process owns the directory; `E_NO_IDENTITY`; `E_REFUSED` where messages wait to
     *   be sent, unless `force` is set; `E_LIMIT`; `E_PASSPHRASE`, `E_KEYSTORE`, `E_STORAGE…`. The directory is as it was then.
     */
    static rotateIdentity(name: string, options?: RotateIdentityOptions): Promise<RotatedClient>;
}
