// The address has the whole setup; this hands it on.

import { copied } from "../browser/copying";
import { onlyHere } from "../browser/hosts";
import { say } from "../state/toasts";
import { sentences, text } from "../text/text";

export function Share() {
  return (
    <button type="button" class="small" data-share title={text("share.text")} onClick={() => void share()}>
      {text("share.title")}
    </button>
  );
}

async function share(): Promise<void> {
  const link = location.href;
  const done = (await copied(link)) ? text("share.copied") : text("share.here", { link });
  say(sentences([done, onlyHere(location.hostname) ? text("share.alone") : ""]), { about: "share" });
}
