// The socket of this page: what it wants to hear, and where what it hears goes.

import { batch, effect } from "@preact/signals";
import type { PageFrame, ServerFrame } from "../generated/types";
import { at } from "../http/address";
import { looks } from "../state/looks";
import { wish } from "../state/present";
import { receive, received } from "../state/receive";
import { setLink } from "../state/server";
import { state, watched } from "../state/store";
import { say } from "../state/toasts";
import { english, worded } from "../text/sentences";
import { connect, type Link, type Socket } from "./link";

/** Views and points a second: as many as an eye follows, and few for a tab that nobody sees. */
const SEEN = 10;
const UNSEEN = 0.5;

export function goLive(version: string): void {
  const url = new URL(at("/api/live"));
  url.search = "packed";
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const around = {
    open: () => {
      const socket = new WebSocket(url);
      socket.binaryType = "arraybuffer";
      return socket as unknown as Socket;
    },
    later: (milliseconds: number, act: () => void) => {
      const timer = setTimeout(act, milliseconds);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  };
  let open = false;
  const link = connect(around, {
    frame: (frame) => hear(frame, version),
    state: setLink,
    wishes: () => {
      open = true;
      return [watch(), look(), pace()];
    },
  });
  tellChanges(link, () => open);
}

function hear(frame: ServerFrame, version: string): void {
  if (frame.type === "hello" && frame.version !== version) location.reload();
  else if (frame.type === "trouble") say(worded(frame.text), { about: english(frame.text) });
  else if (waiting.push(frame) === 1) setTimeout(takeIn, Math.max(0, taken + 1000 / SEEN - performance.now()));
}

/** Heard, and not yet taken in: twenty runs say a hundred things between two pictures of the screen. Not taken in on a
 *  frame of its own, as charts would then be drawn on the next, and each would cost an old laptop two. */
let waiting: ServerFrame[] = [];
let taken = 0;

function takeIn(): void {
  const frames = waiting;
  waiting = [];
  taken = performance.now();
  batch(() => {
    for (const frame of frames) receive(received, frame);
  });
}

function watch(): PageFrame {
  const runs = watched.value.map((run) => [run.id, state.histories.get(run.id)?.seq ?? 0]);
  return { type: "watch", runs: Object.fromEntries(runs) as Record<string, number> };
}

function look(): PageFrame {
  return { type: "look", looks: looks(wish.value, state.looked.peek()) };
}

function pace(): PageFrame {
  return { type: "pace", hertz: document.hidden ? UNSEEN : SEEN };
}

/** Each wish is said again only when it is another one. */
function tellChanges(link: Link, open: () => boolean): void {
  let wanted = "";
  let looked = "";
  effect(() => {
    const ids = watched.value.map((run) => run.id).join(" ");
    if (ids === wanted) return;
    wanted = ids;
    if (open()) link.send(watch());
  });
  effect(() => {
    const frame = look();
    const words = JSON.stringify(frame);
    if (words === looked) return;
    looked = words;
    if (open()) link.send(frame);
  });
  document.addEventListener("visibilitychange", () => link.send(pace()));
}
