/**
 * The limits and defaults that are in force, for programs: what `talos limits --json` gives.
 *
 * @module
 */
import { membersOf } from '../base/caller-mistakes.ts';
import type { Variables } from './config.ts';
import type { LimitView } from './limit-rows.ts';
import { readSettings, resolveSettings } from './settings.ts';

/** Whose limits. */
export interface LimitsOptions {
  /** The data directory whose `config.yaml` counts; without it the environment alone does. */
  readonly dataDir?: string;
  /** `TALOS_*` of it count; that of the process where absent. */
  readonly environment?: Variables;
}

/**
 * Every limit and default in force, as `talos limits --json` lists them: what can be configured first.
 *
 * @throws {TypeError} for options of another form.
 * @throws {TalosError} `E_CONFIG` for a file that has an unknown key or a wrong value, or that others may write, and for a
 *   variable that cannot be, with its name.
 */
export async function limits(options: LimitsOptions = {}): Promise<readonly LimitView[]> {
  const given = membersOf<LimitsOptions>(options, 'options', { dataDir: 'text?', environment: 'object?' });
  const { dataDir, environment = process.env } = given;
  const settings =
    dataDir === undefined ? resolveSettings({ env: environment }) : await readSettings(dataDir, environment);
  // It takes a constant of most parts of the program: they are loaded by those alone that ask.
  const { limitRows } = await import('./limit-rows.ts');
  return limitRows(settings);
}
