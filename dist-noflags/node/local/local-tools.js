/** What the owner answers. */
export const TOOL_METHODS = {
    'tools.list': (api, params) => api.tools.list(params),
    'tools.changes': (api, params) => api.tools.changes(params),
    'tools.approve': (api, params) => api.tools.approve(params),
};
/** The tools of another process's agent. */
export function localTools(requests) {
    return {
        list: (params) => requests.ask('tools.list', params),
        changes: (params) => requests.ask('tools.changes', params),
        approve: (params) => requests.ask('tools.approve', params),
    };
}
