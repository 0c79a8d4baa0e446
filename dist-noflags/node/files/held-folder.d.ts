/** See the module comment. Disposing closes it. */
export declare class HeldFolder implements Disposable {
    #private;
    readonly path: string;
    private constructor();
    /**
     * Opens the folder `path`, which is made, mode 0700, where it is absent.
     *
     * @param path - Absolute. The folders above it are there, and nobody else's to change.
     * @throws {TalosError} `E_STORAGE_DENIED` where it is a link, no folder, another user's, or open for others to write;
     *   `E_STORAGE…` as the system says.
     */
    static open(path: string): HeldFolder;
    /** Whether its path still leads to it, without a link. */
    isInPlace(): boolean;
    /** @throws {TalosError} `E_STORAGE` where it was moved, removed or replaced. */
    assertInPlace(): void;
    /** The path of `name` in it, to be used at once. `name` has no separators. @throws {TalosError} as {@link assertInPlace}. */
    at(name: string): string;
    /** The names in it. */
    names(): string[];
    /** Makes its names durable. */
    sync(): Promise<void>;
    [Symbol.dispose](): void;
}
