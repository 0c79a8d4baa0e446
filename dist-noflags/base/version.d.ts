/**
 * The release that this code is.
 *
 * @module
 */
/** The version in package.json, which a test compares. */
export declare const VERSION = "0.1.0";
