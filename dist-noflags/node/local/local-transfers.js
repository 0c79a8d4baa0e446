import { openFeed } from "./local-messages.js";
/** The transfers of another process's agent. */
export function localTransfers(requests) {
    return {
        sendFile: (params, signal) => requests.ask('transfers.sendFile', params, signal),
        outcome: (params, signal) => requests.ask('transfers.outcome', params, signal),
        list: () => requests.ask('transfers.list'),
        get: (id) => requests.ask('transfers.get', { id }),
        accept: (id) => requests.ask('transfers.accept', { id }),
        decline: (id) => requests.ask('transfers.decline', { id }),
        cancel: (id) => requests.ask('transfers.cancel', { id }),
        events: async (params = {}, options = {}) => (await openFeed(requests, 'transfers.events', params, options)).feed,
    };
}
/** The owner's end, but for what lasts. */
export const TRANSFER_METHODS = {
    'transfers.sendFile': (api, params, signal) => api.transfers.sendFile(params, signal),
    'transfers.outcome': (api, params, signal) => api.transfers.outcome(params, signal),
    'transfers.list': (api) => api.transfers.list(),
    'transfers.get': (api, { id }) => api.transfers.get(id),
    'transfers.accept': (api, { id }) => api.transfers.accept(id),
    'transfers.decline': (api, { id }) => api.transfers.decline(id),
    'transfers.cancel': (api, { id }) => api.transfers.cancel(id),
};
