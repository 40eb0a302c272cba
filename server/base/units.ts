/** Units that several places count in. */

export const DAY_MS = 24 * 60 * 60 * 1000;
export const MEGABYTE_BYTES = 1024 * 1024;
/** The byte that ends a line. */
export const NEWLINE = 10;
