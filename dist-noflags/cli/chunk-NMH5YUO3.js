import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  documentOfDid,
  isDidText,
  methodOf
} from "./chunk-RRIVIEN5.js";
import {
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/identity/resolver.ts
var KEY_RESOLVER = {
  method: "key",
  resolve: async (did) => documentOfDid(parseDid(did))
};
var DidResolvers = class {
  #resolvers;
  /** @throws {RangeError} where two resolvers are of one method. */
  constructor(resolvers) {
    this.#resolvers = new Map(resolvers.map((each) => [each.method, each]));
    if (this.#resolvers.size !== resolvers.length) throw new RangeError("two resolvers are of one method");
  }
  /** The methods that it knows. */
  get methods() {
    return [...this.#resolvers.keys()];
  }
  /**
   * The document of `did`.
   *
   * @param did - Of any method; nothing is trimmed or normalised.
   * @throws {TalosError} `E_BAD_DID` for what is no DID, or of a method without a resolver; `E_BAD_DOCUMENT` where a
   *   resolver gives the document of another DID; what the resolver throws.
   * @throws The reason of `signal`, where that aborts.
   */
  async resolve(did, signal) {
    signal?.throwIfAborted();
    const resolver = isDidText(did) ? this.#resolvers.get(methodOf(did)) : void 0;
    if (!isDidText(did) || resolver === void 0)
      throw new TalosError("E_BAD_DID", "not a DID of a method that can be resolved here", {
        hint: `methods: ${this.methods.map((method) => `did:${method}`).join(", ")}`
      });
    const document = await resolver.resolve(did, signal);
    if (document.did !== did)
      throw new TalosError("E_BAD_DOCUMENT", "the resolver gave the document of another DID than the one asked for");
    return document;
  }
};

// src/node/did-resolver.ts
function didResolver(options) {
  const { resolvers = [] } = options;
  const web = resolvers.some(({ method }) => method === "web") ? [] : [webResolver(options)];
  const all = new DidResolvers([KEY_RESOLVER, ...web, ...resolvers]);
  return (did, signal) => all.resolve(did, signal);
}
function webResolver(options) {
  return {
    method: "web",
    resolve: async (did, signal) => {
      const { WebResolver } = await import("./web-resolver-EYWGSWYQ.js");
      return new WebResolver(options).resolve(did, signal);
    }
  };
}

export {
  KEY_RESOLVER,
  DidResolvers,
  didResolver
};
