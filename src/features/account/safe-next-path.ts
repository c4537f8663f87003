/** A path of this site to continue to, from an untrusted URL parameter; `/` for anything else. */
export function safeNextPath(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])[^\s\\]*$/.test(next)) return "/";
  return next.startsWith("/sign-in") || next.startsWith("/sign-up") ? "/" : next;
}

/** The URL of another signed-out page that continues to the same path. */
export function withNext(page: "/sign-in" | "/sign-up", nextPath: string): string {
  return nextPath === "/" ? page : `${page}?next=${encodeURIComponent(nextPath)}`;
}
