"use client";

import { CodeEditor } from "../../editor/code-editor.tsx";
import type { KnownNames } from "../../model/known-names.ts";
import type { VersionContent } from "../../model/pipeline-outputs.ts";

const noNames: KnownNames = { nodes: [], variables: [], secrets: [], pipelines: [], agents: [], models: [] };
const ignore = () => undefined;

/** A version's text, and the agents that were frozen with it. */
export function VersionText({ version }: { readonly version: VersionContent }) {
  return (
    <div className="grid min-h-0 grid-rows-[minmax(0,1fr)_auto]">
      <CodeEditor
        ref={null}
        initialText={version.text}
        label={`Text of version ${version.number}`}
        isReadOnly
        problems={[]}
        names={noNames}
        onChange={ignore}
        onLine={ignore}
        onSave={ignore}
        onRun={ignore}
        onUndoNames={ignore}
        onChosen={ignore}
      />
      {version.agents.length === 0 ? null : (
        <section aria-label="Agents frozen with it" className="border-t px-4 py-2">
          <h3 className="text-ink-faint text-mono">Agents as of that version</h3>
          <ul>
            {version.agents.map(({ key, name, model }) => (
              <li key={key} className="flex gap-2">
                <span className="truncate">{name}</span>
                <span className="figures truncate text-ink-soft">{model}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
