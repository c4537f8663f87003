"use client";

import type { RefObject } from "react";
import { NodeFinder } from "../../components/node-finder.tsx";
import type { DrawingPaneProps, DrawnPlace } from "../drawing-props.ts";
import type { DrawingState } from "../use-drawing-state.ts";
import { whyNoTrigger } from "./drawing-overlays.tsx";
import { QuestionPick } from "./question-pick.tsx";

interface DrawingFieldsProps extends DrawingPaneProps {
  readonly state: DrawingState;
  readonly canvas: RefObject<HTMLDivElement | null>;
  readonly isMoved: RefObject<boolean>;
  readonly isFinding: boolean;
  readonly onFindingChange: (isFinding: boolean) => void;
}

/**
 * The text fields of a drawing. They are outside of the canvas, because changing its direction remounts it and would
 * discard what is being typed.
 */
export function DrawingFields(props: DrawingFieldsProps) {
  const { drawing, place, state, canvas, isMoved, onCommand, canConnect } = props;
  const { question, add } = state;
  return (
    <>
      {props.isFinding ? (
        <NodeFinder
          nodes={drawing.shape.nodes}
          inner={props.inner.filter(({ within }) => !isSameGraph(within, place))}
          onGoTo={(node) =>
            onCommand({ kind: "goTo", within: node.within.map(({ id }) => id), nodeIds: [node.id] })
          }
          isMoved={isMoved}
          onClose={() => {
            props.onFindingChange(false);
            canvas.current?.focus();
          }}
        />
      ) : null}
      {question === null ? null : (
        <QuestionPick
          key={JSON.stringify(question)}
          question={question}
          drawing={drawing}
          mayHaveTrigger={whyNoTrigger(drawing.shape, place) === null}
          frame={canvas}
          canConnect={canConnect}
          onAdd={(type, wanted) => {
            state.answered();
            add(type, wanted);
          }}
          onConnect={(from, to) => {
            state.answered();
            onCommand({ kind: "connect", from, to });
          }}
          onClose={state.answered}
          onLeave={state.leaveQuestion}
        />
      )}
    </>
  );
}

function isSameGraph(within: DrawnPlace["owners"], { owners }: DrawnPlace): boolean {
  return within.map(({ id }) => id).join("\n") === owners.map(({ id }) => id).join("\n");
}
