/** @module `--mdns`, `--nat-pmp`, `--upnp` and `--metrics`, which turn on what is off unless asked for. */

import type { SettingName } from '../node/settings.ts';
import { type Options, optional } from './context.ts';

/** Those of the settings that `options` turn on. */
export function networkFlags(options: Options): Partial<Record<SettingName, string>> {
  const metrics = optional(options, 'metrics');
  return {
    ...(options['mdns'] === true ? { mdns: 'on' } : {}),
    ...(options['natPmp'] === true ? { 'nat-pmp': 'on' } : {}),
    ...(options['upnp'] === true ? { upnp: 'on' } : {}),
    ...(metrics === undefined ? {} : { metrics }),
  };
}
