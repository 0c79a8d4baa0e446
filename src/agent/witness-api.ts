/**
 * Witnesses as every command sees them: who has seen this agent's ledger, and what it has seen of others'.
 *
 * @module
 */

/** What is known of a peer's ledger. */
export interface WitnessedPeer {
  /** DID. */
  readonly peer: string;
  /** `""` where it has none. */
  readonly alias: string;
  /** Newest checkpoint of it that is kept: its size and the note. 0 and `""` where none is. */
  readonly size: number;
  readonly checkpoint: string;
  /** When that was first seen, milliseconds since 1970; 0 where none is kept. */
  readonly seenAtMs: number;
  /**
   * How the last talk went: each keeps the newest of the other; its newest is not proved; it keeps a checkpoint of this
   * agent which this ledger does not have; it did not answer; there was none since this agent runs.
   */
  readonly standing: 'agreed' | 'unproven' | 'ahead' | 'silent' | 'unknown';
  /** Why it did not answer. */
  readonly code?: string;
  /** When that was, milliseconds since 1970; 0 where there was none. */
  readonly talkedAtMs: number;
  /** Whether there is evidence against it that nobody has cleared: its tunnels are refused. */
  readonly refused: boolean;
}

/** Evidence against a peer. */
export interface EvidenceView {
  /** SHA-256 of the file, 64 hex digits, as the ledger names it. */
  readonly id: string;
  /** DID. */
  readonly peer: string;
  readonly what: 'fork' | 'rollback';
  /** Milliseconds since 1970. */
  readonly foundAtMs: number;
  readonly cleared: boolean;
  /** The evidence file (PROTOCOL.md §9.9). */
  readonly evidence: string;
}

/** The witnesses of the agent of a data directory. */
export interface WitnessApi {
  /** The peers whose ledgers were seen. */
  peers(): Promise<readonly WitnessedPeer[]>;
  /**
   * Evidence, the oldest first.
   *
   * @param params - About one peer only: a DID, a public key or an alias.
   * @throws {TalosError} what resolving a name throws.
   */
  evidence(params: { readonly peer?: string }): Promise<readonly EvidenceView[]>;
  /**
   * Lets a peer in again against which there is evidence: that stays, its checkpoints are forgotten. Durable.
   *
   * @throws {TalosError} `E_NOT_FOUND` where there is nothing to clear; what resolving a name throws.
   */
  clear(params: { readonly peer: string }): Promise<{ readonly peer: string }>;
}
