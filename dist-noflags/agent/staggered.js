/** How long one is waited for before the next is asked, too, in milliseconds: more than an honest one takes. */
export const STAGGER_MS = 1500;
/**
 * The first answer that is one. The next is asked when the one before has said that it knows nothing, or has not answered for
 * {@link STAGGER_MS}; who was asked before may still be the one that answers.
 *
 * @param asks - In the order of preference; each rejects for what ends the whole alone.
 * @returns `undefined` where none knows.
 */
export function firstAnswer(asks, timer) {
    return new Promise((resolve, reject) => {
        let [next, open] = [0, 0];
        let cancel = () => undefined;
        const finish = (settle) => {
            cancel();
            next = asks.length;
            settle();
        };
        const askNext = () => {
            cancel();
            const ask = asks[next];
            if (ask === undefined) {
                if (open === 0)
                    resolve(undefined);
                return;
            }
            next += 1;
            open += 1;
            cancel = timer.after(STAGGER_MS, askNext);
            ask().then((answer) => {
                open -= 1;
                if (answer === undefined)
                    askNext();
                else
                    finish(() => resolve(answer));
            }, (error) => finish(() => reject(error)));
        };
        askNext();
    });
}
