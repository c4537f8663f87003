import { NothingHere } from "#features/shell/index.ts";

export default function NotFoundPage() {
  return <NothingHere />;
}
