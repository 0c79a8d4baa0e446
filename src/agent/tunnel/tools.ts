/**
 * Looking at the tools that are lent, and approving what changed; what a grant says of their definitions.
 *
 * @module
 */
import { toHex } from '../../base/bytes.ts';
import { fromBase64url } from '../../base/encoding.ts';
import { TalosError } from '../../base/errors.ts';
import { parseScope, type Scope, scopeJson } from '../../capability/scope.ts';
import { MAX_TOKEN_BYTES } from '../../capability/token.ts';
import { canonicalBytes, type Json, parseJson } from '../../codec/json.ts';
import { toolDefinition } from '../../mcp/definition.ts';
import type { ApprovedView, ApproveParams, PinView, ServiceToolsView, ToolChange, ToolsApi } from '../api/tool-api.ts';
import type { PinBook, ServicePins } from '../authority/pin-book.ts';
import type { Pin, PinPlace } from '../authority/pin-record.ts';

/** See the module comment. */
export class Tools implements ToolsApi {
  readonly #book: PinBook;

  constructor(book: PinBook) {
    this.#book = book;
  }

  async list({ service }: { readonly service?: string }): Promise<readonly ServiceToolsView[]> {
    return this.#of(service).map(viewOf);
  }

  async changes({
    service,
    tool,
  }: {
    readonly service?: string;
    readonly tool?: string;
  }): Promise<readonly ToolChange[]> {
    const of = this.#of(service);
    if (tool !== undefined && !of.some(({ tools }) => tools.has(tool))) throw neverLent(`a tool ${tool}`);
    const places = of.flatMap((pins) =>
      tool === undefined ? placesOf(pins) : [{ service: pins.service, tool } satisfies PinPlace],
    );
    return places.flatMap((place) => changeOf(place, this.#book.of(place.service).at(place)) ?? []);
  }

  async approve(params: ApproveParams): Promise<readonly ApprovedView[]> {
    const { service, tools = [], server = false, all = false, forNewGrants = false } = params;
    const of = this.#of(service);
    const places = all
      ? of.flatMap((pins) => placesOf(pins))
      : [...tools, ...(server ? [undefined] : [])].flatMap((tool) => this.#place(of, tool));
    return this.#book.approve(places, forNewGrants);
  }

  /** The place of what changed, of one service. */
  #place(of: readonly ServicePins[], tool: string | undefined): readonly PinPlace[] {
    const places = of
      .map(({ service }): PinPlace => (tool === undefined ? { service } : { service, tool }))
      .filter((place) => this.#book.of(place.service).at(place) !== undefined);
    if (places.length === 0) throw neverLent(tool === undefined ? 'a server' : `a tool ${tool}`);
    const changed = places.filter((place) => this.#book.of(place.service).at(place)?.found !== undefined);
    if (changed.length > 1)
      throw new TalosError('E_AMBIGUOUS', `it changed in ${changed.map((place) => place.service).join(', ')}`, {
        hint: 'name one with --service',
      });
    return changed;
  }

  #of(service: string | undefined): readonly ServicePins[] {
    const all = this.#book.services();
    const of = service === undefined ? all : all.filter((pins) => pins.service === service);
    if (service !== undefined && of.length === 0) throw neverLent(`a service ${service}`);
    return of;
  }
}

function neverLent(what: string): TalosError {
  return new TalosError('E_NOT_FOUND', `${what} was never lent here`, {
    hint: 'talos tools list shows those that were',
  });
}

function placesOf({ service, tools }: ServicePins): readonly PinPlace[] {
  return [{ service }, ...[...tools.keys()].map((tool) => ({ service, tool }))];
}

function viewOf({ service, server, tools }: ServicePins): ServiceToolsView {
  return {
    service,
    server: pinView(server),
    tools: [...tools].map(([tool, pin]) => ({ tool, ...pinView(pin), readOnly: isReadOnly(pin) })),
  };
}

function pinView(pin: Pin | undefined): PinView {
  const { approved, found } = pin ?? {};
  return {
    standing: found === undefined ? 'approved' : found.kind,
    definition: hex(approved?.hash ?? ''),
    ...(found?.kind === 'changed' ? { found: hex(found.hash) } : {}),
  };
}

function changeOf({ service, tool }: PinPlace, pin: Pin | undefined): ToolChange | undefined {
  if (pin?.found === undefined) return undefined;
  const { approved, found } = pin;
  return {
    service,
    ...(tool === undefined ? {} : { tool }),
    before: approved.text,
    definition: hex(approved.hash),
    ...(found.kind === 'changed' ? { after: found.text, found: hex(found.hash) } : {}),
  };
}

function hex(hash: string): string {
  return toHex(fromBase64url(hash));
}

function isReadOnly({ approved: { text } }: Pin): boolean {
  return text !== '' && toolDefinition(parseJson(text))?.isReadOnly === true;
}

/** More than all of a token but its scope: other claims, and header, dots and signature. */
const [OTHER_CLAIMS_BYTES, FRAME_CHARACTERS] = [720, 160];

/** What is granted of a service: the scope, and whether it holds for its tools as they are defined now. */
export interface PinnedTerms {
  readonly scope: Scope;
  /** Yes unless `false`. */
  readonly pinned?: boolean | undefined;
}

/**
 * The scope with what its service is and how its tools are defined, as far as that was approved; as it is where it says
 * that already, where that is not wanted, or where the service was never lent.
 *
 * @throws {TalosError} `E_LIMIT` where no token holds it: nothing is left out unsaid.
 */
export function pinnedScope(book: PinBook, { scope, pinned = true }: PinnedTerms): Scope {
  const made = pinned ? withPins(book.of(scope.service), scope) : scope;
  if (fits(made)) return made;
  throw new TalosError('E_LIMIT', 'a capability for so many tools is longer than a token may be', {
    hint: fits(scope)
      ? 'grant fewer tools at once; with --no-pins the capability does not name their definitions, which are watched here all the same'
      : 'grant fewer tools at once',
    details: { tools: Object.keys(scope.tools).length, maxTokenBytes: MAX_TOKEN_BYTES },
  });
}

function fits(scope: Scope): boolean {
  const claims = canonicalBytes(scopeJson(scope)).length + OTHER_CLAIMS_BYTES;
  return Math.ceil((claims * 4) / 3) + FRAME_CHARACTERS <= MAX_TOKEN_BYTES;
}

function withPins({ server, tools: pins }: ServicePins, scope: Scope): Scope {
  if (server === undefined || scope.pins !== undefined) return scope;
  const named = Object.keys(scope.tools).flatMap((tool) => {
    const pin = pins.get(tool);
    return pin === undefined ? [] : [{ tool, pin }];
  });
  const tools = Object.fromEntries(named.map(({ tool, pin }) => [tool, pin.approved.hash]));
  const readOnly = named.filter(({ pin }) => isReadOnly(pin)).map(({ tool }) => tool);
  return parseScope({
    ...(scope as unknown as Readonly<Record<string, Json>>),
    pins: { server: server.approved.hash, tools },
    ...(readOnly.length === 0 ? {} : { read_only_tools: readOnly }),
  });
}
