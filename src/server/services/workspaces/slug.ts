const longestSlug = 40;

/** Letters and digits of a name, joined by hyphens, for a URL. Never empty and never shaped like a UUID. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, "");
  return slug === "" ? "untitled" : slug;
}

/** The same with the end of an id appended, where the plain one is taken or would reveal other workspaces. */
export function uniqueSlugOf(name: string, id: string): string {
  return `${slugOf(name)}-${id.slice(-8)}`;
}
