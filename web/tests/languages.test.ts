import { afterEach, expect, test } from "vitest";
import { names } from "../curves/names";
import { worded } from "../parts/pictures/worded";
import { allControls, presetSpec } from "../setup/spec";
import { speak } from "../state/language";
import { glossary as chineseGlossary } from "../text/chinese/glossary";
import said from "../text/chinese/said.json";
import { chinese } from "../text/chinese/words";
import { english } from "../text/en";
import { glossary } from "../text/english/glossary";
import { wanted } from "../text/languages";
import { grown, longer } from "../text/longer";
import { sayer } from "../text/saying";
import { counted, language, listed, row, sentences, text, words } from "../text/text";
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
  for (const [sentence, words] of Object.entries(said)) expect([sentence, placeholders(words)]).toEqual([sentence, placeholders(sentence)]);
});

test("no Chinese text is empty, left in English, or punctuated as English is", () => {
  const texts = { ...chinese.table, ...said, ...Object.fromEntries(Object.entries(chineseGlossary).map(([key, [, words]]) => [key, words])) };
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

test("what the server says is found by its pattern, and what it names is looked up too", () => {
  const say = sayer({ "{title} reached {value}": "{title}达到 {value}", "Exact answers": "全对率", "symbol {number}": "第 {number} 个" });
  expect(say("exact answers reached 98.0 %")).toBe("全对率达到 98.0 %");
  expect(say("symbol 12")).toBe("第 12 个");
  expect(say("symbol of hope")).toBe("symbol of hope");
  expect(say("(nobody) knows this.")).toBe("(nobody) knows this.");
  expect(words.value.said("as it is")).toBe("as it is");
  expect(chinese.said("right answers, trained on 2 digits")).toBe("答案全对，训练用的是 2 位数");
  expect(chinese.said("generator.up1 · ReLU")).toBe("生成器 · 放大 1 · ReLU");
  expect(chinese.said("decoder · output")).toBe("解码器 · 输出门");
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

test("a picture says what it shows in the language of the page, and is the same picture each time it is asked", async () => {
  const picture = { type: "shares" as const, titles: ["symbols of the answer"], groups: [[{ label: "symbol 1", right: 3, of: 4 }]] };
  expect(worded(picture)).toBe(picture);
  await speak("zh");
  expect(worded(picture)).toMatchObject({ titles: ["答案的各个符号"], groups: [[{ label: "第 1 个符号" }]] });
  expect(worded(picture)).toBe(worded(picture));
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
