// 简体中文：书上的表格与自己的运行。Simplified Chinese of a published table beside one's own runs.

export const printedTable = {
  "printed.row": "书上的数字",
  "printed.begin": "训练这一行：{row}",
  "printed.own": "你的",
  "printed.not": "还没有运行",
  "printed.train": "训练",
  "printed.validation": "验证",
  "printed.test": "测试",
  "printed.epoch": "第 {epoch} 轮",
  "printed.batch": "第 {batch} 批",
  "printed.words": "点一行就按它设置好。书上的数字下面是你最新的运行，每种读法一个。",
  "printed.words.running":
    "点一行就按它设置好。书上的数字下面是你最新的运行，每种读法一个。训练的数字是最后一轮的滑动平均，和 Keras 显示的一样：权重还在变、随机失活开着的时候算的。",
};
