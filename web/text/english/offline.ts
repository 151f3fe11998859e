// English of the page that is taken away to ask a network without a server: built by itself, with all languages inside.

export const offline = {
  "offline.title": "Try my network",
  "offline.about": "{task} · {architecture} · epoch {epoch}",
  "offline.opening": "The network is being opened…",
  "offline.failed": "The network could not be opened: {error}",
  "offline.draw": "Draw here",
  "offline.type": "Type here, as in {example}",
  "offline.examples": "Examples that it has not learnt from",
  "offline.example": "Example {number}",
  "offline.answer": "Answer",
  "offline.nothing": "Nothing is asked yet.",
  "offline.right": "Right is {right}.",
  "offline.sure": "{share} sure",
  "offline.value": "Value {number}: {value}",
  "offline.symbol": "{symbol} is none of its symbols: {symbols}",
  "offline.most": "It reads {most} symbols at most.",
  "offline.exactly": "It reads exactly {most} symbols; these are {count}.",
  "offline.alone": "All of it is in this file: nothing is fetched, and nothing is sent.",
  "offline.save.network": "Save the network (ONNX)",
  "offline.save.settings": "Save its settings (JSON)",
};
