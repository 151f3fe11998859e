// 一段一段看的文本。

export const passages = {
  "passage.text": "文本；用方向键逐个符号移动",
  "passage.prompt": "你写的",
  "passage.written": "网络写的",
  "passage.piece": "{place}：{piece}",
  "passage.value": "{unit}：{value}",
  "passage.alternatives": "这里还可能是",
  "passage.take": "换成 {symbol} 往下写，{share}",
  "passage.takes.one": "你选了 {count} 个符号。",
  "passage.takes.other": "你选了 {count} 个符号。",
  "passage.free": "重新让它自己选",
  "passage.groups": "找的是什么",
  "passage.members": "单元，最接近的在前",
  "passage.scale": "最深的颜色是 {value}",
};
