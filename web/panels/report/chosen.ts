// Of which runs a report would be.

import { computed } from "@preact/signals";
import { state, subjects } from "../../state/store";

/** Those that are shown; where several of them were chosen, those. */
export const reported = computed(() => {
  const chosen = subjects.value.filter(({ run }) => state.chosen.value.includes(run.id));
  return (chosen.length > 1 ? chosen : subjects.value).map((subject) => ({ ...subject, old: false }));
});
