// The socket: reconnects with full jitter, notices silence, and resumes each run by the last seq it heard.

import type { PageFrame, ServerFrame } from "../generated/types";
import type { LinkState } from "../state/state";

/** What of a WebSocket is used; a test brings its own. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}
export interface Surroundings {
  open(): Socket;
  later(milliseconds: number, act: () => void): () => void;
  random(): number;
}
export interface Listener {
  frame(frame: ServerFrame): void;
  state(state: LinkState): void;
  /** What the page wants now, said anew whenever a socket opens. */
  wishes(): PageFrame[];
}
export interface Link {
  send(frame: PageFrame): void;
  close(): void;
}

const SHORTEST = 500;
const LONGEST = 8_000;
/** The server beats every five seconds: three beats missed are a dead link. */
const SILENCE = 15_000;
/** A server that starts again is back sooner; later the page says that it is gone, and still goes on trying. */
const GONE_AFTER = 12_000;

export function connect(around: Surroundings, listener: Listener): Link {
  let socket: Socket | null = null;
  let failures = 0;
  let waited = 0;
  let closed = false;
  let forget = () => {};

  const dial = () => {
    const own = around.open();
    socket = own;
    own.onopen = () => {
      for (const wish of listener.wishes()) own.send(JSON.stringify(wish));
    };
    own.onmessage = (event) => {
      if (own !== socket) return;
      listen();
      const frame = JSON.parse(String(event.data)) as ServerFrame;
      if (frame.type === "hello") {
        failures = waited = 0;
        listener.state("live");
      }
      listener.frame(frame);
    };
    own.onclose = () => lost(own);
    listen();
  };

  const listen = () => {
    forget();
    const own = socket;
    forget = around.later(SILENCE, () => own && lost(own));
  };

  const lost = (own: Socket) => {
    if (closed || own !== socket) return;
    socket = null;
    own.onclose = null;
    own.close();
    listener.state(waited >= GONE_AFTER ? "gone" : "reconnecting");
    // Full jitter: thirty pages of a class must not all knock at once. Half a second is the least that helps a server.
    const wait = Math.max(SHORTEST, around.random() * Math.min(LONGEST, SHORTEST * 2 ** failures));
    failures++;
    waited += wait;
    forget();
    forget = around.later(wait, dial);
  };

  dial();
  return {
    send: (frame) => socket?.send(JSON.stringify(frame)),
    close: () => {
      closed = true;
      forget();
      socket?.close();
    },
  };
}
