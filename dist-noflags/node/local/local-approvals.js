import { openFeed } from "./local-messages.js";
/** The approvals of another process's agent. */
export function localApprovals(requests) {
    return {
        list: () => requests.ask('approvals.list'),
        get: (id) => requests.ask('approvals.get', { id }),
        answer: (answer) => requests.ask('approvals.answer', answer),
        follow: async (options = {}) => (await openFeed(requests, 'approvals.follow', {}, options)).feed,
    };
}
/** The owner's end, but for what lasts. */
export const APPROVAL_METHODS = {
    'approvals.list': (api) => api.approvals.list(),
    'approvals.get': (api, params) => api.approvals.get(params.id),
    'approvals.answer': (api, params) => api.approvals.answer(params),
};
