/**
 * The version of this software, as package.json has it; a test compares them.
 *
 * @module
 */

/** Semantic version. */
export const TALOS_VERSION = '0.1.0';
