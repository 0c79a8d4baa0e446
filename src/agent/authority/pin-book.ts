/**
 * The pins of an agent: which definition of each tool that it lends its owner has approved, and of which server. In
 * memory for the check of each call, in the store so that none is lost. PROTOCOL.md §7.4.
 *
 * ```text
 *            first lent                       another definition
 *   (none) ─────────────> approved ───────────────────────────────> quarantined
 *                            ^     approved by the owner, or as before at the next start    │
 *                            └──────────────────────────────────────────────────────────────┘
 * ```
 *
 * @module
 */

import { toHex } from '../../base/bytes.ts';
import { fromBase64url } from '../../base/encoding.ts';
import { TalosError } from '../../base/errors.ts';
import { Mutex } from '../../base/lifetime.ts';
import type { ToolBody } from '../../ledger/entry/entry-keeping.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import { isKeepable, originHash, type ToolDefinition } from '../../mcp/definition.ts';
import type { Change, Store } from '../../storage/store.ts';
import {
  type DueEntry,
  type Found,
  MAX_ACCEPTED,
  type Pin,
  type PinnedText,
  type PinPlace,
  pinKey,
  readPin,
  writePin,
} from './pin-record.ts';

/** The pins of one service. What it gives changes with the book. */
export class ServicePins {
  readonly service: string;
  /** Of the server itself; undefined until it is lent. */
  server: Pin | undefined;
  /** By the names of tools. */
  readonly tools: Map<string, Pin> = new Map();

  constructor(service: string) {
    this.service = service;
  }

  /** The pin at a place. */
  at({ tool }: PinPlace): Pin | undefined {
    return tool === undefined ? this.server : this.tools.get(tool);
  }

  /** Whether the server is the one that was approved. */
  get isServerHeld(): boolean {
    return this.server !== undefined && this.server.found === undefined;
  }

  /** Whether nothing was found in the place of the tool, or of the server. */
  isHeld(tool: string): boolean {
    const pin = this.tools.get(tool);
    return pin !== undefined && pin.found === undefined && this.isServerHeld;
  }
}

/** What a server is and lists, when it is to be lent. */
export interface ServerListing {
  readonly service: string;
  /** As `originText` writes it. */
  readonly origin: string;
  readonly listed: readonly ToolDefinition[];
  /** Names of those that are lent. */
  readonly lent: readonly string[];
}

/** A pin that is to be. */
interface Step {
  readonly place: PinPlace;
  /** Absent: it goes. */
  readonly pin: Pin | undefined;
  readonly event: ToolBody['event'];
  /** Of which the entry tells. */
  readonly hash: string;
}

/** See the module comment. */
export class PinBook {
  readonly #store: Store;
  readonly #ledger: Ledger;
  readonly #services = new Map<string, ServicePins>();
  /** What was seen of a quarantined tool after what is to be approved: by key. */
  readonly #later = new Map<string, PinnedText>();
  readonly #changing = new Mutex();
  readonly #watchers = new Set<(service: string) => void>();

  private constructor(store: Store, ledger: Ledger) {
    this.#store = store;
    this.#ledger = ledger;
  }

  /**
   * Reads the book, and records what a crash kept out of the ledger.
   *
   * @throws {TalosError} `E_STORAGE…`; `E_STORAGE_CORRUPT` for a record that is none.
   */
  static async open(store: Store, ledger: Ledger): Promise<PinBook> {
    const book = new PinBook(store, ledger);
    const due: [PinPlace, Pin, DueEntry][] = [];
    for await (const [key, value] of store.scan('pin')) {
      const read = readPin(key, value);
      book.#set(read.place, read.pin);
      if (read.due !== undefined) due.push([read.place, read.pin, read.due]);
    }
    await book.#reconcile(due);
    return book;
  }

  async #reconcile(due: readonly [PinPlace, Pin, DueEntry][]): Promise<void> {
    const first = Math.min(...due.map(([, , { from }]) => from));
    const there = due.length === 0 ? [] : await this.#ledger.query({ type: 'tool', after: first - 1 });
    const isThere = ({ body, from }: DueEntry): boolean =>
      there.some((entry) => entry.seq >= from && isSame(entry.body as ToolBody, body));
    const missing = due.filter(([, , entry]) => !isThere(entry));
    const appended = this.#ledger.appendAll(missing.map(([, , { body }]) => body));
    await appended.at(-1)?.durable();
    if (due.length > 0) await this.#store.apply(due.map(([place, pin]) => put(place, pin)));
  }

  #set(place: PinPlace, pin: Pin | undefined): void {
    const pins = this.of(place.service);
    if (pins.at(place) === pin) return;
    if (place.tool === undefined) pins.server = pin;
    else if (pin === undefined) pins.tools.delete(place.tool);
    else pins.tools.set(place.tool, pin);
    for (const changed of this.#watchers) changed(place.service);
  }

  /** Calls `changed` when a pin of `service` is another one. @returns A function that ends it. */
  watch(service: string, changed: () => void): () => void {
    const watcher = (of: string): void => {
      if (of === service) changed();
    };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Services with pins. */
  services(): readonly ServicePins[] {
    return [...this.#services.values()].filter(({ server }) => server !== undefined);
  }

  /** The pins of a service, of which there may be none yet. */
  of(service: string): ServicePins {
    const held = this.#services.get(service) ?? new ServicePins(service);
    this.#services.set(service, held);
    return held;
  }

  /**
   * Compares a server that is to be lent with the pins, which are made where there are none. Durable and on record when
   * it resolves.
   *
   * @returns The places where something else was found than is approved.
   * @throws {TalosError} `E_STORAGE…`.
   */
  meet(listing: ServerListing): Promise<readonly PinPlace[]> {
    return this.#changing.run(async () => {
      const { service, origin, listed, lent } = listing;
      const pins = this.of(service);
      const found = new Map(listed.map((definition) => [definition.name, definition]));
      const steps = [stepOf({ service }, pins.server, { text: origin, hash: originHash(origin) })];
      for (const tool of new Set([...lent, ...pins.tools.keys()])) {
        const [place, pin, definition] = [{ service, tool }, pins.tools.get(tool), found.get(tool)];
        if (definition !== undefined) steps.push(stepOf(place, pin, definition));
        else if (pin !== undefined && pin.found?.kind !== 'removed') steps.push(removal(place, pin));
      }
      await this.#take(steps.filter((step) => step !== undefined));
      this.#later.clear();
      const places: PinPlace[] = [{ service }, ...[...pins.tools.keys()].map((tool) => ({ service, tool }))];
      return places.filter((place) => pins.at(place)?.found !== undefined);
    });
  }

  /**
   * Notes that a server describes a pinned tool in another way than was ever approved: in force at once, durable and on
   * record when it resolves.
   *
   * @returns Whether it is news; undefined where nothing is to be waited for.
   * @throws {TalosError} `E_STORAGE…`: in force all the same.
   */
  changed(service: string, definition: ToolDefinition): Promise<void> | undefined {
    const place = { service, tool: definition.name };
    const pin = this.of(service).at(place);
    if (pin === undefined || pin.accepted.includes(definition.hash)) return undefined;
    const seen = kept(definition);
    if (pin.found !== undefined) {
      // What people see and approve stays what it was; what came after it is another change.
      if (pin.found.kind === 'removed' || pin.found.hash !== seen.hash) this.#later.set(keyText(place), seen);
      return undefined;
    }
    const step = change(place, pin, seen);
    this.#set(place, step.pin);
    return this.#changing.run(() => this.#take([step]));
  }

  /**
   * Approves what was found at the places, and what they are without: durable, on record and in force when it resolves.
   *
   * @param forNewGrants - Capabilities that name an earlier definition stay refused.
   * @returns The places where something was found.
   * @throws {TalosError} `E_LIMIT` for a definition that was too long to be kept: nothing is approved then;
   *   `E_STORAGE…`.
   */
  approve(places: readonly PinPlace[], forNewGrants = false): Promise<readonly PinPlace[]> {
    return this.#changing.run(async () => {
      const steps = places.flatMap((place) => approval(place, this.of(place.service).at(place), forNewGrants) ?? []);
      await this.#take(steps);
      for (const { place, pin } of steps) {
        const later = this.#later.get(keyText(place));
        this.#later.delete(keyText(place));
        if (pin !== undefined && later !== undefined && !pin.accepted.includes(later.hash))
          await this.#take([change(place, pin, later)]);
      }
      return steps.map(({ place }) => place);
    });
  }

  /** Makes the steps durable, then records them, then forgets that this was due. */
  async #take(steps: readonly Step[]): Promise<void> {
    if (steps.length === 0) return;
    const from = this.#ledger.size;
    const dues = steps.map((step) => ({ step, body: bodyOf(step) }));
    await this.#apply(dues.map(({ step, body }) => put(step.place, step.pin ?? lastOf(step), { body, from })));
    for (const { place, pin } of steps) this.#set(place, pin);
    const appended = this.#ledger.appendAll(dues.map(({ body }) => body));
    await appended.at(-1)?.durable();
    await this.#apply(
      steps.map(({ place, pin }) =>
        pin === undefined ? { kind: 'delete', space: 'pin', key: pinKey(place) } : put(place, pin),
      ),
    );
  }

  async #apply(changes: readonly Change[]): Promise<void> {
    await this.#store.apply(changes);
  }
}

/** Of a tool that goes: what is kept until that is on record. */
function lastOf({ hash }: Step): Pin {
  return { approved: { text: '', hash }, accepted: [hash], found: { kind: 'removed' } };
}

function put(place: PinPlace, pin: Pin, due?: DueEntry): Change {
  return { kind: 'put', space: 'pin', key: pinKey(place), value: writePin(pin, due) };
}

function keyText(place: PinPlace): string {
  return toHex(pinKey(place));
}

function bodyOf({ place, event, hash }: Step): ToolBody {
  return { type: 'tool', ...place, event, definition: toHex(fromBase64url(hash)) };
}

function isSame(a: ToolBody, b: ToolBody): boolean {
  return a.service === b.service && a.tool === b.tool && a.event === b.event && a.definition === b.definition;
}

function kept(definition: PinnedText): PinnedText {
  return { text: isKeepable(definition) ? definition.text : '', hash: definition.hash };
}

/** What becomes of a pin when a server shows this, at its start. */
function stepOf(place: PinPlace, pin: Pin | undefined, shown: PinnedText): Step | undefined {
  const { hash } = shown;
  if (pin === undefined) return { place, pin: { approved: kept(shown), accepted: [hash] }, event: 'pinned', hash };
  if (pin.approved.hash === hash) {
    const { approved, accepted } = pin;
    return pin.found === undefined ? undefined : { place, pin: { approved, accepted }, event: 'pinned', hash };
  }
  return pin.found?.kind === 'changed' && pin.found.hash === hash ? undefined : change(place, pin, kept(shown));
}

function change(place: PinPlace, { approved, accepted }: Pin, seen: PinnedText): Step & { readonly pin: Pin } {
  const found: Found = { kind: 'changed', text: seen.text, hash: seen.hash };
  return { place, pin: { approved, accepted, found }, event: 'changed', hash: seen.hash };
}

function removal(place: PinPlace, { approved, accepted }: Pin): Step {
  return { place, pin: { approved, accepted, found: { kind: 'removed' } }, event: 'removed', hash: approved.hash };
}

function approval(place: PinPlace, pin: Pin | undefined, forNewGrants: boolean): Step | undefined {
  if (pin?.found === undefined) return undefined;
  const { found, approved } = pin;
  // Without the tool nothing is pinned: should it come back, it is a new one.
  if (found.kind === 'removed') return { place, pin: undefined, event: 'approved', hash: approved.hash };
  const { text, hash } = found;
  if (text === '')
    throw new TalosError('E_LIMIT', 'the definition was too long to be kept, so nobody can have read it', {
      details: { tool: place.tool ?? '' },
    });
  const before = forNewGrants ? [] : pin.accepted.filter((each) => each !== hash);
  const accepted = [...before, hash].slice(-MAX_ACCEPTED);
  return { place, pin: { approved: { text, hash }, accepted }, event: 'approved', hash };
}
