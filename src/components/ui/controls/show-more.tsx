import { Button, type ButtonProps } from "./button.tsx";

interface ShowMoreProps extends Pick<ButtonProps, "size" | "className"> {
  /** The pages loaded so far. */
  readonly pages: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  /** The label: "Show older". */
  readonly word: string;
}

/** Loads the next page of a list, if there is one; keeps the focus meanwhile. */
export function ShowMore({ pages, word, ...looks }: ShowMoreProps) {
  if (!pages.hasNextPage) return null;
  return (
    <Button {...looks} isPending={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      {word}
    </Button>
  );
}
