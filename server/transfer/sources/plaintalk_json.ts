/** What `export --format json` writes, as `docs/export.schema.json` says: it comes back as it was seen. */
import { eventOfFields } from "./plaintalk_events.ts";
import { exportedFile, tellErased } from "./plaintalk_export.ts";
import { field, type JsonValue, listIn, type RecordSource, textIn } from "./source.ts";

/** One document of a room. */
export const PLAINTALK_JSON: RecordSource = {
  shape: "records",
  name: "Plaintalk (JSON)",
  recognises: (head) => /^\s*\{\s*"plaintalk"\s*:\s*\d/.test(head),
  records: ["messages", "events"],
  open({ sink, times }) {
    let room = "";
    return {
      head(path, value) {
        if (typeof value !== "string" || value === "") return;
        if (path === "room") sink.room(room = value);
        else if (path === "members" && room !== "") sink.room(room, value.split("\n"));
      },
      record(value) {
        const name = textIn(value, "name");
        if (name === "") return sink.malformed("has no name");
        const [id, to] = [textIn(value, "id"), textIn(value, "to", "id")];
        const time = times.iso(textIn(value, "time"));
        // What happened to the room stands behind the messages: the ids tell what was first.
        const place = /^\d{1,15}$/.test(id) ? { place: Number(id) } : {};
        if (field(value, "event") !== null) {
          const event = eventOfFields(value, time, name);
          return event === null ? sink.remark() : sink.event({ ...event, ...place });
        }
        const file = fileOf(field(value, "file"));
        sink.message({
          time,
          name,
          text: textIn(value, "text"),
          ...place,
          ...id === "" ? {} : { id },
          ...to === "" ? {} : { to },
          ...file === null ? {} : { files: [file] },
          reactions: listIn(value, "reactions").flatMap((reaction) =>
            listIn(reaction, "names").map((name) => ({
              emoji: textIn(reaction, "emoji"),
              name: textIn({ name }, "name"),
            }))
          ),
          edited: field(value, "edited") === true,
        });
        if (field(value, "erased") === true && id !== "") {
          tellErased(sink, { time, name, id, ...place });
        }
      },
    };
  },
};

function fileOf(file: JsonValue) {
  const [id, name] = [textIn(file, "id"), textIn(file, "name")];
  return id === "" ? null : exportedFile(id, name, textIn(file, "path"));
}
