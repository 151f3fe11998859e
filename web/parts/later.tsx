// A part of the page that is fetched when it is first shown.

import { type ComponentType, createElement } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { say } from "../state/toasts";
import { text } from "../text/text";

const ahead: (() => unknown)[] = [];

/** Fetches what is shown as soon as something learns, so that it is there by then. */
export function fetchAhead(): void {
  for (const fetch of ahead.splice(0)) fetch();
}

/** What `load` has at hand is drawn at once. A first visit does without what is shown `onceTraining`. */
export function later<Props = Record<never, never>>(load: () => ComponentType<Props> | Promise<ComponentType<Props>>, onceTraining = false): ComponentType<Props> {
  let found: ComponentType<Props> | null = null;
  const fetch = () => {
    const loading = found ?? load();
    return loading instanceof Promise ? loading.then((loaded) => (found = loaded)) : loading;
  };
  // Where nobody answers, it is asked for again when it is shown.
  if (onceTraining) ahead.push(() => void Promise.resolve(fetch()).catch(() => {}));
  return function Later(props: Props) {
    const [loading] = useState(fetch);
    const [Part, put] = useState<ComponentType<Props> | null>(() => (loading instanceof Promise ? null : loading));
    // Before the next picture: what has been fetched already is drawn in this one.
    useLayoutEffect(() => {
      if (!(loading instanceof Promise)) return;
      loading.then(
        (loaded) => put(() => loaded),
        () => say(text("trouble.unreachable")),
      );
    }, []);
    return Part === null ? null : createElement(Part as ComponentType<object>, props as object);
  };
}
