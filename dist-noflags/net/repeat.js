/**
 * Runs `task` after `waitMs`, and again so long after it has ended.
 *
 * @param waitMs - Asked anew each time.
 * @param onFault - Told of what `task` throws; it goes on.
 */
export function repeat(timer, waitMs, task, onFault) {
    let isStopped = false;
    let running = Promise.resolve();
    let cancel = () => { };
    const wait = () => {
        cancel = timer.after(waitMs(), () => {
            running = task()
                .catch(onFault)
                .then(() => {
                if (!isStopped)
                    wait();
            });
        });
    };
    wait();
    return async () => {
        isStopped = true;
        cancel();
        await running;
    };
}
