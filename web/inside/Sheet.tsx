// Pictures that nobody asked for and nobody judges: the sheet as it came.

import type { ImageGrid } from "../generated/types";

export function Sheet({ picture }: { picture: ImageGrid }) {
  return <img class="sheet" src={`data:image/png;base64,${picture.sheet}`} width={picture.columns * picture.width} alt="" />;
}
