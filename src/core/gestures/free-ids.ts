import type { Sketch } from "./sketch.ts";

const longestId = 64;

/** Ids that are still free; each call takes one. */
export class FreeIds {
  readonly #nodes: Set<string>;
  readonly #edges: Set<string>;
  readonly #isNumbered: boolean;

  constructor({ nodes, edges }: Sketch) {
    this.#nodes = new Set(nodes.map(({ id }) => id));
    this.#edges = new Set(edges.map(({ id }) => id));
    const written = edges.filter(({ isNext }) => !isNext);
    this.#isNumbered = written.length === 0 || written.some(({ id }) => /^e\d+$/.test(id));
  }

  /** `draft`, or `draft2`, `draft3` if it is taken. */
  node(wanted: string): string {
    const id = free(this.#nodes, wanted.slice(0, longestId - 4), 2);
    this.#nodes.add(id);
    return id;
  }

  /** `e7` if edges are numbered, otherwise `draft-save`. */
  edge(from: string, to: string): string {
    const named = `${from}-${to}`.slice(0, longestId - 4);
    const id = this.#isNumbered
      ? free(this.#edges, "e", this.#edges.size + 1, true)
      : free(this.#edges, named, 2);
    this.#edges.add(id);
    return id;
  }
}

function free(taken: ReadonlySet<string>, wanted: string, first: number, isAlwaysNumbered = false): string {
  if (!isAlwaysNumbered && !taken.has(wanted)) return wanted;
  let number = first;
  while (taken.has(`${wanted}${number}`)) number += 1;
  return `${wanted}${number}`;
}
