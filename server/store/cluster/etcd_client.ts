/**
 * Requests to etcd by its JSON gateway: to one of several members, and to the next where one does not
 * answer. A request that failed may have been done all the same; whoever asks must bear that.
 */
import type { Clock, Timer } from "../../base/clock.ts";
import { EngineTrouble } from "./engine.ts";

/** Where an engine is, and as whom it is asked. */
export interface EtcdAddress {
  endpoints: string[];
  user: string;
  password: string;
  /** What all keys begin with. */
  prefix: string;
}

/** What asking needs. */
export interface EtcdClientOptions extends EtcdAddress {
  /** Certificates (PEM) of authorities to trust beside the system's; "" for none. */
  ca: string;
  clock: Clock;
  /** As the platform has it. */
  fetch?: typeof fetch;
}

/** Milliseconds for which one member is waited for, and after which another one is asked as well. */
const REQUEST_TIMEOUT_MS = 3000;
const HEDGE_MS = 400;
/** Codes of gRPC for who one is. */
const UNAUTHENTICATED = [3, 16];

/** An answer of the gateway; numbers of 64 bits come as text. */
// deno-lint-ignore no-explicit-any
export type Answer = any;

/** A refusal of etcd itself: another member would say the same. */
export class EtcdRefusal extends Error {
  override readonly name = "EtcdRefusal";
}

/** Reads `etcd://user:password@a:2379,b:2379/name`; null for what is none. */
export function readEtcdAddress(text: string): EtcdAddress | null {
  const match = /^(etcds?):\/\/(?:([^:@/]+):([^@/]*)@)?([^@/]+)(?:\/([\w.-]{1,64}))?\/?$/.exec(
    text,
  );
  if (match === null) return null;
  const [, kind, user = "", password = "", hosts = "", name = "plaintalk"] = match;
  const endpoints = hosts.split(",").map((host) =>
    `${kind === "etcds" ? "https" : "http"}://${host}`
  );
  if (!endpoints.every((one) => URL.canParse(one) && new URL(one).port !== "")) return null;
  try {
    return {
      endpoints,
      user: decodeURIComponent(user),
      password: decodeURIComponent(password),
      prefix: `/${name}/`,
    };
  } catch {
    return null;
  }
}

/** Asks one cluster of etcd. */
export class EtcdClient {
  readonly #options: EtcdClientOptions;
  readonly #http: Deno.HttpClient | null;
  /** The member that answered last. */
  #at = 0;
  #token: string | null = null;
  /** The number of the etcd that answered first. */
  #cluster: string | null = null;

  constructor(options: EtcdClientOptions) {
    this.#options = options;
    this.#http = options.ca === "" ? null : Deno.createHttpClient({ caCerts: [options.ca] });
  }

  /** Members that are asked. */
  get endpoints(): readonly string[] {
    return this.#options.endpoints;
  }

  /**
   * The answer of whichever member answers first; throws {@link EngineTrouble} where none does. A member that
   * is slow is not given up, but another one is asked beside it.
   */
  ask(path: string, body: unknown): Promise<Answer> {
    const { endpoints, clock } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const first = this.#at;
    let [asked, failed] = [0, 0];
    let timer: Timer | null = null;
    const askNext = (): void => {
      timer?.cancel();
      if (asked === endpoints.length) return;
      const at = (first + asked++) % endpoints.length;
      timer = clock.after(HEDGE_MS, askNext);
      this.askMember(endpoints[at]!, path, body).then((answer) => {
        timer?.cancel();
        this.#at = at;
        resolve(answer);
      }, (error) => {
        if (error instanceof EtcdRefusal) {
          timer?.cancel();
          reject(error);
        } else if (++failed < endpoints.length) askNext();
        else reject(new EngineTrouble("No member of etcd answers", { cause: error }));
      });
    };
    askNext();
    return promise;
  }

  /** The answer of one member. */
  async askMember(endpoint: string, path: string, body: unknown): Promise<Answer> {
    for (let tried = 0;; tried++) {
      const response = await this.#post(
        `${endpoint}${path}`,
        body,
        AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      );
      const text = await response.text();
      const answer = readAnswer(text);
      if (response.ok && answer !== null) return this.#ofOurs(answer, endpoint);
      const { code, message } = refusalIn(answer, response.status);
      const isOfToken = UNAUTHENTICATED.includes(code) &&
        /token|user name is empty|old/.test(message);
      if (isOfToken && this.#options.user !== "" && tried === 0) {
        await this.#signIn(endpoint);
        continue;
      }
      if (isFinal(code, message)) throw new EtcdRefusal(`etcd refused: ${message}`);
      throw new EngineTrouble(`etcd does not answer: ${message}`);
    }
  }

  /** Answers of one member as they come, until the signal. */
  async *stream(path: string, body: unknown, signal: AbortSignal): AsyncIterable<Answer> {
    const { endpoints } = this.#options;
    const endpoint = endpoints[this.#at]!;
    try {
      if (this.#options.user !== "" && this.#token === null) await this.#signIn(endpoint);
      const response = await this.#post(`${endpoint}${path}`, body, signal);
      let rest = "";
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop()!;
        for (const line of lines) {
          if (line !== "") yield this.#ofOurs(JSON.parse(line), endpoint);
        }
      }
    } catch (error) {
      if (signal.aborted || error instanceof EtcdRefusal) throw error;
      this.#at = (this.#at + 1) % endpoints.length;
      throw new EngineTrouble("The connection to etcd broke", { cause: error });
    }
  }

  /** What a member of another etcd says, at an address that was mistyped or given to another, counts for nothing. */
  #ofOurs(answer: Answer, endpoint: string): Answer {
    const cluster = (answer.result ?? answer).header?.cluster_id;
    if (cluster === undefined) return answer;
    this.#cluster ??= String(cluster);
    if (this.#cluster === String(cluster)) return answer;
    throw new EngineTrouble(`At ${endpoint} answers a member of another etcd than at the others`);
  }

  /** Another member is asked from now on. */
  turnAway(): void {
    this.#at = (this.#at + 1) % this.#options.endpoints.length;
  }

  async #signIn(endpoint: string): Promise<void> {
    const { user, password } = this.#options;
    const response = await this.#post(
      `${endpoint}/v3/auth/authenticate`,
      { name: user, password },
      AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      false,
    );
    const answer = readAnswer(await response.text());
    if (typeof answer?.token !== "string") {
      const { code, message } = refusalIn(answer, response.status);
      const isRefused = isFinal(code, message);
      throw isRefused
        ? new EtcdRefusal(`Cannot sign in at etcd as "${user}": ${message}`)
        : new EngineTrouble(`etcd does not answer: ${message}`);
    }
    this.#token = answer.token;
  }

  #post(url: string, body: unknown, signal: AbortSignal, isSigned = true): Promise<Response> {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (isSigned && this.#token !== null) headers.authorization = this.#token;
    return (this.#options.fetch ?? fetch)(url, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      signal,
      ...this.#http === null ? {} : { client: this.#http },
    });
  }
}

/** What passes with time: no leader, a request that took too long, a member that is starting. */
function isFinal(code: number, message: string): boolean {
  if (/leader|timed out|timeout|too many requests|unhealthy|stopped|not ready/.test(message)) {
    return false;
  }
  // gRPC: invalid argument, not found, permission denied, exhausted, failed, out of range, unauthenticated.
  return [3, 5, 7, 8, 9, 11, 16].includes(code);
}

function readAnswer(text: string): Answer {
  try {
    // A stream of one answer ends with a newline, and wraps it.
    const answer = JSON.parse(text.split("\n")[0]!);
    return answer.result ?? answer;
  } catch {
    return null;
  }
}

function refusalIn(answer: Answer, status: number): { code: number; message: string } {
  const told = answer?.error;
  const [code, message] = typeof told === "object" && told !== null
    ? [told.grpc_code ?? told.code, told.message]
    : [answer?.code, answer?.message ?? told];
  return { code: Number(code ?? 14), message: String(message ?? `HTTP ${status}`) };
}
