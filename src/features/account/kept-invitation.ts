/** This tab alone keeps it, and only while its person signs in or up. */
const key = "penstock.invitation";

/**
 * The secret of the invitation that this page was opened with: from after the # of the address, or what was kept on
 * the way through signing in. Empty when there is none.
 */
export function readInvitation(): string {
  return window.location.hash.slice(1) || (attempt((storage) => storage.getItem(key)) ?? "");
}

/** Pages that are gone through on the way, and vendors, are not told it: addresses stand in logs. */
export function keepInvitation(secret: string): void {
  attempt((storage) => storage.setItem(key, secret));
}

/** What has been accepted is not offered again. */
export function forgetInvitation(): void {
  attempt((storage) => storage.removeItem(key));
}

/** A browser may refuse to keep anything at all. */
function attempt<Value>(use: (storage: Storage) => Value): Value | undefined {
  try {
    return use(window.sessionStorage);
  } catch {
    return undefined;
  }
}
