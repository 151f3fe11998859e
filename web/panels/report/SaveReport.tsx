// The button that saves a report.

import { useState } from "preact/hooks";
import { say } from "../../state/toasts";
import { counted, text } from "../../text/text";
import { reported } from "./chosen";

export function SaveReport() {
  const [making, setMaking] = useState(false);
  const of = reported.value.length;
  if (of === 0) return null;
  const make = async () => {
    setMaking(true);
    try {
      await (await import("./saving")).save();
      say(text("runs.report.saved"), { about: "report" });
    } catch (error) {
      say(text("runs.report.failed"), { about: "report" });
      throw error;
    } finally {
      setMaking(false);
    }
  };
  return (
    <button type="button" class="link" disabled={making} title={text("runs.report.title")} onClick={() => void make()}>
      {counted("runs.report", of)}
    </button>
  );
}
