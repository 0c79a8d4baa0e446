/**
 * What a client lends: definitions of tools and their approval, `client.tools`; access-control lists, `client.acl`.
 *
 * @module
 */
import { membersOf } from '../../base/caller-mistakes.ts';
import type { AclAnswer, AclQuestion, AclStatus } from '../api/access-api.ts';
import type { ApprovedView, ApproveParams, ServiceToolsView, ToolChange } from '../api/tool-api.ts';
import { type ClientContext, peerText } from './client-context.ts';

/** Of which service. */
export interface ServiceOptions {
  readonly service?: string;
}

/** Of which service and tool. */
export interface ToolOptions extends ServiceOptions {
  readonly tool?: string;
}

/** The tools that a client lends, and what changed in their definitions. */
export class ClientTools {
  readonly #context: ClientContext;

  /** Made by the client. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** Those of one service, or of all. @throws {TalosError} `E_NOT_FOUND` for a service that was never lent. */
  list(options: ServiceOptions = {}): Promise<readonly ServiceToolsView[]> {
    return this.#context.ask((agent) =>
      agent.tools.list(membersOf<ServiceOptions>(options, 'options', { service: 'text?' })),
    );
  }

  /** What changed since it was approved, and is quarantined. @throws {TalosError} `E_NOT_FOUND`. */
  changes(options: ToolOptions = {}): Promise<readonly ToolChange[]> {
    return this.#context.ask((agent) =>
      agent.tools.changes(membersOf<ToolOptions>(options, 'options', { service: 'text?', tool: 'text?' })),
    );
  }

  /**
   * Approves what was found: durable, on record, and in force for calls from then on.
   *
   * @returns What was approved.
   * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS` where it changed in several services; `E_LIMIT`; `E_STORAGE…`.
   */
  approve(params: ApproveParams): Promise<readonly ApprovedView[]> {
    return this.#context.ask((agent) =>
      agent.tools.approve(
        membersOf<ApproveParams>(params, 'params', {
          service: 'text?',
          tools: 'texts?',
          server: 'boolean?',
          all: 'boolean?',
          forNewGrants: 'boolean?',
        }),
      ),
    );
  }
}

/** The access-control lists of what a client lends. Lists alone, without an agent: `AccessControl`. */
export class ClientAcl {
  readonly #context: ClientContext;

  /** Made by the client. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  /**
   * Whether a list allows a request, by which rule, in which line.
   *
   * @throws {TalosError} `E_NOT_FOUND` where there is no list; `E_CONFIG` for one that cannot be read; `E_AMBIGUOUS`
   *   where services have different ones and none is named.
   */
  check(question: AclQuestion): Promise<AclAnswer> {
    return this.#context.ask((agent) => {
      const asked = membersOf<AclQuestion>(question, 'question', {
        peer: 'text',
        method: 'text',
        target: 'text',
        file: 'text?',
        service: 'text?',
      });
      return agent.acl.check({ ...asked, peer: peerText(asked.peer) });
    });
  }

  /** The lists that running services obey. */
  lists(): Promise<readonly AclStatus[]> {
    return this.#context.ask((agent) => agent.acl.lists());
  }
}
