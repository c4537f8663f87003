import type { TextFault } from "./ambiguity.ts";

/** They look like spaces and are not: typical of a text copied from a web page. */
const otherSpaces = /^[ \t]*[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/m;
const spaceWords =
  "This line is indented with a character that looks like a space but is not one, such as a no-break space from a web page: use spaces";

/**
 * The common cause of many grammar errors: words around a definition in JSON, as in chats, notes and source files, or
 * characters that look like spaces and are not. Null if there is no such cause.
 */
export function findStrayText(text: string): TextFault | null {
  const spaces = otherSpaces.exec(text);
  if (spaces !== null) return { message: spaceWords, offset: spaces.index };
  const start = text.indexOf("{");
  const end = start === -1 ? -1 : endOfObject(text, start);
  if (end === -1 || !isDefinition(text.slice(start, end))) return null;
  const isAfter = text.slice(end).trim() !== "";
  if (text.slice(0, start).trim() === "") return isAfter ? strayAfter(text, end) : null;
  const also = isAfter ? ", and what comes after its last }" : "";
  return {
    message: `The definition begins with the first {: remove what comes before it${also}`,
    offset: text.search(/\S/),
  };
}

function strayAfter(text: string, end: number): TextFault {
  return {
    message: "The definition ends with the } before this place: remove what comes after it",
    offset: end + text.slice(end).search(/\S/),
  };
}

/** After the brace that closes the one at `start`; -1 if there is none. Braces in texts are ignored. */
function endOfObject(text: string, start: number): number {
  // An unclosed text reaches to the end, so that nothing is scanned twice.
  const signs = /"(?:[^"\\]|\\.)*"?|[{}]/gs;
  signs.lastIndex = start;
  let depth = 0;
  for (let sign = signs.exec(text); sign !== null; sign = signs.exec(text)) {
    if (sign[0] === "{") depth += 1;
    if (sign[0] === "}") depth -= 1;
    if (depth === 0) return signs.lastIndex;
  }
  return -1;
}

function isDefinition(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && Object.hasOwn(value, "nodes");
  } catch {
    return false;
  }
}
