/** A definition as people write it, with a cycle. */
export const cyclic = `# a note of the author's
name: Round and round
nodes:
  - { id: start, type: trigger, name: Start }
  - { id: a, type: transform, name: A, config: { value: "input" } }
  - { id: b, type: transform, name: B, config: { value: "input" } }
edges:
  - { id: e1, from: start, to: a }
  - { id: e2, from: a, to: b }
  - { id: e3, from: b, to: a }
`;

/** The same without the edge that closes the cycle. */
export const sound = cyclic.replace("  - { id: e3, from: b, to: a }\n", "");
