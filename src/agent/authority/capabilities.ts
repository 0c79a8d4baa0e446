/**
 * The capabilities of a running agent, in the words of `AgentApi`: granted, passed on, taken back, renewed. PROTOCOL.md §8.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import { chainText, readChain } from '../../capability/chain.ts';
import { parseDid } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { CapabilityDetail, CapabilityView, DelegateParams, GrantParams, RenewedView } from '../api/api.ts';
import type { RevocationView, RevokedView, RevokeParams } from '../api/revocation-api.ts';
import { capabilityDetail, capabilityView } from '../api/views.ts';
import { pinnedScope } from '../tunnel/tools.ts';
import type { TunnelDialer } from '../tunnel/tunnel-dialer.ts';
import { assertTerms, delegate, parentOf } from './delegating.ts';
import type { HeldGrant } from './grant-book.ts';
import { scopeAskedFor, scopeToDelegate } from './grant-scope.ts';
import { renewAll, renewOne } from './renewing.ts';
import { type RevokingParts, revoke } from './revoking.ts';

/** What was issued or passed on, and its text for whom it is. */
export interface Granted {
  readonly capability: CapabilityView;
  readonly token: string;
}

/** What they need of the agent. */
export interface CapabilitiesParts extends RevokingParts {
  readonly core: AgentCore;
  readonly dialer: TunnelDialer;
}

/** See the module comment; errors as `AgentApi` says. */
export class Capabilities {
  readonly #parts: CapabilitiesParts;

  constructor(parts: CapabilitiesParts) {
    this.#parts = parts;
  }

  /** @param onlyService - The service, where `params` names none. */
  async grant(params: GrantParams, onlyService: () => string): Promise<Granted> {
    const { core } = this.#parts;
    const { expiresInS, depth, audience } = params;
    assertTerms(params);
    const scope = pinnedScope(core.pins, { scope: scopeAskedFor(params, onlyService), pinned: params.pinned });
    const grant = await core.grants.issue(parseDid(params.subject), scope, expiresInS, {
      ...(depth === undefined ? {} : { depth }),
      ...(audience === undefined ? {} : { audience: parseDid(audience) }),
    });
    return this.#granted(grant);
  }

  async delegate(params: DelegateParams): Promise<Granted> {
    const { core } = this.#parts;
    assertTerms(params);
    const subject = parseDid(params.subject);
    const parent = await parentOf(core.grants, params.capability);
    const scope = scopeToDelegate(params, parent.token.claims.scope);
    return this.#granted(await delegate(core, parent, subject, scope, params));
  }

  async list(): Promise<readonly CapabilityView[]> {
    return Promise.all(this.#parts.core.grants.all().map((grant) => this.#view(grant)));
  }

  async detail(id: string): Promise<CapabilityDetail> {
    const grant = this.#parts.core.grants.find(id);
    return capabilityDetail(grant, await this.#revocationOf(grant));
  }

  async isRevoked(chain: string): Promise<boolean> {
    return this.#parts.core.authority.revocations.revokes(readChain(chain));
  }

  async revoke(params: RevokeParams): Promise<RevokedView> {
    return revoke(this.#parts, params);
  }

  async renew({ id }: { readonly id?: string }, signal?: AbortSignal): Promise<readonly RenewedView[]> {
    const renewed = id === undefined ? await renewAll(this.#parts, signal) : [await renewOne(this.#parts, id, signal)];
    return Promise.all(
      renewed.map(async (each) => {
        const { id: of, outcome } = 'outcome' in each ? each : { id: id ?? '', outcome: each };
        if (outcome instanceof TalosError) return { id: of, refused: outcome.code };
        return { id: of, capability: await this.#view(outcome), token: chainText(outcome.chain) };
      }),
    );
  }

  async #granted(grant: HeldGrant): Promise<Granted> {
    return { capability: await this.#view(grant), token: chainText(grant.chain) };
  }

  async #view(grant: HeldGrant): Promise<CapabilityView> {
    return capabilityView(grant, await this.#revocationOf(grant));
  }

  async #revocationOf({ chain }: HeldGrant): Promise<RevocationView | undefined> {
    const { authority, revocations } = this.#parts.core;
    const found = authority.revocations.find(chain);
    if (found === undefined) return undefined;
    const { timeMs: atMs, reason } = await revocations.item(found);
    return { by: found.by, kind: found.kind, atMs, reason };
  }
}
