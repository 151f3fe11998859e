// A part of the page that is fetched when it is first shown.

import { type ComponentType, createElement } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../state/toasts";
import { text } from "../text/text";

export function later<Props = Record<never, never>>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let found: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const [Part, put] = useState<ComponentType<Props> | null>(() => found);
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
    return Part === null ? null : createElement(Part as ComponentType<object>, props as object);
  };
}
