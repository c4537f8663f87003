import { Button } from "#components/ui/controls/button.tsx";

interface PipelinePagesProps {
  /** The cursor of the current page; null on the first page. */
  readonly after: string | null;
  /** Null on the last page. */
  readonly nextCursor: string | null;
  readonly onTurn: (after: string | null) => void;
}

/** Links to the first and the next page; renders nothing if there is only one page. */
export function PipelinePages({ after, nextCursor, onTurn }: PipelinePagesProps) {
  if (after === null && nextCursor === null) return null;
  const turn = (to: string | null) => {
    onTurn(to);
    // On a phone the page itself scrolls, elsewhere the area beside the sidebar.
    window.scrollTo({ top: 0 });
    document.getElementById("content")?.scrollTo({ top: 0 });
  };
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 px-6 py-4 max-sm:px-4">
      {after === null ? null : <Button onClick={() => turn(null)}>First page</Button>}
      {nextCursor === null ? null : <Button onClick={() => turn(nextCursor)}>Next page</Button>}
    </nav>
  );
}
