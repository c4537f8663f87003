import { checkBaseUrl, checkKey } from "../wire/credential.ts";
import { limitAnswer } from "../wire/limit-body.ts";
import { notJson } from "../wire/transport-error.ts";
import { RefusedAnswer } from "./refused-answer.ts";

export type FetchFunction = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface ClientSettings {
  readonly apiKey: string;
  /** Includes the version: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** The vendor's name as people see it. */
  readonly label: string;
  readonly fetch: FetchFunction;
}

/** Requests below one base URL with one key: no retries, no redirects, nothing from the environment. */
export interface VendorClient {
  readonly baseUrl: string;
  /** The response, unread. Rejects with RefusedAnswer on an error status. */
  post(path: string, body: object, signal: AbortSignal): Promise<Response>;
  /** The response's JSON. Rejects with RefusedAnswer, or AppError PROVIDER_PROTOCOL where it is not JSON. */
  getJson(path: string, signal: AbortSignal): Promise<unknown>;
  postJson(path: string, body: object, signal: AbortSignal): Promise<unknown>;
}

/** @throws AppError KEY_MISSING, KEY_INVALID or INVALID_INPUT where the key or the base URL cannot be used. */
export function createClient({ apiKey, baseUrl, label, fetch }: ClientSettings): VendorClient {
  const key = checkKey(apiKey);
  const root = checkBaseUrl(baseUrl, "https://api.openai.com/v1").replace(/\/+$/, "");
  const headers = { authorization: `Bearer ${key}`, "user-agent": "penstock" };
  const send = async (path: string, init: RequestInit) => {
    const response = limitAnswer(await fetch(`${root}${path}`, { ...init, redirect: "manual" }), label);
    if (response.ok) return response;
    throw new RefusedAnswer(response.status, response.headers, await bodyOf(response));
  };
  const post = (path: string, body: object, signal: AbortSignal) =>
    send(path, {
      method: "POST",
      signal,
      body: JSON.stringify(body),
      headers: {
        ...headers,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      },
    });
  return {
    baseUrl: root,
    post,
    postJson: async (path, body, signal) => jsonOf(await post(path, body, signal), label),
    getJson: async (path, signal) =>
      jsonOf(await send(path, { signal, headers: { ...headers, accept: "application/json" } }), label),
  };
}

async function jsonOf(response: Response, label: string): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw notJson(label);
  }
}

/** The body of an error response, or null when it cannot be read: it is an error response all the same. */
async function bodyOf(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.text());
  } catch {
    return null;
  }
}
