/** A path of our own to go on to, from an address that anybody may have written; `/` for anything else. */
export function safeNextPath(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])[^\s\\]*$/.test(next)) return "/";
  return next.startsWith("/sign-in") || next.startsWith("/sign-up") ? "/" : next;
}

/** The address of another page before one is inside, which goes on to the same place. */
export function withNext(page: "/sign-in" | "/sign-up", nextPath: string): string {
  return nextPath === "/" ? page : `${page}?next=${encodeURIComponent(nextPath)}`;
}
