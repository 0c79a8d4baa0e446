/** See the module comment. */
export class RequestMeter {
    #operations;
    #requests;
    #refusals;
    #times;
    /** @param operations - Those that there are: all others are counted as one, whatever a peer calls them. */
    constructor(metrics, operations) {
        this.#operations = new Set(operations);
        this.#requests = metrics.counter('talos_requests_total', 'Requests that were answered, by service and operation.', [
            'service',
            'operation',
        ]);
        this.#refusals = metrics.counter('talos_refusals_total', 'Requests that were refused, by service and word.', [
            'service',
            'word',
        ]);
        this.#times = metrics.histogram('talos_request_seconds', 'Time from a request to its answer, by service.', [
            'service',
        ]);
    }
    /** Counts one. */
    count(service, { op, word, ms }) {
        this.#requests.add({ service, operation: this.#operations.has(op) ? op : 'other' });
        if (word !== undefined)
            this.#refusals.add({ service, word });
        this.#times.observe(ms / 1000, { service });
    }
}
