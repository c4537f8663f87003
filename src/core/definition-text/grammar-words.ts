/** The parser's own words for the most common mistakes are hard to understand. By how its message begins. */
const words: readonly (readonly [parser: string, plain: string])[] = [
  [
    "With stringKeys",
    'A value that begins with { is read as an object. Put quotes around a placeholder: "{{ input }}".',
  ],
  [
    "Implicit keys need",
    "A field is written name: value. This line has no colon, or its indentation differs from that of its neighbours.",
  ],
  [
    "Implicit map keys need",
    "A field is written name: value. This line has no colon, or its indentation differs from that of its neighbours.",
  ],
  ["Flow sequence", "A list that begins with [ is not closed before this place: end it with ]."],
  ["Flow map", "An object that begins with { is not closed before this place: end it with }."],
  [
    "Nested mappings are not allowed",
    'A value with ": " in it, or a field indented beneath a value, cannot be read. Put quotes around a value with a colon.',
  ],
  ["Missing closing", "A text in quotes is not closed: the quote at its end is missing."],
  ["All mapping items must", "This line is indented differently from the fields beside it."],
  ["All sequence items must", "This line is indented differently from the other items of its list."],
  [
    "Sequence item without",
    "This line is where an item of the list should be, but has no dash: indent it like the fields above it.",
  ],
  ["Tabs are not allowed", "This line is indented with a tab. Use spaces."],
  ["Plain value cannot start with", "A value that begins with this character needs quotes around it."],
  ["Missing , ", "A comma is missing between two items."],
  ["Unexpected , in", "There is one comma too many, or an item is missing beside it."],
  ["Unexpected ", "This does not belong here: a comma, a quote or a line break is missing before it."],
];

/** What is wrong with how a text is written, in words for people; the parser's own if there are none. */
export function explainGrammar(message: string): string {
  const known = words.find(([parser]) => message.startsWith(parser));
  return known === undefined ? `${message}.` : known[1];
}
