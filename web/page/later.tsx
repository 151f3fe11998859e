// A part of the page that is fetched when it is first shown.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../state/toasts";
import { text } from "../text/text";

export function later(load: () => Promise<ComponentType>): ComponentType {
  let found: ComponentType | null = null;
  return function Later() {
    const [Part, put] = useState<ComponentType | null>(() => found);
    useEffect(() => {
      if (Part !== null) return;
      load().then(
        (loaded) => {
          found = loaded;
          put(() => loaded);
        },
        () => say(text("trouble.unreachable")),
      );
    }, []);
    return Part === null ? null : <Part />;
  };
}
