import type { NewNodePlace as PlaceInGraph } from "#core/gestures/add-node.ts";
import type { NodeTypeName } from "#core/nodes/registry.ts";
import type { NodePlace, NodePlaces } from "../node-place.ts";

/** A gesture in a drawing; the page turns it into an edit of the text. */
export type DrawingCommand =
  | { readonly kind: "choose"; readonly chosen: Chosen }
  /** Selects nodes in another graph: in the body at this path of ids, or around the open one. */
  | { readonly kind: "goTo"; readonly within: readonly string[]; readonly nodeIds: readonly string[] }
  | NewNodeCommand
  | { readonly kind: "connect"; readonly from: string; readonly to: string }
  | { readonly kind: "disconnect"; readonly edgeIds: readonly string[] }
  | { readonly kind: "move"; readonly places: NodePlaces; readonly moved: readonly string[] }
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: "delete"; readonly isHealed: boolean }
  | { readonly kind: "addNote"; readonly at: NodePlace; readonly places: NodePlaces }
  | { readonly kind: "resize"; readonly id: string; readonly size: NoteSize }
  | { readonly kind: "group" | "ungroup" }
  | { readonly kind: "cut" | "duplicate" | "layOut" }
  | { readonly kind: "undo" | "redo" }
  | { readonly kind: "open" | "rename" | "try" | "nextProblem" };

export interface NewNodeCommand {
  readonly kind: "add";
  readonly type: NodeTypeName;
  readonly place: PlaceInGraph;
  /** Where it was placed; null = anywhere free. */
  readonly at: NodePlace | null;
  /** The places of all nodes, so that they stay where they are; null if the layout decides. */
  readonly places: NodePlaces | null;
}

export interface NoteSize {
  readonly width: number;
  readonly height: number;
}

/** The selection of a drawing. */
export interface Chosen {
  /** Includes notes and groups: see `markId`. */
  readonly nodeIds: readonly string[];
  readonly edgeIds: readonly string[];
}

export const nothingChosen: Chosen = { nodeIds: [], edgeIds: [] };
