// 试用网络的网页。The page that is taken away, in Chinese.

export const offline = {
  "offline.title": "试试我的网络",
  "offline.about": "{task} · {architecture} · 第 {epoch} 轮",
  "offline.opening": "正在打开网络……",
  "offline.failed": "打不开这个网络：{error}",
  "offline.draw": "在这里画",
  "offline.type": "在这里输入，例如 {example}",
  "offline.examples": "它没有学过的例子",
  "offline.example": "例子 {number}",
  "offline.answer": "回答",
  "offline.nothing": "还没有提问。",
  "offline.right": "正确答案是 {right}。",
  "offline.sure": "{share} 的把握",
  "offline.value": "数值 {number}：{value}",
  "offline.symbol": "{symbol} 不在它的符号里：{symbols}",
  "offline.most": "它最多读 {most} 个符号。",
  "offline.exactly": "它正好读 {most} 个符号；现在有 {count} 个。",
  "offline.alone": "一切都在这个文件里：不下载任何东西，也不发送任何东西。",
  "offline.save.network": "保存网络（ONNX）",
  "offline.save.settings": "保存它的设置（JSON）",
};
