/**
 * One signature for all statements of a tick. PROTOCOL.md §9.3.
 *
 * @module
 */
import type { SigningKey } from '../crypto/sign.ts';
import type { Did } from '../identity/did.ts';
import { MAX_STATEMENTS_TOGETHER, type SignedStatement, type Statement, signStatements } from '../ledger/statement.ts';

interface Waiting {
  readonly body: Statement;
  readonly resolve: (signed: SignedStatement) => void;
  readonly reject: (error: unknown) => void;
}

/** Signs statements, together where several wait. */
export class StatementBatch {
  readonly #signer: SigningKey;
  readonly #did: Did;
  #waiting: Waiting[] = [];

  constructor(signer: SigningKey, did: Did) {
    this.#signer = signer;
    this.#did = did;
  }

  /** Resolves with the signed statement after the current tick, in the order of the calls. */
  sign(body: Statement): Promise<SignedStatement> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ body, resolve, reject });
      if (this.#waiting.length === 1) queueMicrotask(() => this.#flush());
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
