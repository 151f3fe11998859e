// The address has the whole setup; this hands it on.

import { say } from "../state/toasts";
import { text } from "../text/text";
import { copied } from "./copying";

export function Share() {
  return (
    <button type="button" class="small share-button" title={text("share.text")} onClick={() => void share()}>
      {text("share.title")}
    </button>
  );
}

async function share(): Promise<void> {
  const link = location.href;
  say((await copied(link)) ? text("share.copied") : text("share.here", { link }), { about: "share" });
}
