import type { GraphParts } from "../graph-context.ts";
import type { GraphShape, InnerNodeShape } from "../graph-shape.ts";
import type { NodePlace } from "../node-place.ts";
import type { Drawing } from "../use-drawing.ts";
import type { Room } from "../use-room.ts";
import type { Chosen, DrawingCommand, NewNodeCommand } from "./drawing-command.ts";

/** Which graph of a pipeline this is. */
export interface DrawnPlace {
  /** The pipeline's name. */
  readonly title: string;
  /** The path of nodes whose bodies contain it, outermost first; empty for the pipeline's own graph. */
  readonly owners: readonly { readonly id: string; readonly name: string }[];
}

export interface GraphDrawingProps {
  readonly shape: GraphShape;
  readonly place: DrawnPlace;
  /** All nodes in bodies, for the node finder. */
  readonly inner: readonly InnerNodeShape[];
  /** The accessible name of the graph. */
  readonly label: string;
  /** Must be a stable object. */
  readonly parts: GraphParts;
  readonly chosen: Chosen;
  /** Groups that are folded. */
  readonly folded: ReadonlySet<string>;
  readonly onFold: (groupId: string, isFolded: boolean) => void;
  /** False for people without permission to edit. */
  readonly mayDraw: boolean;
  /** Read-only: the person may not edit, or the text is invalid at the moment. */
  readonly isReadOnly: boolean;
  /** What undo and redo would do; null if nothing. */
  readonly history: { readonly undo: string | null; readonly redo: string | null };
  /** Returns false if the text could not be changed; the drawing then reverts the gesture. */
  readonly onCommand: (command: DrawingCommand) => boolean;
  /** The selected nodes as text for the clipboard; null if none are selected. */
  readonly copyText: () => string | null;
  readonly canConnect: (from: string, to: string) => boolean;
}

export interface DrawingPaneProps extends GraphDrawingProps {
  readonly drawing: Drawing;
  readonly room: Room | null;
}

/** Where to insert a new node in the graph, and its position if the person pointed at one. */
export interface WantedPlace {
  readonly place: NewNodeCommand["place"];
  readonly at: NodePlace | null;
}

/** A question that is answered from a short list. */
export type DrawingQuestion =
  | ({ readonly kind: "add" } & WantedPlace)
  | { readonly kind: "connect"; readonly from: string };
