import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/net/timer.ts
var systemTimer = {
  now: () => performance.now(),
  after(ms, action) {
    const id = setTimeout(action, ms);
    return () => {
      clearTimeout(id);
    };
  }
};

export {
  systemTimer
};
