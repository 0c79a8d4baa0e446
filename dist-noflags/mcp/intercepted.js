/**
 * Transports of the official MCP classes (SDK 1.x and 2.x), seen from outside: what comes and what goes passes a function
 * each. By shape, so that nothing of an SDK is loaded here.
 *
 * @module
 */
/** `transport` with `through` in its way. Only the new one is to be used from then on. */
export function intercepted(transport, through) {
    const send = (message, options) => transport.send.call(transport, message, options);
    const sent = async (message, options) => {
        const passed = isRpcObject(message) ? through.sent(message) : undefined;
        if (passed !== undefined)
            await send(passed, options);
    };
    let receive;
    const received = (message, extra) => {
        // Batches and texts are no messages.
        if (!isRpcObject(message))
            return;
        const passed = through.received(message, extra, (answer) => send(answer));
        if (passed !== undefined)
            receive?.(passed, extra);
    };
    return new Proxy(transport, {
        get(target, key) {
            if (key === 'send')
                return sent;
            if (key === 'onmessage')
                return receive;
            const value = Reflect.get(target, key, target);
            // Methods of classes with private members know only the transport itself.
            return typeof value === 'function' ? value.bind(target) : value;
        },
        set(target, key, value) {
            if (key !== 'onmessage')
                return Reflect.set(target, key, value, target);
            receive = value;
            return Reflect.set(target, key, receive === undefined ? undefined : received, target);
        },
    });
}
function isRpcObject(message) {
    return typeof message === 'object' && message !== null && !Array.isArray(message);
}
