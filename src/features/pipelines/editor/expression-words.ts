import type { Completion } from "@codemirror/autocomplete";

/** A suggestion: the inserted text, what it does, and whether its parenthesis stays open for arguments. */
type Word = readonly [label: string, detail: string, takes?: "nothing" | "an item"];

function completions(type: string, words: readonly Word[]): readonly Completion[] {
  return words.map(([label, detail, takes]) => ({ label, detail, apply: `${label}${ending(takes)}`, type }));
}

function ending(takes: Word[2]): string {
  switch (takes) {
    case undefined:
      return "(";
    case "nothing":
      return "()";
    case "an item":
      return "(item, ";
  }
}

/** Global functions. */
export const functions: readonly Completion[] = completions("function", [
  ["size", "characters of a text, elements of a list, keys of an object"],
  ["has", "whether a field is there"],
  ["string", "as text"],
  ["int", "as a whole number"],
  ["double", "as a number"],
  ["bool", "as true or false"],
  ["type", "the name of its type"],
  ["json", "the value of a JSON text"],
  ["toJson", "as a JSON text"],
]);

/** Methods of a value. */
export const methods: readonly Completion[] = completions("method", [
  ["contains", "whether a text is in it"],
  ["startsWith", "whether it begins with a text"],
  ["endsWith", "whether it ends with a text"],
  ["matches", "whether it matches a pattern"],
  ["indexOf", "where a text is first found, or -1"],
  ["lastIndexOf", "where a text is last found, or -1"],
  ["substring", "from one character to before another"],
  ["replace", "one text by another"],
  ["split", "a list of texts"],
  ["lowerAscii", "in lower case", "nothing"],
  ["upperAscii", "in upper case", "nothing"],
  ["trim", "without spaces around it", "nothing"],
  ["size", "how many", "nothing"],
  ["join", "a list of texts as one"],
  ["filter", "items that fit", "an item"],
  ["map", "each item", "an item"],
  ["exists", "whether an item fits", "an item"],
  ["exists_one", "whether exactly one item fits", "an item"],
  ["all", "whether all fit", "an item"],
  ["sort", "in order", "nothing"],
  ["sortBy", "in the order of a key", "an item"],
  ["reverse", "in the opposite order", "nothing"],
  ["distinct", "each once", "nothing"],
  ["groupBy", "lists by a key: [{ key, items }]", "an item"],
  ["orValue", "another value where there is none"],
  ["hasValue", "whether there is one", "nothing"],
  ["value", "what is there", "nothing"],
  ["or", "another one where there is none"],
]);

/** Namespaced functions. */
export const namespaces: ReadonlyMap<string, readonly Completion[]> = new Map([
  [
    "math",
    completions("function", [
      ["round", "to a number of decimals"],
      ["floor", "the whole number below"],
      ["ceil", "the whole number above"],
      ["trunc", "without decimals"],
      ["abs", "without its sign"],
      ["sum", "of a list"],
      ["greatest", "of numbers or a list"],
      ["least", "of numbers or a list"],
    ]),
  ],
  [
    "time",
    completions("function", [
      ["format", "as text: yyyy-MM-dd HH:mm, and a zone"],
      ["parts", "year, month, day, hour, minute, second, weekday"],
      ["at", "when clocks of a zone show a time"],
      ["startOf", "when its hour, day, week, month or year began"],
      ["add", "a number of days, hours, ... later"],
      ["between", "how long in days, hours, ..."],
      ["toMs", "milliseconds since 1970"],
    ]),
  ],
  [
    "optional",
    completions("function", [
      ["of", "a value that may be there"],
      ["none", "none", "nothing"],
    ]),
  ],
  ["cel", completions("function", [["bind", "gives a value a name: bind(name, value, what uses it)"]])],
]);

/** The namespaces. */
export const namespaceNames: readonly Completion[] = [...namespaces.keys()].map((label) => ({
  label,
  detail: `functions: ${label}.…`,
  apply: `${label}.`,
  type: "namespace",
  boost: -1,
}));
