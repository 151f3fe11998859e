// The HTTP calls. What a person did wrong comes back as a problem document, and so does what is not the person's fault.

import type { Clock } from "../curves/history";
import type { Card, Catalogue, DataAnswer, Drawings, Embedding, Export, Fetch, Forkable, Forked, Hardware, Lesson, LiveChange, Made, NewRuns, Opened, OwnData, Pictures, Plan, Problem, Run, Uploads, WeightsFit, Wording } from "../generated/types";
import { type Template, worded } from "../text/sentences";
import { text } from "../text/text";
import { at } from "./address";

export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** A laptop that slept through the answer asks again rather than wait for ever. */
const PATIENCE = 20_000;
/** Thousands of pictures are opened one by one. */
const CHECKING = 180_000;
const MOST_LANGUAGES = 6;

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await answer(method, path, body);
  return (response.status === 204 ? undefined : await response.json().catch(() => undefined)) as Answer;
}

async function answer(method: string, path: string, body?: unknown): Promise<Response> {
  const file = body instanceof Blob;
  const request: RequestInit = { method, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(file ? CHECKING : PATIENCE) };
  if (body !== undefined) {
    request.body = file ? body : JSON.stringify(body);
    request.headers = { ...request.headers, "Content-Type": file ? body.type : "application/json" };
  }
  const response = await fetch(at(path), request).catch(() => {
    throw new Refusal(problemOf(0, text("trouble.unreachable")));
  });
  if (!response.ok) throw new Refusal(await problemIn(response));
  return response;
}

async function problemIn(response: Response): Promise<Problem> {
  const found = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const plain = problemOf(response.status, text("trouble.status", { status: response.status }));
  return typeof found?.detail === "string" ? { ...plain, ...found, detail: worded({ code: found.code ?? "", values: (found.values ?? {}) as Wording["values"], text: found.detail }) } : plain;
}

function problemOf(status: number, detail: string): Problem {
  return { type: "about:blank", title: detail, status, detail, code: "", values: {}, field: "", came: null, allowed: null, nearest: null };
}

const ofRun = (id: string, rest = "") => `/api/runs/${encodeURIComponent(id)}${rest}`;

const ofRuns = (ids: readonly string[]) => ids.map((id) => `run=${encodeURIComponent(id)}`).join("&");

export const http = {
  hardware: () => call<Hardware>("GET", "/api/hardware"),
  embedding: () => call<Embedding>("GET", "/api/embedding"),
  texts: (language: string) => call<Record<string, Template>>("GET", `/api/texts/${encodeURIComponent(language)}`),
  catalogue: (language: string) => call<Catalogue>("GET", `/api/catalogue?language=${encodeURIComponent(language)}`),
  lesson: (name: string, language: string) =>
    call<Lesson>("GET", `/api/lessons/${encodeURIComponent(name)}?language=${encodeURIComponent(language)}`),
  readLesson: (text: string) => call<Lesson>("POST", "/api/lessons", { text }),
  plan: (spec: unknown) => call<Plan>("POST", "/api/plan", spec),
  laboratory: (name: string, settings: object) => call<Pictures>("POST", `/api/laboratories/${encodeURIComponent(name)}`, settings),
  drawings: (cards: Card[]) => call<Drawings>("POST", "/api/map", { cards }),
  lookAtData: (spec: unknown, view: string, question: string) => call<DataAnswer>("POST", "/api/look", { spec, view, question }),
  openWeights: (file: Blob, name: string) =>
    call<Opened>("POST", `/api/weights?name=${encodeURIComponent(name)}`, new Blob([file], { type: "application/octet-stream" })),
  fitWeights: (weights: string, spec: unknown) => call<WeightsFit>("POST", `/api/weights/${weights}/fit`, spec),
  kernelWeights: (spec: unknown, kernel: string) => call<Opened>("POST", "/api/weights/kernel", { spec, kernel }),
  start: (runs: Partial<NewRuns>) => call<Made>("POST", "/api/runs", runs),
  command: (id: string, command: "pause" | "resume" | "stop" | "continue" | "extend" | "step", more?: object) =>
    call<void>("POST", ofRun(id, `/${command}`), more),
  slow: (id: string, steps_per_second: number | null) => call<void>("POST", ofRun(id, "/slow"), { steps_per_second }),
  slowRace: (race: string, steps_per_second: number | null) =>
    call<void>("POST", `/api/races/${encodeURIComponent(race)}/slow`, { steps_per_second }),
  change: (id: string, change: LiveChange) => call<void>("PATCH", ofRun(id, "/training"), change),
  forkable: (id: string, at: "live" | number) => call<Forkable>("GET", ofRun(id, `/fork?at=${at}`)),
  fork: (id: string, wanted: Partial<Forked>) => call<Made>("POST", ofRun(id, "/fork"), wanted),
  /** Every row of a clock, as lines of commas: there "not measured" and "not a number" are two things. */
  rows: async (id: string, clock: Clock) => {
    const path = ofRun(id, `/points?clock=${clock}&most=1000000&format=csv`);
    return (await answer("GET", path)).text().catch(() => "");
  },
  exports: (id: string) => call<Export[]>("GET", ofRun(id, "/exports")),
  /** A file of a run to take away, how the server calls it, and what was checked of it. */
  exported: async (id: string, file: string): Promise<{ content: Blob; name: string; checked: Wording | null }> => {
    const response = await answer("GET", ofRun(id, `/export/${file}`));
    const named = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
    const checked = response.headers.get("x-checked");
    return { content: await response.blob(), name: named ?? file, checked: checked === null ? null : JSON.parse(decodeURIComponent(checked)) };
  },
  exportsTogether: (ids: readonly string[]) => call<Export[]>("GET", `/api/exports?${ofRuns(ids)}`),
  /** A file of several runs. */
  exportedTogether: async (ids: readonly string[], file: string): Promise<{ content: Blob; name: string }> => {
    const response = await answer("GET", `/api/export/${encodeURIComponent(file)}?${ofRuns(ids)}`);
    const named = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
    return { content: await response.blob(), name: named ?? file };
  },
  script: async (id: string) => (await answer("GET", ofRun(id, "/export/script.py"))).text(),
  remove: (id: string) => call<void>("DELETE", ofRun(id)),
  remark: (id: string, remarks: { note?: string; pinned?: boolean }) => call<Run>("PATCH", ofRun(id), remarks),
  move: (id: string, before: string | null) => call<Run>("POST", ofRun(id, "/move"), { before }),
  uploads: () => call<Uploads>("GET", "/api/data"),
  /** The content type is the blob's. Languages decide what names and numbers leave open; the form is what is wanted. */
  upload: (file: Blob, name: string, languages: readonly string[], form = "") =>
    call<OwnData>("POST", `/api/data?name=${encodeURIComponent(name)}&languages=${encodeURIComponent(languages.slice(0, MOST_LANGUAGES).join(","))}${form ? `&form=${form}` : ""}`, file),
  file: async (data: string) => (await answer("GET", `/api/data/${encodeURIComponent(data)}`)).arrayBuffer(),
  forget: (data: string) => call<void>("DELETE", `/api/data/${encodeURIComponent(data)}`),
  fetchSet: (set: string) => call<Fetch>("POST", `/api/sets/${encodeURIComponent(set)}/fetch`),
  cancelFetch: (set: string) => call<Fetch>("DELETE", `/api/sets/${encodeURIComponent(set)}/fetch`),
  trash: (most: number) => call<Run[]>("GET", `/api/runs?deleted=true&most=${most}`),
  restore: (id: string) => call<void>("POST", ofRun(id, "/restore")),
};
