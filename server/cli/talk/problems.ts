/** What may go wrong at a request or a file is told in a line; whatever else goes on to whoever asked. */
import { RequestError } from "./api.ts";
import { FileProblem } from "./attachments.ts";
import type { TalkClient } from "./talk_client.ts";

/** Does it, and tells why not. */
export async function telling(
  { conversation }: Pick<TalkClient, "conversation">,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isKnown = error instanceof FileProblem || error instanceof RequestError;
    if (!isKnown) throw error;
    conversation.notice(error.message);
  }
}
