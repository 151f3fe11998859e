// What one filter makes of a picture: where it lies on it, what it covers there times its weights, and the map of all places.

import { useRef } from "preact/hooks";
import type { LayerMaps } from "./worded";
import { choosePixel, inside, pointAtPixel } from "../../state/inside";
import { text } from "../../text/text";
import { part, unpacked } from "./arrays";
import { answers, boxOf, middle, type Place } from "./fields";
import { HowItCame } from "./HowItCame";
import { boxStyle, PictureField } from "./PictureField";
import { ValueCanvas } from "./ValueCanvas";
import css from "./Maps.module.css";

export function MadeOf({ made, filter, title }: { made: LayerMaps; filter: number; title: string }) {
  const { place } = answers(made, inside.pixel.value)[filter] ?? { place: [0, 0] as const };
  const [, , width = 1] = made.maps.shape;
  return (
    <div class={css.madeOf}>
      <figure>
        <figcaption>{text("filters.asked")}</figcaption>
        <PictureField picture={made.asked} box={boxOf(made, place)} at={inside.pixel.value ?? middle(made, place)} point={pointAtPixel} choose={choosePixel} />
      </figure>
      {width > 1 && <Map made={made} filter={filter} place={place} />}
      <HowItCame picture={made} map={filter} place={place} title={title} />
    </div>
  );
}

function Map({ made, filter, place }: { made: LayerMaps; filter: number; place: Place }) {
  const frame = useRef<HTMLDivElement>(null);
  const maps = unpacked(made.maps);
  const [, height = 1, width = 1] = maps.shape;
  const pixel = (event: MouseEvent): Place => {
    const box = (frame.current as HTMLElement).getBoundingClientRect();
    const at = (offset: number, room: number, size: number) => Math.min(size - 1, Math.max(0, Math.floor((offset / room) * size)));
    return middle(made, [at(event.clientY - box.top, box.height, height), at(event.clientX - box.left, box.width, width)]);
  };
  return (
    <figure>
      <figcaption>{text("filters.map", { map: filter + 1 })}</figcaption>
      <div
        class={css.madeMap}
        ref={frame}
        onPointerMove={(event) => event.pointerType === "mouse" && pointAtPixel(pixel(event))}
        onPointerLeave={() => pointAtPixel(null)}
        onClick={(event) => choosePixel(pixel(event))}
      >
        <ValueCanvas values={part(maps, filter)} height={height} width={width} scale={maps.scale} />
        <span class={css.seenBox} style={boxStyle({ top: place[0], left: place[1], height: 1, width: 1 }, height, width)} aria-hidden="true" />
      </div>
    </figure>
  );
}
