import type { NodePlace as PlaceInGraph } from "#core/gestures/add-node.ts";
import type { NodeTypeName } from "#core/nodes/registry.ts";
import type { NodePlace, NodePlaces } from "../node-place.ts";

/** What somebody does in a drawing; the page makes an edit of the text of it. */
export type DrawingCommand =
  | { readonly kind: "choose"; readonly chosen: Chosen }
  /** Chooses nodes in another graph: in the body that ids lead to, or around the one that is open. */
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
  /** Where it was put; null = wherever there is room. */
  readonly at: NodePlace | null;
  /** The places of all nodes, which stay as they are where one is put somewhere; null where the layout finds them. */
  readonly places: NodePlaces | null;
}

export interface NoteSize {
  readonly width: number;
  readonly height: number;
}

/** What is chosen in a drawing. */
export interface Chosen {
  /** Notes and groups, too: see `markId`. */
  readonly nodeIds: readonly string[];
  readonly edgeIds: readonly string[];
}

export const nothingChosen: Chosen = { nodeIds: [], edgeIds: [] };
