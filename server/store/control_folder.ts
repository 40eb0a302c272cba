/** Where the command line leaves what it asks of a chat that runs, in the data folder, and finds the answer. */

/** The folder; it belongs to one machine. */
export const CONTROL_FOLDER = "orders";
/** What names of requests, and of the answers beside them, end with. */
export const REQUEST_SUFFIX = ".asked";
export const ANSWER_SUFFIX = ".answer";
/** Longest request, in bytes. */
export const MAX_REQUEST_BYTES = 4096;
