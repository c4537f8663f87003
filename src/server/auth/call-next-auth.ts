import NextAuth, { type NextAuthOptions } from "next-auth";
import type { AuthCall } from "./admit-auth-request.ts";

/** The request and response types of Next's Pages API routes. */
type ApiRoute = Parameters<typeof NextAuth>;

/**
 * Calls next-auth as a Pages API route does: the App Router variant would read body and cookies from Next itself,
 * unfiltered.
 */
export async function callNextAuth(
  options: NextAuthOptions,
  call: AuthCall,
  headers: Headers,
): Promise<Response> {
  const { method, action, provider, query, fields, cookies } = call;
  const nextauth = provider === null ? [action] : [action, provider];
  const request = {
    method,
    query: { ...query, nextauth },
    body: fields,
    cookies,
    headers: Object.fromEntries(headers),
  };
  const answer = new GatheredAnswer();
  await NextAuth(request as unknown as ApiRoute[0], answer as unknown as ApiRoute[1], options);
  return answer.toResponse();
}

/** The part of a Node response that next-auth uses. */
class GatheredAnswer {
  readonly #headers = new Headers({ "cache-control": "private, no-store" });
  #cookies: readonly string[] = [];
  #status = 200;
  #body: string | null = null;

  getHeader(name: string): readonly string[] | string | undefined {
    return isSetCookie(name) ? this.#cookies : (this.#headers.get(name) ?? undefined);
  }

  setHeader(name: string, value: string | readonly string[]): this {
    if (isSetCookie(name)) this.#cookies = typeof value === "string" ? [value] : value;
    else this.#headers.set(name, String(value));
    return this;
  }

  status(status: number): this {
    this.#status = status;
    return this;
  }

  json(body: unknown): void {
    this.#headers.set("content-type", "application/json");
    this.#body = JSON.stringify(body);
  }

  send(body: unknown): void {
    if (typeof body === "string") this.#body = body;
    else if (body !== undefined && body !== null) this.json(body);
  }

  end(): void {}

  toResponse(): Response {
    const response = new Response(this.#body, { status: this.#status, headers: this.#headers });
    for (const cookie of this.#cookies) response.headers.append("set-cookie", cookie);
    return response;
  }
}

function isSetCookie(name: string): boolean {
  return name.toLowerCase() === "set-cookie";
}
