/**
 * Others who say when the log was what it is: `client.audit.anchors`. PROTOCOL.md §9.10.
 *
 * @module
 */
import { assertText, membersOf, type SignalOptions, signalOf } from '../../base/caller-mistakes.ts';
import { copyOf } from '../../capability/request.ts';
import type { AnchorSource } from '../../ledger/anchor/anchor.ts';
import type { AnchorAttempt, AnchorReport, AnchorSourceView, AnchorView } from '../api/anchor-api.ts';
import type { ClientContext } from './client-context.ts';

/** See the module comment. */
export class ClientAnchors {
  readonly #context: ClientContext;

  /** Made by the client. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** All sources, removed ones with tokens included. */
  sources(): Promise<readonly AnchorSourceView[]> {
    return this.#context.ask((agent) => agent.anchors.sources());
  }

  /** Anchors the log there from now on. @throws {RangeError} for a source in another form; {TalosError} `E_LIMIT`. */
  add(source: AnchorSource): Promise<AnchorSourceView> {
    return this.#context.ask((agent) => {
      membersOf<Pick<AnchorSource, 'kind'>>(source, 'source', { kind: 'text' });
      return agent.anchors.add(copyOf(source) as unknown as AnchorSource);
    });
  }

  /** Anchors nothing there any more; what was anchored stays. @param id - Of the source. @throws {TalosError} `E_NOT_FOUND`. */
  remove(id: string): Promise<AnchorSourceView> {
    return this.#context.ask((agent) => {
      assertText(id, 'id');
      return agent.anchors.remove(id);
    });
  }

  /** All anchors, by the size of the log. */
  list(): Promise<readonly AnchorView[]> {
    return this.#context.ask((agent) => agent.anchors.list());
  }

  /** Anchors the newest checkpoint at every source. @returns One for each; what failed says why. @throws {TalosError} `E_NOT_FOUND` without a source. */
  now(options: SignalOptions = {}): Promise<readonly AnchorAttempt[]> {
    return this.#context.ask((agent) => agent.anchors.now(signalOf(options)));
  }

  /** Verifies all anchors against the log, without a network. */
  verify(): Promise<AnchorReport> {
    return this.#context.ask((agent) => agent.anchors.verify());
  }
}
