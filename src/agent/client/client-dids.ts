/**
 * DIDs, their documents, and where agents say that they are: `client.dids`.
 *
 * @module
 */
import { assertText, membersOf, type SignalOptions, signalOf } from '../../base/caller-mistakes.ts';
import type { Json } from '../../codec/json.ts';
import { type DidDocument, documentOfDid } from '../../identity/did-document.ts';
import { webDocumentOf } from '../../identity/did-web.ts';
import type { AnnouncedView, NameView, RecordView } from '../api/identity-api.ts';
import { type ClientContext, peerText } from './client-context.ts';

/** Whose record, and from where. */
export interface RecordOptions {
  /** The own one where absent. */
  readonly peer?: string;
  /** Whether it is looked for, at servers and in the DHT, and not only in what is kept here. */
  readonly seek?: boolean;
}

/** For which name. */
export interface DocumentOptions {
  /** The `did:web` at whose place it is to lie; the own `did:key` where absent. */
  readonly web?: string;
}

/** See the module comment. */
export class ClientDids {
  readonly #context: ClientContext;

  /** Made by the client. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  /**
   * The document of a DID: `did:key`, `did:web`, and whatever the client was given resolvers for.
   *
   * @throws {TalosError} `E_BAD_DID`; `E_BAD_DOCUMENT`; `E_NOT_FOUND`; `E_UNREACHABLE`; `E_TIMEOUT`; `E_LIMIT`.
   */
  resolve(did: string, options: SignalOptions = {}): Promise<DidDocument> {
    return this.#context.ask((_agent, core) => {
      assertText(did, 'did');
      return core.resolveDid(did, signalOf(options));
    });
  }

  /** The own DID document, to be given to others. @throws {TalosError} `E_BAD_DID` for a name that is no `did:web`. */
  document(options: DocumentOptions = {}): Promise<Json> {
    return this.#context.ask((_agent, { identity: { did } }) => {
      const { web } = membersOf<DocumentOptions>(options, 'options', { web: 'text?' });
      return web === undefined ? documentOfDid(did).json : webDocumentOf(web, did);
    });
  }

  /**
   * The newest signed record of where an agent is.
   *
   * @throws {TalosError} `E_NOT_FOUND` where there is none that has not expired; what naming a peer throws.
   */
  record(options: RecordOptions = {}): Promise<RecordView> {
    return this.#context.ask((agent) => {
      const { peer, seek = false } = membersOf<RecordOptions>(options, 'options', { peer: 'text?', seek: 'boolean?' });
      return agent.identities.record({ ...(peer === undefined ? {} : { peer: peerText(peer) }), isSought: seek });
    });
  }

  /** The `did:web` names that were used here, and whom they are pinned to. */
  names(): Promise<readonly NameView[]> {
    return this.#context.ask((agent) => agent.identities.names());
  }

  /** Shows to those who know this agent that it goes on for an earlier identity, after a rotation. What is not reached in 10 s is left. */
  announce(options: SignalOptions = {}): Promise<AnnouncedView> {
    return this.#context.ask((agent) => agent.identities.announce(signalOf(options)));
  }
}
