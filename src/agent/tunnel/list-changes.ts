/**
 * What a served tunnel tells its caller of lists that are others now because this side changed what it shows: a tool that was
 * approved or quarantined, an access-control list that was edited. Nobody hears it whose tool server did not say, in its
 * answer to `initialize`, that such words may come. PROTOCOL.md §7.2.
 *
 * @module
 */
import type { Json, JsonObject } from '../../codec/json.ts';

/** Lists of a tool server. */
export const LIST_KINDS = ['tools', 'resources', 'prompts'] as const;
/** One of {@link LIST_KINDS}. */
export type ListKind = (typeof LIST_KINDS)[number];

/** See the module comment. */
export class ListChanges {
  readonly #announced = new Set<ListKind>();
  readonly #due = new Set<ListKind>();
  readonly #say: (notification: JsonObject) => void;

  constructor(say: (notification: JsonObject) => void) {
    this.#say = say;
  }

  /** What the tool server said of itself: the result of `initialize`. */
  initialized(result: Json): void {
    const capabilities = memberOf(result, 'capabilities');
    this.#announced.clear();
    for (const kind of LIST_KINDS)
      if (memberOf(memberOf(capabilities, kind), 'listChanged') === true) this.#announced.add(kind);
  }

  /** A list is another one. What changes together is told once. */
  changed(kind: ListKind): void {
    if (!this.#announced.has(kind) || this.#due.has(kind)) return;
    this.#due.add(kind);
    queueMicrotask(() => {
      this.#due.delete(kind);
      this.#say({ jsonrpc: '2.0', method: `notifications/${kind}/list_changed` });
    });
  }
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined;
}
