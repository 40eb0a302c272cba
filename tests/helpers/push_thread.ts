/** A push service in a thread of its own, so that its work is not the chat's: 410 for what is gone. */
import { PushService } from "./push_service.ts";

const service = await PushService.start();
service.answer = ({ path }) =>
  path.startsWith("/gone/") ? new Response(null, { status: 410 }) : undefined;
const { port, ca } = service;
(self as unknown as Worker).postMessage({ port, ca });
