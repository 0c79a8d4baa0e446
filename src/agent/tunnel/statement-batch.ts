/**
 * One signature for all statements of a tick. PROTOCOL.md §9.3.
 *
 * @module
 */
import type { SigningKey } from '../../crypto/sign.ts';
import type { Did } from '../../identity/did.ts';
import {
  MAX_STATEMENTS_TOGETHER,
  type SignedStatement,
  type Statement,
  signStatements,
} from '../../ledger/entry/statement.ts';

/** Runs a function a moment later: when the code at hand is done, or when the platform has no more input for it. */
export type Defer = (run: () => void) => void;

interface Waiting {
  readonly body: Statement;
  readonly resolve: (signed: SignedStatement) => void;
  readonly reject: (error: unknown) => void;
}

/** Signs statements, together where several wait. */
export class StatementBatch {
  readonly #signer: SigningKey;
  readonly #did: Did;
  readonly #defer: Defer;
  #waiting: Waiting[] = [];

  /** @param defer - How long statements wait for others. */
  constructor(signer: SigningKey, did: Did, defer: Defer = queueMicrotask) {
    this.#signer = signer;
    this.#did = did;
    this.#defer = defer;
  }

  /** Resolves with the signed statement a moment later, in the order of the calls. */
  sign(body: Statement): Promise<SignedStatement> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ body, resolve, reject });
      if (this.#waiting.length === 1) this.#defer(() => this.#flush());
      if (this.#waiting.length === MAX_STATEMENTS_TOGETHER) this.#flush();
    });
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length > 0 && !this.#signTogether(waiting))
      // One of them cannot be signed: the others must not suffer for it.
      for (const one of waiting) this.#signAlone(one);
  }

  #signTogether(waiting: readonly Waiting[]): boolean {
    let signed: readonly SignedStatement[];
    try {
      signed = signStatements(
        this.#signer,
        this.#did,
        waiting.map(({ body }) => body),
      );
    } catch (error) {
      if (waiting.length > 1) return false;
      waiting[0]?.reject(error);
      return true;
    }
    waiting.forEach(({ resolve }, i) => resolve(signed[i] as SignedStatement));
    return true;
  }

  #signAlone(one: Waiting): void {
    this.#signTogether([one]);
  }
}
