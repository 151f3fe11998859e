// 描述，以及每个词看过哪里。

export const captions = {
  "caption.words": "描述里的词",
  "caption.picture": "图片，分成 {down} 乘 {across} 处；用方向键移动。现在在第 {row} 行第 {column} 列。",
  "caption.plain": "图片",
  "caption.looks": "“{word}”，把握 {chance}。看得最多的那一处占它注意力的 {most}。",
  "caption.wrote": "“{word}”，把握 {chance}。",
  "caption.hit": "正好看在所指的东西上。",
  "caption.missed": "所指的东西在虚线框里。",
  "caption.here": "第 {row} 行第 {column} 列：",
  "caption.here.word": "{word} {share}",
  "caption.nobody": "没有词看过这里",
  "caption.way": "怎么写",
  "caption.text": "描述",
  "caption.chance": "概率",
  "caption.score": "对数概率",
  "caption.expected": "正确的是：{text}",
};
