/** A path of our own to go on to, from an address that anybody may have written; `/` for anything else. */
export function safeNextPath(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])[^\s\\]*$/.test(next)) return "/";
  return next.startsWith("/sign-in") || next.startsWith("/sign-up") ? "/" : next;
}
