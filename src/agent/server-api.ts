/**
 * Servers as every command sees them: where this agent is found while it is away.
 *
 * @module
 */

/** A server that this agent is registered with. */
export interface ServerView {
  /** The key that it is pinned to. */
  readonly did: string;
  /** Multiaddrs. */
  readonly addresses: readonly string[];
  /** Whether it keeps messages for this agent while that is away. */
  readonly mailbox: boolean;
  /** What it calls itself, which proves nothing; `""` where it has no name. */
  readonly name: string;
  /** What it said that it offers: `registry`, `mailbox`, `relay`, `dht`. */
  readonly offers: readonly string[];
}

/** What a registration came to. */
export interface RegistrationView extends ServerView {
  /** Single-use prekey bundles that the server has of this agent now. */
  readonly bundles: number;
  /** Until when others find this agent there if it does not come back, milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** The servers of the agent of a data directory. */
export interface ServersApi {
  /** Those that it is registered with. */
  list(): Promise<readonly ServerView[]>;
  /**
   * Announces this agent at a server, whose key is pinned at first use: its record, a stock of prekey bundles, and a
   * mailbox where the server has any.
   *
   * @param address - A multiaddr. Absent: all servers that are known.
   * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than before; `E_UNREACHABLE`, `E_TIMEOUT`;
   *   `E_REFUSED`, `E_RATE_LIMITED`; `E_LIMIT` for one server too many; `E_NOT_FOUND` where none is known.
   */
  register(params: { readonly address?: string }, signal?: AbortSignal): Promise<readonly RegistrationView[]>;
}
