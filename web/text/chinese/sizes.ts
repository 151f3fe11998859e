// 简体中文：大小值不值。Simplified Chinese of the chart of what size is worth.

export const sizes = {
  "sizes.title": "{series}与大小",
  "sizes.text": "每个运行的最好成绩，横轴是网络的代价；同一家族的不同大小连成线。",
  "sizes.parameters": "参数",
  "sizes.multiply_adds": "乘加",
  "sizes.seconds": "秒",
  "sizes.year": "到这一年为止的网络",
  "sizes.of.parameters": "{count} 个参数",
  "sizes.of.multiply_adds": "{count} 次乘加",
  "sizes.dot": "{name}：{value}，{cost}",
  "sizes.empty": "一有成绩，每个运行就在这里有一个点。",
};
