import { isObject } from "./local-wire.js";
/** The chains of another process's agent. */
export function localChains(requests) {
    return {
        share: (params) => requests.ask('chains.share', params),
        shares: () => requests.ask('chains.shares'),
        unshare: (params) => requests.ask('chains.unshare', params),
        sync: (params, { signal, onProgress } = {}) => requests.ask('chains.sync', params, signal, ({ progress }) => {
            if (isObject(progress))
                onProgress?.(progress);
        }),
        list: () => requests.ask('chains.list'),
        remove: (params) => requests.ask('chains.remove', params),
    };
}
/** The owner's end. What it says meanwhile goes through `event`. */
export const CHAIN_METHODS = {
    'chains.share': (api, params) => api.chains.share(params),
    'chains.shares': (api) => api.chains.shares(),
    'chains.unshare': (api, params) => api.chains.unshare(params),
    'chains.sync': (api, params, signal, event) => api.chains.sync(params, { signal, onProgress: (progress) => event({ progress }) }),
    'chains.list': (api) => api.chains.list(),
    'chains.remove': (api, params) => api.chains.remove(params),
};
