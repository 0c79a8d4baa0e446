/**
 * What every command asks of the agent of a data directory, whether it runs in this process or behind the local
 * socket (PROTOCOL.md §10.3). Types only: the running agent implements it, the socket carries it, the commands use it.
 *
 * All parameters and results are JSON values, so that both sides of the socket see the same. JSON of tools travels as
 * text, because number tokens must survive (PROTOCOL.md §7.2). Failures are `TalosError`s with a public code.
 *
 * @module
 */
export {};
