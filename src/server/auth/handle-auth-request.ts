import { randomUUID } from "node:crypto";
import type { ServiceTools } from "#server/services/context.ts";
import { admitAuthRequest } from "./admit-auth-request.ts";
import { authOptions } from "./auth-options.ts";
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
  const signedIn: { account: string | null } = { account: null };
  const visitor = {
    address: clientAddress(headers, settings.trustedProxyCount),
    userAgent: headers.get("user-agent"),
    device,
    onPassword: (account: string) => {
      signedIn.account = account;
    },
  };
  const response = await callNextAuth(authOptions(tools, settings, visitor), admission.call, headers);
  if (signedIn.account !== null) {
    const known = device ?? { id: randomUUID(), accounts: [] };
    response.headers.append("set-cookie", await deviceCookie(known, signedIn.account, settings));
  }
  return response;
}
