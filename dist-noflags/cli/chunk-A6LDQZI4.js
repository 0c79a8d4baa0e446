import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/net/repeat.ts
function repeat(timer, waitMs, task, onFault) {
  let isStopped = false;
  let running = Promise.resolve();
  let cancel = () => {
  };
  const wait = () => {
    cancel = timer.after(waitMs(), () => {
      running = task().catch(onFault).then(() => {
        if (!isStopped) wait();
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

export {
  repeat
};
