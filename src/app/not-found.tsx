import Link from "next/link";
import { Button } from "#components/ui/controls/button.tsx";
import { OutsidePage } from "#features/shell/index.ts";

export default function NotFoundPage() {
  return (
    <OutsidePage
      title="There is nothing here"
      action={
        <Button asChild>
          <Link href="/">Go to your workspace</Link>
        </Button>
      }
    >
      The address is wrong, the page no longer exists, or it belongs to a workspace that you are not a member
      of.
    </OutsidePage>
  );
}
