import { openFeed } from "./local-messages.js";
/** The ledger of another process's agent. */
export function localAudit(requests) {
    return {
        follow: async (options = {}) => (await openFeed(requests, 'audit.follow', {}, options)).feed,
        verify: async (params, options = {}) => (await openFeed(requests, 'audit.verify', params, options)).feed,
        layers: (params) => requests.ask('audit.layers', params),
        root: () => requests.ask('audit.root'),
        archive: (params) => requests.ask('audit.archive', params),
        forget: (params) => requests.ask('audit.forget', params),
        reindex: () => requests.ask('audit.reindex'),
    };
}
