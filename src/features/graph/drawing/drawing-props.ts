import type { GraphParts } from "../graph-context.ts";
import type { GraphShape, InnerNodeShape } from "../graph-shape.ts";
import type { NodePlace } from "../node-place.ts";
import type { Drawing } from "../use-drawing.ts";
import type { Room } from "../use-room.ts";
import type { Chosen, DrawingCommand, NewNodeCommand } from "./drawing-command.ts";

/** Which graph of a pipeline is drawn. */
export interface DrawnPlace {
  /** What the pipeline is called. */
  readonly title: string;
  /** The nodes in whose bodies it stands, the outermost first; empty for that of the pipeline. */
  readonly owners: readonly { readonly id: string; readonly name: string }[];
}

export interface GraphDrawingProps {
  readonly shape: GraphShape;
  readonly place: DrawnPlace;
  /** All nodes in bodies, to be found. */
  readonly inner: readonly InnerNodeShape[];
  /** What the graph is of. */
  readonly label: string;
  /** Give the same object each time. */
  readonly parts: GraphParts;
  readonly chosen: Chosen;
  /** Groups that are drawn as one box. */
  readonly folded: ReadonlySet<string>;
  readonly onFold: (groupId: string, isFolded: boolean) => void;
  /** False for somebody who may only look. */
  readonly mayDraw: boolean;
  /** What is drawn can be looked at, and not changed: one may not draw, or the text cannot be read just now. */
  readonly isReadOnly: boolean;
  /** What would be undone and done again; null where there is nothing. */
  readonly history: { readonly undo: string | null; readonly redo: string | null };
  /** False where the text could not be changed so: what was done in the drawing is taken back. */
  readonly onCommand: (command: DrawingCommand) => boolean;
  /** The chosen nodes as text for the clipboard; null where none are chosen. */
  readonly copyText: () => string | null;
  readonly canConnect: (from: string, to: string) => boolean;
}

export interface DrawingPaneProps extends GraphDrawingProps {
  readonly drawing: Drawing;
  readonly room: Room | null;
}

/** A place in the graph for a new node, with where it lies in the drawing where somebody has pointed at it. */
export interface WantedPlace {
  readonly place: NewNodeCommand["place"];
  readonly at: NodePlace | null;
}

/** What is asked with a short list to pick from. */
export type Question =
  | ({ readonly kind: "add" } & WantedPlace)
  | { readonly kind: "connect"; readonly from: string };
