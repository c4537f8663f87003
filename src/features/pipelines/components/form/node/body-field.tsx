"use client";

import { FolderOpen } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { JsonObject } from "#core/json/json.ts";
import { newBody } from "../../../model/new-node.ts";
import { useFieldProblem, useFormContext } from "../form-context.ts";
import { FieldProblem } from "../value/field-problem.tsx";

/** A node's body: a preview, and a button to open it. */
export function BodyField({ config }: { readonly config: JsonObject }) {
  const { change, isReadOnly, openBody } = useFormContext();
  const problem = useFieldProblem(["config", "body"]);
  const { body, pipeline, version: _, variables: __, ...rest } = config;
  const write = () => change(["config"], { ...rest, body: newBody() });
  return (
    <section aria-label="Body" className="grid gap-1.5" data-field="config.body">
      <h3 className="font-medium">Body</h3>
      {isJsonObject(body) ? (
        <div className="flex items-center gap-3">
          <Button size="small" aria-keyshortcuts="O" onClick={openBody}>
            <FolderOpen aria-hidden />
            Open in the drawing
          </Button>
          <span className="text-ink-soft">{countOf(body)}</span>
        </div>
      ) : (
        <div className="flex items-center gap-3">
          <Button size="small" disabled={isReadOnly} onClick={write}>
            Write a body
          </Button>
          <span className="text-ink-faint">
            {pipeline === undefined ? "Nodes that run in this one." : "Instead of the pipeline."}
          </span>
        </div>
      )}
      <FieldProblem problem={problem} />
    </section>
  );
}

function countOf({ nodes }: JsonObject): string {
  const count = Array.isArray(nodes) ? nodes.length : 0;
  return count === 1 ? "1 node inside" : `${count} nodes inside`;
}
