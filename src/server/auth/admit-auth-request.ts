import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { AuthSettings } from "./auth-settings.ts";
import { authCookies, readCookies } from "./cookies.ts";
import { findForeignOrigin } from "./find-foreign-origin.ts";
import { readBodyText } from "./read-body.ts";

/** A request that is safe to hand to next-auth: everything in it has the form that next-auth expects. */
export interface AuthCall {
  readonly method: "GET" | "POST";
  readonly action: string;
  readonly provider: string | null;
  readonly query: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
}

export type AuthAdmission =
  | { readonly ok: true; readonly call: AuthCall }
  | { readonly ok: false; readonly status: number; readonly message: string; readonly allow?: string };

/** The largest form: an e-mail address and a password, both at their maximum length and fully escaped. */
const maxBodyBytes = 16_000;

/**
 * The actions of next-auth that we use, with their methods. Its endpoint that writes into our log is not one of them.
 */
const methodsByAction: Readonly<Record<string, readonly AuthCall["method"][]>> = {
  providers: ["GET"],
  session: ["GET"],
  csrf: ["GET"],
  error: ["GET"],
  signin: ["GET", "POST"],
  signout: ["GET", "POST"],
  callback: ["GET", "POST"],
};

/** Rejects requests that would make next-auth fail, without reading more than necessary. */
export async function admitAuthRequest(request: Request, settings: AuthSettings): Promise<AuthAdmission> {
  const url = new URL(request.url);
  const [action = "", provider = null, ...rest] = url.pathname.split("/").slice(3);
  const methods = Object.hasOwn(methodsByAction, action) ? methodsByAction[action] : undefined;
  if (methods === undefined || rest.length > 0 || (provider !== null && !/^[a-z]{1,20}$/.test(provider))) {
    return { ok: false, status: 404, message: "There is nothing here." };
  }
  const method = request.method === "HEAD" ? "GET" : request.method;
  const allowed = action === "callback" && provider === "credentials" ? (["POST"] as const) : methods;
  if (!isOneOf(allowed, method)) {
    const allow = allowed.join(", ");
    return { ok: false, status: 405, message: `This address takes ${allow} only.`, allow };
  }
  const foreign = method === "GET" ? null : findForeignOrigin(request.headers, settings.publicOrigin);
  if (foreign !== null) return { ok: false, status: 403, message: foreign.message };
  return readCall(request, url, settings, { method, action, provider });
}

function isOneOf(methods: readonly AuthCall["method"][], method: string): method is AuthCall["method"] {
  return methods.some((one) => one === method);
}

async function readCall(
  request: Request,
  url: URL,
  { publicOrigin }: AuthSettings,
  asked: Pick<AuthCall, "method" | "action" | "provider">,
): Promise<AuthAdmission> {
  try {
    const given = Object.fromEntries(url.searchParams);
    const fields = asked.method === "GET" ? {} : await readFields(request);
    const query = withReadableTarget(withPlainError(given), publicOrigin);
    const call = { ...asked, query, fields: withReadableTarget(fields, publicOrigin) };
    return { ok: true, call: { ...call, cookies: readableCookies(request.headers, publicOrigin) } };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const status = error.code === "PAYLOAD_TOO_LARGE" ? 413 : 400;
    return { ok: false, status, message: error.message };
  }
}

const fieldsSchema = z.record(z.string(), z.string());

async function readFields(request: Request): Promise<Record<string, string>> {
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  const body = await readBodyText(request, maxBodyBytes);
  if (type === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(body));
  if (type !== "application/json") {
    if (body === "") return {};
    throw new AppError("INVALID_INPUT", "Send a form, or JSON with texts as its fields.");
  }
  const parsed = fieldsSchema.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw new AppError("INVALID_INPUT", "The body is not a JSON object with texts as its fields.");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The URL to redirect to afterwards, encoded so that a header can hold it. */
function withReadableTarget(fields: Record<string, string>, origin: string): Record<string, string> {
  const { callbackUrl } = fields;
  if (callbackUrl === undefined) return fields;
  const readable = readTarget(callbackUrl, origin);
  if (readable !== null) return { ...fields, callbackUrl: readable };
  throw new AppError("INVALID_INPUT", "callbackUrl cannot be read as an address.");
}

function readTarget(text: string, origin: string): string | null {
  const isPath = text.startsWith("/");
  const base = isPath ? origin : undefined;
  if (!URL.canParse(text, base)) return null;
  const target = new URL(text, base);
  if (!/^https?:$/.test(target.protocol)) return null;
  return isPath ? `${target.pathname}${target.search}${target.hash}` : target.href;
}

/** The error code ends up in a URL, so anything that is not a code is dropped. */
function withPlainError({ error, ...query }: Record<string, string>): Record<string, string> {
  return error !== undefined && /^[A-Za-z_]{1,40}$/.test(error) ? { ...query, error } : query;
}

/** A target that cannot be parsed is not ours: it is dropped, since the person can do nothing about it. */
function readableCookies(headers: Headers, publicOrigin: string): Record<string, string> {
  const targetName = authCookies(publicOrigin).callbackUrl?.name;
  const cookies: [string, string][] = [];
  for (const [name, sent] of readCookies(headers)) {
    const value = decodeCookie(sent);
    if (value !== null && (name !== targetName || readTarget(value, publicOrigin) === value)) {
      cookies.push([name, value]);
    }
  }
  return Object.fromEntries(cookies);
}

function decodeCookie(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
