/**
 * Transports of the official MCP classes (SDK 1.x and 2.x), seen from outside: what comes and what goes passes a function
 * each. By shape, so that nothing of an SDK is loaded here.
 *
 * @module
 */

/** What passes: a JSON-RPC message. */
export type RpcObject = Readonly<Record<string, unknown>>;

/** The part of the SDK's `Transport` that is looked at; all else stays as it is. */
export interface McpTransport {
  start(): Promise<void>;
  // The SDK's message and option types differ between its versions.
  send(message: never, options?: never): Promise<void>;
  close(): Promise<void>;
  onmessage?: ((message: never, extra?: never) => void) | undefined;
}

/** What is done with messages. A side that gives `undefined` keeps the message to itself. */
export interface Interception {
  /** A message that came; `answer` sends one back. */
  received(message: RpcObject, extra: unknown, answer: (message: RpcObject) => Promise<void>): RpcObject | undefined;
  /** A message that is to go. */
  sent(message: RpcObject): RpcObject | undefined;
}

type Receive = (message: unknown, extra?: unknown) => void;
type Send = (message: unknown, options?: unknown) => Promise<void>;

/** `transport` with `through` in its way. Only the new one is to be used from then on. */
export function intercepted<T extends McpTransport>(transport: T, through: Interception): T {
  const send: Send = (message, options) => (transport.send as unknown as Send).call(transport, message, options);
  const sent: Send = async (message, options) => {
    const passed = isRpcObject(message) ? through.sent(message) : undefined;
    if (passed !== undefined) await send(passed, options);
  };
  let receive: Receive | undefined;
  const received: Receive = (message, extra) => {
    // Batches and texts are no messages.
    if (!isRpcObject(message)) return;
    const passed = through.received(message, extra, (answer) => send(answer));
    if (passed !== undefined) receive?.(passed, extra);
  };
  return new Proxy(transport, {
    get(target, key) {
      if (key === 'send') return sent;
      if (key === 'onmessage') return receive;
      const value: unknown = Reflect.get(target, key, target);
      // Methods of classes with private members know only the transport itself.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set(target, key, value: unknown) {
      if (key !== 'onmessage') return Reflect.set(target, key, value, target);
      receive = value as Receive | undefined;
      return Reflect.set(target, key, receive === undefined ? undefined : received, target);
    },
  });
}

function isRpcObject(message: unknown): message is RpcObject {
  return typeof message === 'object' && message !== null && !Array.isArray(message);
}
