/** NextAuth's routes, called directly: its browser library would add a session store that nothing here needs. */
const base = "/api/auth";

export type SignInOutcome =
  | { readonly ok: true }
  /** The error's code; `NETWORK` if there was no answer. */
  | { readonly ok: false; readonly code: string };

/** Signs in with e-mail and password; the response sets the session cookie. */
export async function signInWithPassword(email: string, password: string): Promise<SignInOutcome> {
  try {
    const response = await post("callback/credentials", { email, password, callbackUrl: "/" });
    const { url } = (await response.json()) as { readonly url?: string };
    const code = url === undefined ? null : new URL(url, window.location.origin).searchParams.get("error");
    if (response.ok && code === null) return { ok: true };
    return { ok: false, code: code ?? "INTERNAL" };
  } catch {
    return { ok: false, code: "NETWORK" };
  }
}

/** Redirects to a vendor's sign-in page. */
export async function signInWithVendor(provider: string, nextPath: string): Promise<void> {
  const response = await post(`signin/${provider}`, { callbackUrl: nextPath });
  const { url } = (await response.json()) as { readonly url?: string };
  window.location.assign(url ?? "/sign-in?error=INTERNAL");
}

/** Ends the session, here and on the server. */
export async function signOut(): Promise<void> {
  await post("signout", { callbackUrl: "/sign-in" });
  window.location.assign("/sign-in");
}

async function post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const token = await fetch(`${base}/csrf`).then(
    (response) => response.json() as Promise<{ csrfToken: string }>,
  );
  const body = new URLSearchParams({ ...fields, csrfToken: token.csrfToken, json: "true" });
  return fetch(`${base}/${path}`, { method: "POST", body });
}
