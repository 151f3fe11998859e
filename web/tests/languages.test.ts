import { afterEach, expect, test } from "vitest";
import { names } from "../curves/names";
import { worded } from "../parts/pictures/worded";
import { allControls, presetSpec } from "../setup/spec";
import { speak } from "../state/language";
import { glossary as chineseGlossary } from "../text/chinese/glossary";
import { chinese } from "../text/chinese/words";
import { english } from "../text/en";
import { glossary } from "../text/english/glossary";
import { NAMED, wanted, wordsOf } from "../text/languages";
import { layerName, layerType } from "../text/layers";
import { grown, longer } from "../text/longer";
import { templates } from "../text/sentences";
import { counted, language, listed, row, sentences, text } from "../text/text";
import { catalogue, run } from "./world";

afterEach(() => speak("en"));

const placeholders = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

test("Chinese has the keys of English, and no others", () => {
  expect(Object.keys(chinese.table).sort()).toEqual(Object.keys(english).sort());
  expect(Object.keys(chineseGlossary).sort()).toEqual(Object.keys(glossary).sort());
});

test("a Chinese sentence names what the English one names", () => {
  for (const [key, sentence] of Object.entries(english))
    expect([key, placeholders(chinese.table[key as keyof typeof english])]).toEqual([key, placeholders(sentence)]);
});

test("no Chinese text is empty, left in English, or punctuated as English is", () => {
  const texts = { ...chinese.table, ...Object.fromEntries(Object.entries(chineseGlossary).map(([key, [, words]]) => [key, words])) };
  const spoken = /[\u4e00-\u9fff]/;
  for (const [key, words] of Object.entries(texts)) {
    expect([key, words.trim()]).not.toEqual([key, ""]);
    if (spoken.test(words)) expect([key, words]).not.toEqual([key, expect.stringMatching(/[\u4e00-\u9fff] ?[,;:!?](?:\s|$)|[\u4e00-\u9fff]\./)]);
    expect([key, words]).not.toEqual([key, expect.stringMatching(/[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/)]);
  }
});

test("the first visit follows the browser, later ones what was chosen", () => {
  expect(wanted("browser", ["zh-TW", "en"])).toBe("zh");
  expect(wanted("browser", ["de-DE", "en-GB", "zh"])).toBe("en");
  expect(wanted("browser", ["de"])).toBe("en");
  expect(wanted("zh", ["en"])).toBe("zh");
});

test("a third language is files that are added; what it does not have is said in English, also what is fetched later", async () => {
  expect(NAMED.map(({ code, complete }) => `${code} ${complete}`).sort()).toEqual(["de false", "en true", "zh true"]);
  const { table } = await wordsOf("de");
  expect([table["map.title"], table["map.sort.lesson"]]).toEqual(["Karte", "Lektion"]);
  expect(table["start.train"]).toBe("Train");
  Object.assign(english, { "fetched.later": "Later" });
  expect((table as Record<string, string>)["fetched.later"]).toBe("Later");
  delete (english as Record<string, string>)["fetched.later"];
  for (const [key, sentence] of Object.entries(table)) if (key in english) expect([key, placeholders(sentence)]).toEqual([key, placeholders(english[key as keyof typeof english])]);
});

test("a language is fetched when it is chosen; who changes their mind gets what they chose last", async () => {
  const first = speak("zh");
  await Promise.all([first, speak("en")]);
  expect(text("start.train")).toBe("Train");
  await speak("zh");
  expect(language.value).toBe("zh");
  expect(text("start.train")).toBe("开始训练");
  expect(counted("network.parameters", 154_380)).toBe("154,380 个参数");
  expect(listed(["GRU", "LSTM", "SimpleRNN"])).toBe("GRU、LSTM和SimpleRNN");
  expect(row(["GRU 98 %", "LSTM 97 %"])).toBe("GRU 98 %、LSTM 97 %");
  expect(sentences(["训练结束了。", "", "瞎猜能得 0 %。"])).toBe("训练结束了。瞎猜能得 0 %。");
});

test("a name of a layer is put together as the language does it; what nobody has translated stays", async () => {
  templates.value = { "layer-numbered": "{name} {number}", "layer-within": "{outer} · {layer}", "parts.generator": "生成器", "parts.up": "放大", "parts.inception": "Inception", "types.Conv2d": "卷积层" };
  expect(["generator.up1", "inception3a", "mine", "blocks.0"].map(layerName)).toEqual(["生成器 · 放大 1", "Inception 3a", "mine", "blocks · 0"]);
  expect(["Conv2d", "Mine"].map(layerType)).toEqual(["卷积层", "Mine"]);
  templates.value = {};
  expect(["generator.up1", "inception3a", "blocks.0"].map(layerName)).toEqual(["generator.up1", "inception3a", "blocks.0"]);
});

test("what of the catalogue is shown is half as long again in the language of tests, names and all", () => {
  const found = longer.catalogue(catalogue());
  expect(found.tasks[0]?.title).toBe(grown(catalogue().tasks[0]!.title));
  expect(found.tasks[0]?.name).toBe("sums");
  const controls = new Map(allControls(found, presetSpec(found, found.presets[0]!)).map((control) => [control.pointer, control]));
  expect(controls.get("/architecture/hidden")?.title).toBe(grown("Units"));
  const raced = [run("a", { cell: "small" }), run("b", { cell: "large" })];
  expect([...names(raced, controls, new Map()).values()]).toEqual([grown("small"), grown("large")]);
});

test("every text in a picture is worded, what is data stays, and it is the same picture each time it is asked", () => {
  const said = (code: string, text: string, values = {}) => ({ code, values, text });
  const shares = [{ label: said("symbol", "symbol 1", { place: 1 }), right: 3, of: 4, name: null }, { label: said("", "cat"), right: 1, of: 4, name: null }];
  const picture = { type: "shares" as const, titles: [said("symbols", "symbols of the answer")], groups: [shares], chosen: "", remarks: [] };
  expect(worded(picture)).toEqual({ type: "shares", titles: ["symbols of the answer"], groups: [[{ label: "symbol 1", right: 3, of: 4, name: null }, { label: "cat", right: 1, of: 4, name: null }]], chosen: "", remarks: [] });
  templates.value = { symbol: "第 {place} 个符号", symbols: "答案的各个符号" };
  expect(worded(picture)).toMatchObject({ titles: ["答案的各个符号"], groups: [[{ label: "第 1 个符号" }, { label: "cat" }]] });
  expect(worded(picture)).toBe(worded(picture));
  templates.value = {};
});

test("the language of tests is half as long again and names what English names", () => {
  expect(grown("Race {values}")).toBe("RRáccé {values}");
  for (const [key, sentence] of Object.entries(english)) {
    const letters = (words: string) => words.replace(/\{\w+\}/g, "").replace(/[^a-z\u00c0-\u00d6\u00d8-\u00f6]/gi, "").length;
    const long = longer.table[key as keyof typeof english];
    expect(placeholders(long)).toEqual(placeholders(sentence));
    expect(letters(long)).toBeGreaterThanOrEqual(1.5 * letters(sentence));
  }
});
