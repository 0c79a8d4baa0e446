/**
 * The 24 words of an identity that is about to be made, kept before there is that identity: an identity whose words could
 * not be written anywhere is never made.
 *
 * @module
 */
/** Runs `make` with the words kept. They are taken back where it fails, unless `isMade` then says that there is the identity. */
export async function withWordsKept(keep, words, { make, isMade }) {
    const takeBack = await keep?.(words);
    try {
        return await make();
    }
    catch (error) {
        if (!isMade())
            await takeBack?.();
        throw error;
    }
}
