import { Button, type ButtonProps } from "./button.tsx";

interface ShowMoreProps extends Pick<ButtonProps, "size" | "className"> {
  /** What has been read so far, page by page. */
  readonly pages: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  /** What the next page has: "Show older". */
  readonly word: string;
}

/** Reads the next page of a list, as long as there is one; it keeps the focus meanwhile. */
export function ShowMore({ pages, word, ...looks }: ShowMoreProps) {
  if (!pages.hasNextPage) return null;
  return (
    <Button {...looks} isPending={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      {word}
    </Button>
  );
}
