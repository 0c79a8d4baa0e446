/** The part of `ws` (which ships no types) that `web-socket.ts` uses. */
declare module 'ws' {
  export class WebSocket extends globalThis.WebSocket {
    constructor(
      url: string,
      protocols: readonly string[],
      options: { readonly maxPayload: number; readonly perMessageDeflate: boolean },
    );
    on(event: 'error', listener: (error: Error) => void): this;
    /** Destroys the socket. */
    terminate(): void;
  }
}
