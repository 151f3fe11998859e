// Why blocks cannot stand so, and the nearest row that can by one press.

import { useEffect, useRef } from "preact/hooks";
import type { Problem } from "../../../generated/types";
import { text } from "../../../text/text";
import { offer } from "./nearest";

interface Props {
  problem: Problem;
  /** What was refused. */
  blocks: string;
  take: (blocks: string) => void;
  /** Whether it comes into sight by itself: where something was let go, and no control is held. */
  comes?: boolean;
}

export function Refused({ problem, blocks, take, comes = false }: Props) {
  const { nearest } = problem;
  const words = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (comes) words.current?.scrollIntoView({ block: "nearest" });
  }, [problem]);
  return (
    <p class="problem" role="alert" ref={words}>
      {problem.detail}{" "}
      {typeof nearest === "string" && (
        <button type="button" class="link" onClick={() => take(nearest)}>
          {nearest === "" ? text("blocks.near.none") : offer(blocks, nearest)}
        </button>
      )}
    </p>
  );
}
