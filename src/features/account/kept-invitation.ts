/** Only this tab keeps it, and only while the person signs in or up. */
const key = "penstock.invitation";

/** The secret of the invitation: from the URL's fragment, or kept from before signing in. Empty if there is none. */
export function readInvitation(): string {
  return window.location.hash.slice(1) || (attempt((storage) => storage.getItem(key)) ?? "");
}

/** Kept out of the URLs of the pages and vendors on the way, since URLs end up in logs. */
export function keepInvitation(secret: string): void {
  attempt((storage) => storage.setItem(key, secret));
}

/** Forgets an accepted invitation. */
export function forgetInvitation(): void {
  attempt((storage) => storage.removeItem(key));
}

/** A browser may refuse to store anything. */
function attempt<Value>(use: (storage: Storage) => Value): Value | undefined {
  try {
    return use(window.sessionStorage);
  } catch {
    return undefined;
  }
}
