/** What the owner answers. */
export const LIGHT_METHODS = {
    'light.sync': (api, params, signal) => api.light.sync(params, signal),
    'light.importHeaders': (api, params) => api.light.importHeaders(params),
    'light.importCheckpoint': (api, params) => api.light.importCheckpoint(params),
    'light.verify': (api, params, signal) => api.light.verify(params, signal),
    'light.status': (api) => api.light.status(),
    'light.exportHeaders': (api, params) => api.light.exportHeaders(params),
    'light.exportCheckpoint': (api, params) => api.light.exportCheckpoint(params),
    'light.remove': (api, params) => api.light.remove(params),
};
/** The light clients of another process's agent. */
export function localLight(requests) {
    return {
        sync: (params, signal) => requests.ask('light.sync', params, signal),
        importHeaders: (params) => requests.ask('light.importHeaders', params),
        importCheckpoint: (params) => requests.ask('light.importCheckpoint', params),
        verify: (params, signal) => requests.ask('light.verify', params, signal),
        status: () => requests.ask('light.status'),
        exportHeaders: (params) => requests.ask('light.exportHeaders', params),
        exportCheckpoint: (params) => requests.ask('light.exportCheckpoint', params),
        remove: (params) => requests.ask('light.remove', params),
    };
}
