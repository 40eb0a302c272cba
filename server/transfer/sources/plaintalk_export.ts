/** What the sources of our own exports have in common. */
import type { Attachment, Sink } from "./source.ts";

/** An attachment as an export tells of it; "" for a path where it did not go along. */
export function exportedFile(id: string, name: string, path: string): Attachment {
  const [, width, height] = /-(\d{1,5})x(\d{1,5})\./.exec(id) ?? [];
  const at = path === "" ? `files/${id}` : path;
  return {
    path: at,
    name,
    missing: `(${name}: ${at})`,
    ...width === undefined ? {} : { extent: [Number(width), Number(height)] as const },
  };
}

/** That a message was erased which was just told: when and by whom no export says. */
export function tellErased(
  sink: Sink,
  { id, ...about }: { time: number; name: string; id: string; place?: number },
): void {
  sink.event({ kind: "erased", ...about, target: id });
}
