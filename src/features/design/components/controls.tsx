"use client";

import { Ellipsis, Play, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { Kbd } from "#components/ui/controls/kbd.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { SwitchButtons } from "#components/ui/controls/switch-buttons.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import {
  DropdownMenu,
  MenuCheckboxItem,
  MenuItem,
  MenuLabel,
  MenuSeparator,
} from "#components/ui/floating/dropdown-menu.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { Row, Section } from "./section.tsx";

/** Buttons and form controls. */
export function Controls() {
  const [isInformed, setInformed] = useState(true);
  return (
    <>
      <Buttons />
      <Section title="Fields" note="Label, control, error, hint: read together by those who do not see them.">
        <div className="grid max-w-160 gap-4 sm:grid-cols-2">
          <Field label="Name" isRequired hint="People see it in lists.">
            {(control) => <Input {...control} placeholder="Licence brief" />}
          </Field>
          <Field
            label="E-mail"
            isRequired
            error="This is not an e-mail address: the part after @ is missing."
          >
            {(control) => <Input {...control} defaultValue="ada@" />}
          </Field>
          <Field label="Model">
            {(control) => (
              <Select {...control}>
                <option>sandbox/brief</option>
                <option>anthropic/claude-haiku-5-5</option>
              </Select>
            )}
          </Field>
          <Field label="Task">
            {(control) => <Textarea {...control} placeholder="Write about {{ topic }}" />}
          </Field>
        </div>
        <Row>
          <Checkbox id="design-check" checked={isInformed} onCheckedChange={setInformed} />
          <label htmlFor="design-check">Keep me informed</label>
          <Checkbox aria-label="Some of them" checked="indeterminate" />
          <Checkbox aria-label="Not yours to change" checked={false} disabled />
        </Row>
      </Section>
      <Floating />
    </>
  );
}

function Buttons() {
  const [view, setView] = useState<"one" | "two">("one");
  return (
    <Section title="Buttons" note="They say what happens. One primary action per page.">
      <Row>
        <Button tone="primary">
          <Play aria-hidden />
          Run pipeline
        </Button>
        <Button>Fork from here</Button>
        <Button tone="quiet">Cancel</Button>
        <Button tone="danger">
          <Trash2 aria-hidden />
          Remove key
        </Button>
        <Button tone="primary" isPending>
          Publish
        </Button>
        <Button disabled>Publish</Button>
        <Button size="small">
          <Plus aria-hidden />
          Small
        </Button>
        <IconButton label="More">
          <Ellipsis aria-hidden />
        </IconButton>
        <SwitchButtons
          label="View"
          value={view}
          onValueChange={setView}
          options={[
            { value: "one", label: "Rendered" },
            { value: "two", label: "Plain" },
          ]}
        />
        <Kbd>⌘</Kbd>
        <Kbd>K</Kbd>
        <Badge>draft</Badge>
        <Badge tone="accent">v3</Badge>
        <Badge tone="waiting">estimated</Badge>
        <Badge tone="completed">active</Badge>
        <Badge tone="failed">revoked</Badge>
      </Row>
    </Section>
  );
}

function Floating() {
  const [isTicked, setIsTicked] = useState(true);
  return (
    <Section title="What floats">
      <Row>
        <Dialog
          trigger={<Button>Dialog</Button>}
          title="Remove this key?"
          description="Runs that need it fail with “A provider key is missing” until another one is added."
          size="small"
          actions={
            <>
              <DialogClose>
                <Button>Keep it</Button>
              </DialogClose>
              <DialogClose>
                <Button tone="danger">Remove key</Button>
              </DialogClose>
            </>
          }
        />
        <DropdownMenu trigger={<Button>Menu</Button>}>
          <MenuLabel>Runs</MenuLabel>
          <MenuItem>Open</MenuItem>
          <MenuCheckboxItem checked={isTicked} onCheckedChange={setIsTicked}>
            Failed only
          </MenuCheckboxItem>
          <MenuSeparator />
          <MenuItem tone="danger">Archive</MenuItem>
        </DropdownMenu>
        <Button
          onClick={() => showToast({ title: "Version 4 is published", description: "New runs use it." })}
        >
          Toast
        </Button>
        <Button
          onClick={() =>
            showToast({ tone: "failed", title: "Not saved", description: "Somebody else saved first." })
          }
        >
          Failed toast
        </Button>
      </Row>
    </Section>
  );
}
