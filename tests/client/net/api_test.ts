import { assertEquals } from "@std/assert";
import { Api } from "../../../client/net/api.js";

Deno.test("request() goes by the method it is told, and posts a body where none is told", async () => {
  const asked: string[] = [];
  const fetch = ((_address: string, { method, body }: RequestInit = {}) => {
    asked.push(`${method} ${body ?? ""}`);
    return Promise.resolve(Response.json({}));
  }) as typeof globalThis.fetch;
  const api = new Api(fetch, () => "http://chat.test/");
  await api.request("api/blocks");
  await api.request("api/blocks", { body: { names: [] } });
  await api.request("api/blocks", { method: "PUT", body: { names: [] } });
  await api.request("api/blocks", { method: "DELETE" });
  assertEquals(asked, ["GET ", `POST {"names":[]}`, `PUT {"names":[]}`, "DELETE "]);
});
