import type { Named } from "../languages";

export const language: Named = { code: "zh", name: "中文", tag: "zh-CN", complete: true };
