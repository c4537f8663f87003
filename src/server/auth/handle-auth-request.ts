import { randomUUID } from "node:crypto";
import type { ServiceTools } from "#server/services/context.ts";
import { admitAuthRequest } from "./admit-auth-request.ts";
import { authOptions, type PassingRefusal } from "./auth-options.ts";
import type { AuthSettings } from "./auth-settings.ts";
import { callNextAuth } from "./call-next-auth.ts";
import { clientAddress } from "./client-address.ts";
import { deviceCookie, readDevice } from "./device-cookie.ts";

/** Serves /api/auth/*: sign-in, sign-out and the vendors' callbacks. */
export async function handleAuthRequest(
  tools: ServiceTools,
  settings: AuthSettings,
  request: Request,
): Promise<Response> {
  const admission = await admitAuthRequest(request, settings);
  if (!admission.ok) {
    const { status, message, allow } = admission;
    const headers = { "cache-control": "no-store", ...(allow === undefined ? {} : { allow }) };
    return Response.json({ error: message }, { status, headers });
  }
  const { headers } = request;
  const device = await readDevice(headers, settings);
  const outcome: { account: string | null; wait: PassingRefusal | null } = { account: null, wait: null };
  const visitor = {
    address: clientAddress(headers, settings.trustedProxyCount),
    userAgent: headers.get("user-agent"),
    device,
    onPassword: (account: string) => {
      outcome.account = account;
    },
    onWait: (wait: PassingRefusal) => {
      outcome.wait = wait;
    },
  };
  const response = await callNextAuth(authOptions(tools, settings, visitor), admission.call, headers);
  if (outcome.wait !== null) return askToWait(response, outcome.wait);
  if (outcome.account !== null) {
    const known = device ?? { id: randomUUID(), accounts: [] };
    response.headers.append("set-cookie", await deviceCookie(known, outcome.account, settings));
  }
  return response;
}

/**
 * next-auth answers every refusal with 401. Temporary ones get their own status and a Retry-After, as everywhere else.
 */
function askToWait(answer: Response, { code, retryAfterMs }: PassingRefusal): Response {
  const response = new Response(answer.body, {
    status: code === "RATE_LIMITED" ? 429 : 503,
    headers: answer.headers,
  });
  response.headers.set("retry-after", String(Math.ceil(retryAfterMs / 1_000)));
  return response;
}
