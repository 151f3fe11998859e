// A part of the page that is fetched when it is first shown.

import { type ComponentType, createElement } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../state/toasts";
import { text } from "../text/text";

/** What `load` has at hand is drawn at once. */
export function later<Props = Record<never, never>>(load: () => ComponentType<Props> | Promise<ComponentType<Props>>): ComponentType<Props> {
  let found: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const [loading] = useState(() => found ?? load());
    const [Part, put] = useState<ComponentType<Props> | null>(() => (loading instanceof Promise ? null : loading));
    useEffect(() => {
      if (!(loading instanceof Promise)) return;
      loading.then(
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
