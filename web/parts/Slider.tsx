// A slider over a scale, which may be logarithmic; arrows go by the steps of the scale.

import { useId } from "preact/hooks";
import { nudged, type Scale, toPosition, toValue } from "../setup/scale";
import { plain } from "../text/numbers";

export interface SliderProps {
  scale: Scale;
  value: number;
  change: (value: number) => void;
  label: string;
  /** Said after the label where several sliders share it. */
  which?: string;
}

const FINE = 1_000;
const DIRECTIONS: Record<string, 1 | -1> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

export function Slider({ scale, value, change, label, which }: SliderProps) {
  const id = useId();
  const position = toPosition(scale, value);
  return (
    <>
      <input
        id={id}
        type="range"
        min={0}
        max={FINE}
        value={Math.round(position * FINE)}
        style={{ "--part": `${position * 100}%` }}
        aria-labelledby={which ? undefined : label}
        aria-label={which}
        aria-valuetext={plain(value)}
        onInput={(event) => change(toValue(scale, Number(event.currentTarget.value) / FINE))}
        onKeyDown={(event) => {
          const direction = DIRECTIONS[event.key];
          if (direction === undefined) return;
          event.preventDefault();
          change(nudged(scale, value, direction));
        }}
      />
    </>
  );
}
