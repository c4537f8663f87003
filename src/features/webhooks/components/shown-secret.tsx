"use client";

import { Button } from "#components/ui/controls/button.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";

interface ShownSecretProps {
  readonly secret: string;
  readonly description: string;
  readonly onClose: () => void;
}

/** A webhook's secret, shown this one time. */
export function ShownSecret({ secret, description, onClose }: ShownSecretProps) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title="Copy the secret now"
      description={description}
      actions={
        <DialogClose>
          <Button tone="primary">I have copied it</Button>
        </DialogClose>
      }
    >
      <CodeBlock code={secret} label="The secret of the webhook" isWrapped />
    </Dialog>
  );
}
