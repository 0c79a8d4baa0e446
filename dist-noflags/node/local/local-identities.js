/** What the owner answers. */
export const IDENTITY_METHODS = {
    'identities.record': (api, params) => api.identities.record(params),
    'identities.peer': (api, params) => api.identities.peer(params),
    'identities.announce': (api, _, signal) => api.identities.announce(signal),
    'identities.names': (api) => api.identities.names(),
};
/** What another process's agent knows of identities. */
export function localIdentities(requests) {
    return {
        record: (params) => requests.ask('identities.record', params),
        peer: (params) => requests.ask('identities.peer', params),
        announce: (signal) => requests.ask('identities.announce', {}, signal),
        names: () => requests.ask('identities.names'),
    };
}
