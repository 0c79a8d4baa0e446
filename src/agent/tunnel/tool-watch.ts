/**
 * The rule of one tunnel that its tools are those that were approved: PROTOCOL.md §7.4.
 *
 * Every list that the server gives is compared with the pins. When the server says that its tools changed, it is asked
 * for them, in a conversation that the peer has no part in.
 *
 * @module
 */
import { toHex } from '../../base/bytes.ts';
import { deadline } from '../../base/lifetime.ts';
import { ALLOWED, type Allowed, type Denial, deny } from '../../capability/verdict.ts';
import type { JsonObject } from '../../codec/json.ts';
import { randomBytes } from '../../crypto/random.ts';
import { type ToolDefinition, toolDefinition } from '../../mcp/definition.ts';
import type { Coverage } from '../../mcp/policy.ts';
import type { RpcMessage } from '../../mcp/rpc.ts';
import type { CallInQuestion, CallRule, RuledTunnel } from '../authority/call-rule.ts';
import type { PinBook, ServicePins } from '../authority/pin-book.ts';
import { RpcCaller } from './rpc-caller.ts';

/** Milliseconds that a server gets to list its tools after it said that they changed. */
export const RELIST_TIMEOUT_MS = 30_000;

const LIST_CHANGED = 'notifications/tools/list_changed';

/** What watching needs. */
export interface ToolWatchParts {
  readonly book: PinBook;
  readonly tunnel: RuledTunnel;
  /** Tells people; text of the tool server in it is not escaped. */
  readonly onNotice: (text: string) => void;
}

/** See the module comment. */
export class ToolWatch implements CallRule {
  readonly coverage: Partial<Coverage>;
  readonly #parts: ToolWatchParts;
  readonly #pins: ServicePins;
  /** Hashes of the definitions that this server gave last. */
  readonly #seen = new Map<string, string>();
  /** Start of the ids of own requests: nobody else can know it. */
  readonly #prefix = `talos:${toHex(randomBytes(16))}:`;
  readonly #caller: RpcCaller;
  readonly #over = new AbortController();
  readonly #unwatch: () => void;
  #isListing = false;
  #isListingDue = false;

  constructor(parts: ToolWatchParts) {
    this.#parts = parts;
    const { book, tunnel } = parts;
    this.#pins = book.of(tunnel.service);
    let wasServerHeld = this.#isServerHeld();
    this.#unwatch = book.watch(tunnel.service, () => {
      tunnel.listChanged('tools');
      if (this.#isServerHeld() === wasServerHeld) return;
      wasServerHeld = !wasServerHeld;
      for (const kind of ['resources', 'prompts'] as const) tunnel.listChanged(kind);
    });
    this.#caller = new RpcCaller(tunnel.toTool, this.#prefix);
    this.coverage = {
      tool: (name, entry) => this.#shows(name, entry),
      resource: () => this.#isServerHeld(),
      prompt: () => this.#isServerHeld(),
    };
  }

  check({ request }: CallInQuestion): Allowed | Denial {
    if (!this.#isServerHeld()) return deny('E_TOOL_CHANGED', 'the server is not the one that was approved');
    if (request.kind !== 'tool' || this.#isHeld(request.name)) return ALLOWED;
    return deny('E_TOOL_CHANGED', 'the definition of the tool is not the one that was approved');
  }

  fromTool(message: RpcMessage): RpcMessage | undefined {
    if (message.kind === 'notification') {
      if (message.method === LIST_CHANGED) this.#relist();
      return isOwn(message.params?.['requestId'], this.#prefix) ? undefined : message;
    }
    if (message.kind === 'request' || !isOwn(message.id, this.#prefix)) return message;
    this.#caller.take(message, undefined);
    return undefined;
  }

  close(): void {
    this.#unwatch();
    this.#over.abort();
  }

  #isServerHeld(): boolean {
    const { server, isServerHeld } = this.#pins;
    const pinned = this.#parts.tunnel.grant.scope.pins?.server;
    return isServerHeld && (pinned === undefined || server?.accepted.includes(pinned) === true);
  }

  /** Whether the tool is as its owner approved it, here as everywhere, and as the capability says. */
  #isHeld(tool: string): boolean {
    const pin = this.#pins.tools.get(tool);
    if (pin === undefined || pin.found !== undefined) return false;
    const seen = this.#seen.get(tool);
    if (seen !== undefined && seen !== pin.approved.hash) return false;
    const pins = this.#parts.tunnel.grant.scope.pins?.tools;
    const pinned = pins !== undefined && Object.hasOwn(pins, tool) ? pins[tool] : undefined;
    return pinned === undefined || pin.accepted.includes(pinned);
  }

  #shows(name: string, entry: JsonObject): boolean {
    const definition = toolDefinition(entry);
    return definition !== undefined && this.#sees(definition) && this.#isServerHeld() && this.#isHeld(name);
  }

  /** Compares what the server gave with the pin. @returns Whether it is what was approved last. */
  #sees(definition: ToolDefinition): boolean {
    const { name, hash } = definition;
    const pin = this.#pins.tools.get(name);
    if (pin === undefined) return false;
    this.#seen.set(name, hash);
    if (hash === pin.approved.hash) return true;
    const { book, tunnel, onNotice } = this.#parts;
    const recorded = book.changed(tunnel.service, definition);
    if (recorded !== undefined) {
      onNotice(quarantineNotice({ service: tunnel.service, tool: name }));
      recorded.catch(() => onNotice(`that the tool ${name} changed could not be recorded`));
    }
    return false;
  }

  /** Asks for the tools: one list at a time, and one more where it changed meanwhile. */
  #relist(): void {
    this.#isListingDue = true;
    if (this.#isListing) return;
    this.#isListing = true;
    void this.#list().finally(() => {
      this.#isListing = false;
    });
  }

  #isOver(): boolean {
    return this.#over.signal.aborted;
  }

  async #list(): Promise<void> {
    while (this.#isListingDue && !this.#isOver()) {
      this.#isListingDue = false;
      using limit = deadline(this.#over.signal, RELIST_TIMEOUT_MS);
      try {
        for (const definition of await this.#caller.tools(limit.signal)) this.#sees(definition);
      } catch (error) {
        if (this.#isOver()) return;
        this.#parts.onNotice(
          `the tools of ${this.#parts.tunnel.service} changed and could not be listed: ${String(error)}`,
        );
      }
    }
  }
}

/** What people are told when something is quarantined. */
export function quarantineNotice({ service, tool }: { readonly service: string; readonly tool?: string }): string {
  const what = tool === undefined ? `the server behind ${service}` : `the definition of the tool ${tool} of ${service}`;
  const name = tool === undefined ? '' : ` ${tool}`;
  const how = tool === undefined ? '--server' : tool;
  return `QUARANTINED: ${what} is not the one that was approved; calls are refused (E_TOOL_CHANGED) until you look at it, talos tools diff${name} --service ${service}, and approve it, talos tools approve ${how} --service ${service}`;
}

function isOwn(id: unknown, prefix: string): boolean {
  return typeof id === 'string' && id.startsWith(prefix);
}
