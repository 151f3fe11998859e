// What is not done to a run every minute: behind three dots at the end of its row.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Export, Run } from "../../generated/types";
import { http } from "../../http/http";
import { Icon } from "../../parts/Icon";
import { remove, takeAway } from "../../state/actions";
import { canBeBody } from "../../state/bodies";
import { fork } from "../../state/forking";
import { compareWith, moveBy, pin, rows } from "../../state/listed";
import { waits } from "../../state/order";
import { nameOf, shown } from "../../state/store";
import { show, writeNote } from "../../state/table";
import { text } from "../../text/text";
import { forkable } from "./Commands";
import { files } from "./files";
import css from "./Runs.module.css";

interface Item {
  words: string;
  /** With the name of the run, for those who hear it alone. */
  label?: string;
  /** What it is good for. */
  about?: string;
  /** Has a button of its own in the row where there is room for it. */
  spare?: boolean;
  /** Why it cannot be done now. */
  reason?: string;
  act: () => void;
}

/** What the server offers of a run as files; null until it has answered, or the sentence why it did not. */
type Offered = readonly Export[] | string | null;

function downloads(run: Run, offered: Offered): Item[] {
  if (offered === null || typeof offered === "string") {
    return [{ words: text("files.asking"), reason: offered ?? text("files.asking.reason"), act: () => {} }];
  }
  return files(run, offered).map(({ file, ...one }) => ({ ...one, act: () => takeAway(run, file) }));
}

/** What it needs is fetched when it is first wanted. */
const begin = (run: Run) => void import("../../state/transferring").then(({ keepEyes }) => keepEyes(run));

function items(run: Run, offered: Offered): Item[] {
  const name = nameOf(run.id);
  const write = () => writeNote(run.id);
  const places = [
    { words: text("runs.queue.earlier"), act: () => moveBy(run, false) },
    { words: text("runs.queue.later"), act: () => moveBy(run, true) },
  ];
  const visible = shown.value.includes(run);
  const showing = { words: text(visible ? "runs.hide.short" : "runs.show.short"), spare: true, act: () => show(run, !visible) };
  return [
    { words: text("runs.note"), act: write },
    { words: text(run.pinned ? "runs.unpin" : "runs.pin"), act: () => pin(run) },
    ...(rows.value.length > 1 ? [{ words: text("runs.compare.with"), act: () => compareWith(run) }] : []),
    ...(waits(run) ? places : []),
    ...(forkable(run) ? [{ words: text("runs.fork.short"), spare: true, act: () => fork(run) }] : []),
    ...(canBeBody(run) ? [{ words: text("runs.body"), about: text("runs.body.words"), act: () => begin(run) }] : []),
    showing,
    ...downloads(run, offered),
    { words: text("runs.delete.short"), label: text("runs.delete", { name }), act: () => remove(run) },
  ];
}

export function RunMenu({ run }: { run: Run }) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const dots = useRef<HTMLButtonElement>(null);
  const following = useRef(() => {});
  const [open, setOpen] = useState(false);
  const [offered, setOffered] = useState<Offered>(null);
  useEffect(() => () => following.current(), []);
  useEffect(() => {
    put(menu.current, dots.current);
    if (open && document.activeElement === document.body) focusFirst(menu.current);
  }, [offered]);
  const ask = () => void http.exports(run.id).then(setOffered, (error: Error) => setOffered(error.message));
  /** As soon as a hand comes near, so that nothing moves under it once it is open. */
  const near = () => {
    if (offered === null) ask();
  };
  const words = text("runs.more", { name: nameOf(run.id) });
  return (
    <>
      <button
        type="button"
        class="small"
        ref={dots}
        popovertarget={id}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={words}
        title={words}
        onPointerEnter={near}
        onFocus={near}
      >
        <Icon name="more" />
      </button>
      <div
        id={id}
        ref={menu}
        class={css.menu}
        role="menu"
        aria-label={words}
        popover="auto"
        onKeyDown={(event) => walk(event, menu.current)}
        onToggle={(event) => {
          const opened = event.newState === "open";
          setOpen(opened);
          following.current();
          if (!opened) return;
          ask();
          following.current = follow(menu.current, dots.current);
        }}
      >
        {open &&
          items(run, offered).map((item) => (
            <MenuItem key={item.words} {...item} close={() => menu.current?.hidePopover()} />
          ))}
      </div>
    </>
  );
}

function MenuItem({ words, label, about, spare, reason, act, close }: Item & { close: () => void }) {
  const press = () => {
    if (reason) return;
    close();
    act();
  };
  return (
    <button type="button" role="menuitem" class={spare ? css.spare : ""} aria-label={label} title={about} aria-disabled={reason ? true : undefined} onClick={press}>
      {words}
      {reason && <span class="words">{reason}</span>}
    </button>
  );
}

/** Stays at its dots while they are scrolled; the first thing to do has the focus. */
function follow(menu: HTMLElement | null, dots: HTMLElement | null): () => void {
  const place = () => put(menu, dots);
  const frame = requestAnimationFrame(() => {
    place();
    focusFirst(menu);
  });
  document.addEventListener("scroll", place, { capture: true, passive: true });
  return () => {
    cancelAnimationFrame(frame);
    document.removeEventListener("scroll", place, { capture: true });
  };
}

function focusFirst(menu: HTMLElement | null): void {
  menu?.querySelector<HTMLElement>("[role=menuitem]")?.focus({ preventScroll: true });
}

/** Below the dots, or above them where there is no room. */
function put(menu: HTMLElement | null, dots: HTMLElement | null): void {
  if (menu === null || dots === null) return;
  const { top, bottom, right } = dots.getBoundingClientRect();
  const { offsetHeight, offsetWidth } = menu;
  const below = bottom + 4 + offsetHeight <= innerHeight;
  menu.style.top = `${below ? bottom + 4 : Math.max(4, top - 4 - offsetHeight)}px`;
  menu.style.left = `${Math.max(4, right - offsetWidth)}px`;
}

function walk(event: KeyboardEvent, menu: HTMLElement | null): void {
  const all = [...(menu?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])].filter((item) => item.offsetHeight > 0);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (event.key === "Tab") menu?.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  all[(to + all.length) % all.length]?.focus();
}
