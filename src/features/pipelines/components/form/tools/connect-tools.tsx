"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import type { Json } from "#core/json/json.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { headersIn, type ListedTool, type ToolEffect, withPicked } from "../../../model/form/picked-tools.ts";
import { useFormContext } from "../form-context.ts";

type Picked = Readonly<Record<string, ToolEffect>>;

/** Selects tools of a remote MCP server. Each is pinned to its current definition. */
export function ConnectTools({ tools }: { readonly tools: Json | undefined }) {
  const { isReadOnly } = useFormContext();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" disabled={isReadOnly} onClick={() => setOpen(true)}>
        Connect an MCP server
      </Button>
      {isOpen ? <ConnectDialog tools={tools} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface ConnectDialogProps {
  readonly tools: Json | undefined;
  readonly onClose: () => void;
}

function ConnectDialog({ tools, onClose }: ConnectDialogProps) {
  const trpc = useTRPC();
  const { change } = useFormContext();
  const [url, setUrl] = useState("");
  const [written, setWritten] = useState("");
  const [picked, pick] = useState<Picked>({});
  const read = headersIn(written);
  const headers = read.ok ? read.headers : {};
  const connect = useMutation(trpc.agents.connectMcp.mutationOptions({ onSuccess: () => pick({}) }));
  const listed = connect.data?.tools ?? [];
  const chosen = listed.flatMap((tool) => {
    const effect = picked[tool.name];
    return effect === undefined ? [] : [{ tool, effect }];
  });
  const add = () => {
    const next = withPicked(tools, { url: url.trim(), headers }, chosen);
    if (change(["config", "tools"], [...next])) onClose();
  };
  const list = (event: FormEvent) => {
    event.preventDefault();
    // A dialog over the node's form.
    event.stopPropagation();
    if (url.trim() !== "" && read.ok) connect.mutate({ url: url.trim(), headers });
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title="Connect an MCP server"
      description="Each tool that you select is pinned as the server lists it now. If it changes there, it is not called until you connect it again."
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button tone="primary" disabled={chosen.length === 0} onClick={add}>
            {addWords(chosen.length)}
          </Button>
        </>
      }
    >
      <form noValidate onSubmit={list} className="grid gap-3">
        <Field label="Address" isRequired hint="The server's URL, such as https://mcp.example.com/mcp.">
          {(control) => <Input {...control} value={url} onChange={({ target }) => setUrl(target.value)} />}
        </Field>
        <Field
          label="Headers"
          hint="One per line. Name a secret in it: Authorization: Bearer {{ secrets.NAME }}"
          error={read.ok ? null : read.fault}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              spellCheck={false}
              value={written}
              onChange={({ target }) => setWritten(target.value)}
            />
          )}
        </Field>
        <div>
          <Button type="submit" disabled={url.trim() === "" || !read.ok} isPending={connect.isPending}>
            List its tools
          </Button>
        </div>
        {connect.error === null ? null : <RequestError error={connect.error} />}
        {connect.data !== undefined && listed.length === 0 ? (
          <p className="text-ink-faint">It has no tool that can be used.</p>
        ) : null}
        <ToolList listed={listed} picked={picked} onPick={pick} />
      </form>
    </Dialog>
  );
}

function addWords(count: number): string {
  if (count === 0) return "Add tools";
  return count === 1 ? "Add 1 tool" : `Add ${count} tools`;
}

interface ToolListProps {
  readonly listed: readonly ListedTool[];
  readonly picked: Picked;
  readonly onPick: (picked: Picked) => void;
}

/** What a server says about a tool is only a hint: the author decides whether it writes. */
function ToolList({ listed, picked, onPick }: ToolListProps) {
  if (listed.length === 0) return null;
  const set = (name: string, effect: ToolEffect | null) => {
    const { [name]: _before, ...others } = picked;
    onPick(effect === null ? others : { ...others, [name]: effect });
  };
  return (
    <ul aria-label="Tools of the server" className="max-h-80 divide-y overflow-y-auto rounded-base border">
      {listed.map((tool) => (
        <ToolItem
          key={tool.name}
          tool={tool}
          effect={picked[tool.name] ?? null}
          onSet={(effect) => set(tool.name, effect)}
        />
      ))}
    </ul>
  );
}

interface ToolItemProps {
  readonly tool: ListedTool;
  readonly effect: ToolEffect | null;
  readonly onSet: (effect: ToolEffect | null) => void;
}

function ToolItem({ tool: { name, description, saysItOnlyReads }, effect, onSet }: ToolItemProps) {
  const id = useId();
  const first = saysItOnlyReads ? "read" : "write";
  return (
    <li className="grid gap-1 px-3 py-2">
      <div className="flex items-center gap-2">
        <Checkbox
          id={id}
          checked={effect !== null}
          onCheckedChange={(isPicked) => onSet(isPicked ? first : null)}
        />
        <label htmlFor={id} className="break-all font-mono">
          {name}
        </label>
      </div>
      <p className="text-ink-soft">{description}</p>
      {effect === null ? null : (
        <div className="flex items-center gap-2 text-ink-soft">
          <Checkbox
            id={`${id}-acts`}
            checked={effect === "write"}
            onCheckedChange={(acts) => onSet(acts ? "write" : "read")}
          />
          <label htmlFor={`${id}-acts`}>It acts on the outside world</label>
        </div>
      )}
    </li>
  );
}
