// The socket: reconnects with full jitter, notices silence, and resumes each run by the last seq it heard.

import type { PageFrame, ServerFrame } from "../generated/types";
import type { LinkState } from "../state/server";
import { unpacked } from "./packed";

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
}

const SHORTEST = 500;
const LONGEST = 8_000;
/** The server beats after five seconds of silence: three beats missed are a dead link. */
const SILENCE = 15_000;
/** A server that starts again is back sooner; later the page says that it is gone, and still goes on trying. */
const GONE_AFTER = 12_000;

export function connect(around: Surroundings, listener: Listener): Link {
  return new Connection(around, listener);
}

class Connection implements Link {
  private socket: Socket | null = null;
  private failures = 0;
  private order: Promise<unknown> = Promise.resolve();
  /** Frames that wait for their turn. */
  private unpacking = 0;
  private waited = 0;
  /** Forgets what was to be done later: there is one clock, for silence or for the next try. */
  private forget = () => {};

  constructor(
    private readonly around: Surroundings,
    private readonly listener: Listener,
  ) {
    this.dial();
  }

  send(frame: PageFrame): void {
    this.socket?.send(JSON.stringify(frame));
  }

  private dial(): void {
    const socket = this.around.open();
    this.socket = socket;
    socket.onopen = () => {
      for (const wish of this.listener.wishes()) socket.send(JSON.stringify(wish));
    };
    socket.onmessage = (event) => this.hear(socket, event.data);
    socket.onclose = () => this.lose(socket);
    this.awaitNext(socket);
  }

  /** In the order in which they came, though unpacking takes a while. */
  private hear(socket: Socket, data: unknown): void {
    if (socket !== this.socket) return;
    this.awaitNext(socket);
    if (typeof data === "string" && this.unpacking === 0) return this.take(socket, data);
    this.unpacking++;
    this.order = this.order
      .then(() => (typeof data === "string" ? data : unpacked(data as ArrayBuffer)))
      .then((text) => this.take(socket, text))
      .catch(() => this.lose(socket))
      .finally(() => this.unpacking--);
  }

  private take(socket: Socket, text: string): void {
    if (socket !== this.socket) return;
    const frame = JSON.parse(text) as ServerFrame;
    if (frame.type === "hello") {
      this.failures = this.waited = 0;
      this.listener.state("live");
    }
    this.listener.frame(frame);
  }

  private awaitNext(socket: Socket): void {
    this.later(SILENCE, () => this.lose(socket));
  }

  private lose(socket: Socket): void {
    if (socket !== this.socket) return;
    this.socket = null;
    socket.onclose = null;
    socket.close();
    this.listener.state(this.waited >= GONE_AFTER ? "gone" : "reconnecting");
    // Full jitter: thirty pages of a class must not all knock at once. Half a second is the least that helps a server.
    const wait = Math.max(SHORTEST, this.around.random() * Math.min(LONGEST, SHORTEST * 2 ** this.failures));
    this.failures++;
    this.waited += wait;
    this.later(wait, () => this.dial());
  }

  private later(milliseconds: number, act: () => void): void {
    this.forget();
    this.forget = this.around.later(milliseconds, act);
  }
}
