/**
 * Errors that a person may see. Each carries a stable code for programs and a sentence for people:
 * what failed, the value, what is expected. Anything else that is thrown is a bug.
 */

/** HTTP status of each code: the list of all codes that leave this program. */
export const STATUS = {
  bad_request: 400,
  bad_name: 400,
  bad_password: 400,
  common_password: 400,
  bad_picture: 400,
  reserved: 400,
  empty: 400,
  no_session: 401,
  wrong_password: 401,
  invite_wanted: 403,
  invite_expired: 403,
  invite_used: 403,
  invite_revoked: 403,
  handover_used: 403,
  setup_used: 403,
  reset_used: 403,
  muted: 403,
  banned: 403,
  not_allowed: 403,
  archived: 403,
  last_admin: 403,
  bad_origin: 403,
  not_found: 404,
  bad_method: 405,
  name_taken: 409,
  claimed: 409,
  lookalike: 409,
  exists: 409,
  too_long: 413,
  quota: 413,
  bad_range: 416,
  bad_host: 421,
  upgrade_required: 426,
  too_slow: 408,
  length_required: 411,
  not_joined: 409,
  ref_reused: 409,
  too_fast: 429,
  too_many: 503,
  busy: 503,
  damaged: 503,
  disk: 503,
  restarting: 503,
  internal: 500,
} as const;

/** A stable word for what went wrong. */
export type Code = keyof typeof STATUS;

/** What an error may carry besides its code and sentence. */
export interface ErrorDetails {
  /** Milliseconds until trying again makes sense. */
  wait?: number;
  /** Something that would have been accepted. */
  suggestion?: string;
  cause?: unknown;
}

/** A refusal or failure with a stable code and a sentence for the person who asked. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly code: Code;
  readonly wait: number | undefined;
  readonly suggestion: string | undefined;

  constructor(code: Code, text: string, details: ErrorDetails = {}) {
    super(text, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.wait = details.wait;
    this.suggestion = details.suggestion;
  }

  get status(): number {
    return STATUS[this.code];
  }
}

/** What lies at the bottom of an error, for the log. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}

/** The error as one that may be shown: what is not ours stays hidden behind `internal`. */
export function asChatError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  return new ChatError(
    "internal",
    "Cannot do this: internal error, see the server's log",
    {
      cause: error,
    },
  );
}
