import { assertEquals } from "@std/assert";
import { FakeClock } from "../../../helpers/clock.ts";
import { FakeFiles } from "../../../helpers/talk_bench.ts";
import { TalkApi } from "../../../../server/cli/talk/api.ts";
import { SavedSessions, sessionsPath } from "../../../../server/cli/talk/saved_sessions.ts";
import { signIn, type SignInOptions } from "../../../../server/cli/talk/sign_in.ts";

const ADDRESS = "https://chat.example.org/";
const LIMITS = { text: 4000 };

/** A server that answers one after another, what it was asked, and a machine with a file of sessions. */
function signingIn(answers: (Response | Error)[], setting: Partial<SignInOptions> = {}) {
  const asked: string[] = [];
  const printed: string[] = [];
  const passwords = ["wrong one", "right one"];
  const files = new FakeFiles();
  const api = new TalkApi({
    address: ADDRESS,
    post: () => Promise.reject(new Error("nothing is sent")),
    async fetch(url, init) {
      const { method, headers } = new Request(url, init);
      const body = init.body === undefined ? "" : ` ${init.body}`;
      const cookie = headers.get("cookie") ?? headers.get("authorization") ??
        "";
      asked.push(`${method} ${url.slice(ADDRESS.length)}${body} ${cookie}`.trim());
      const answer = answers.shift() ?? new Error("no answer");
      if (answer instanceof Error) throw answer;
      return await answer;
    },
  });
  const sessions = new SavedSessions(files, "/state/sessions");
  const clock = new FakeClock();
  const run = () =>
    signIn({
      ...{ api, sessions, clock, name: "Ada", token: undefined, invite: undefined },
      askPassword: () => Promise.resolve(passwords.shift() ?? null),
      print: (text) => printed.push(text),
      isPatient: true,
      ...setting,
    });
  return { api, asked, printed, files, sessions, clock, run };
}

function me(name: string | null, ...cookies: string[]): Response {
  const headers = new Headers();
  for (const cookie of cookies) {
    headers.append("set-cookie", `${cookie}; Path=/; HttpOnly`);
  }
  return Response.json({ me: name === null ? null : { name }, limits: LIMITS }, { headers });
}

function refusal(code: string, text = code): Response {
  return Response.json({ code, text }, { status: 403 });
}

Deno.test("signIn() enters as a guest, and comes back as the same one", async () => {
  const first = signingIn([me("Ada", "__Host-plaintalk=abc")]);
  assertEquals(await first.run(), { name: "Ada", limits: LIMITS } as never);
  const { asked, files, sessions, api, run } = signingIn([me("Ada")]);
  files.files.set("/state/sessions", first.files.files.get("/state/sessions")!);
  assertEquals(sessions.lastName(ADDRESS), "Ada");
  await run();
  assertEquals([...first.asked, ...asked], [
    'POST api/session {"name":"Ada"}',
    "GET api/session __Host-plaintalk=abc",
  ]);
  // A cookie without an Origin is one that another page may have made us send.
  assertEquals(api.headers.origin, "https://chat.example.org");
});

Deno.test("signIn() asks for the password of a name that is somebody's, and keeps none", async () => {
  const { asked, printed, files, run } = signingIn([
    refusal("claimed", "It belongs to an account"),
    refusal("wrong_password", "Wrong"),
    me("Ada", "plaintalk=abc", "plaintalk-device=d"),
  ]);
  assertEquals(await run(), { name: "Ada", limits: LIMITS } as never);
  assertEquals(asked.map((line) => JSON.parse(line.slice(17)).password), [
    undefined,
    "wrong one",
    "right one",
  ]);
  assertEquals(printed, ["Wrong"]);
  assertEquals([...files.files.values()], [
    `${ADDRESS}\tAda\tplaintalk=abc; plaintalk-device=d\n`,
  ]);
});

Deno.test("signIn() says the server's sentence where nobody types a password", async () => {
  const none = { askPassword: () => Promise.resolve(null) };
  const { run } = signingIn([refusal("claimed", "It belongs to an account")], none);
  assertEquals(await run(), { problem: "It belongs to an account" });
  const wanted = signingIn([refusal("invite_wanted", "Bring the invitation")], none);
  assertEquals(await wanted.run(), { problem: "Bring the invitation" });
  const banned = signingIn([refusal("banned", "Until Monday")]);
  assertEquals(await banned.run(), { problem: "Until Monday" });
});

Deno.test("signIn() is a bot with its token, and hands it to nobody else", async () => {
  const { asked, run, files } = signingIn([me("Robo")], { token: "secret" });
  assertEquals(await run(), { name: "Robo", limits: LIMITS } as never);
  assertEquals(asked, ["GET api/session Bearer secret"]);
  assertEquals(files.files.size, 0);
  const { run: again } = signingIn([me(null)], { token: "old" });
  assertEquals(await again(), {
    problem: "Cannot sign in: nobody has the token in PLAINTALK_TOKEN",
  });
});

Deno.test("signIn() tries again while the server cannot be reached, and not for ever in a pipe", async () => {
  const broken = () => new TypeError("error sending request");
  const { run, clock, printed } = signingIn([broken(), refusal("restarting"), me("Ada", "a=b")]);
  const signingUp = run();
  for (let i = 0; i < 3; i++) {
    await new Promise((go) => setTimeout(go, 0));
    clock.advance(2000);
  }
  assertEquals(await signingUp, { name: "Ada", limits: LIMITS } as never);
  assertEquals(printed, [`Cannot reach ${ADDRESS}; trying again`]);
  const piped = signingIn([], { isPatient: false });
  const tried = piped.run();
  for (let i = 0; i < 8; i++) {
    await new Promise((go) => setTimeout(go, 0));
    piped.clock.advance(4000);
  }
  assertEquals(await tried, { problem: `Cannot reach ${ADDRESS}` });
});

Deno.test("signIn() says what to do about a certificate that nobody vouches for", async () => {
  const untrusted = new TypeError("client error", {
    cause: new Error("invalid peer certificate: UnknownIssuer"),
  });
  const { run, asked } = signingIn([untrusted]);
  const result = await run();
  assertEquals("problem" in result && /--ca/.test(result.problem), true);
  assertEquals(asked.length, 1);
});

Deno.test("signIn() tries again by the code of a refusal, whatever its words name", async () => {
  const { run, clock } = signingIn([refusal("busy", "Start it with --ca"), me("Ada", "a=b")]);
  const signingUp = run();
  for (let i = 0; i < 3; i++) {
    await new Promise((go) => setTimeout(go, 0));
    clock.advance(2000);
  }
  assertEquals(await signingUp, { name: "Ada", limits: LIMITS } as never);
});

Deno.test("signIn() says that a server which is none of ours is none", async () => {
  const { run } = signingIn([new Response("<html>", { status: 404 })]);
  const result = await run();
  assertEquals(result, {
    problem: "This does not look like a Plaintalk server: it answered with status 404",
  });
});

Deno.test("SavedSessions keeps the latest hundred, one for a name however it is written", () => {
  const files = new FakeFiles();
  const sessions = new SavedSessions(files, "/state/sessions");
  for (let i = 0; i < 150; i++) {
    sessions.save(ADDRESS, `Guest ${i}`, [`c=${i}`]);
  }
  sessions.save(ADDRESS, "GUEST 149", ["c=new"]);
  assertEquals(files.files.get("/state/sessions")!.split("\n").length, 101);
  assertEquals(sessions.find(ADDRESS, "guest 149"), ["c=new"]);
  assertEquals(sessions.find(ADDRESS, "Guest 1"), []);
  assertEquals(sessions.find("https://other/", "guest 149"), []);
  sessions.save(ADDRESS, "guest 149", []);
  assertEquals(sessions.find(ADDRESS, "guest 149"), []);
  assertEquals(new SavedSessions(files, null).save(ADDRESS, "x", ["c=1"]), true);
});

Deno.test("sessionsPath() goes where the machine keeps such files", () => {
  const path = (env: Record<string, string>) => sessionsPath((name) => env[name]);
  assertEquals(path({ HOME: "/home/ada" }), "/home/ada/.local/state/plaintalk/sessions");
  assertEquals(path({ HOME: "/h", XDG_STATE_HOME: "/s" }), "/s/plaintalk/sessions");
  assertEquals(path({ XDG_STATE_HOME: "", HOME: "" }), null);
});
