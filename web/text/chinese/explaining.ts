// 简体中文：解读曲线的卡片。Simplified Chinese of the cards that read the curves.

export const explaining = {
  "explain.title": "曲线在说什么",
  "explain.dismiss": "收起这张卡片",
  "explain.try": "试试：{title}",
  "explain.try.value": "把“{title}”设为 {value}",
  "explain.diverged": "{run}：损失在第 {step} 步失控了。学习率为 {rate} 时，每一步都迈过了目标，落在更高的地方，下一步又迈得更过。",
  "explain.jump": "{run}：损失在{at}从 {before} 跳到 {after}，没有再降回来。学习率为 {rate} 时，有一步迈得太远了。",
  "explain.guessing": "{run} 看不出学到了什么：到{at}是 {now}，而{guess}也有 {level}。步子太小会这样，步子太大也会这样。",
  "explain.guessing.large": "{run} 没学到看得出的东西：到{at}是 {now}，{guess}也有 {level}。它的损失升到了开始时的 {began} 以上：学习率 {rate} 的步子太大了。",
  "explain.guessing.small": "{run} 还看不出学到多少：到{at}是 {now}，而{guess}也有 {level}。它的损失一直在降，没有跳动，所以步子多半是太小或太少，而不是太大。",
  "explain.symbols": "{run} 的单个符号对了 {symbols}，整个答案却只对了 {exact}。每个符号都对，答案才算对；而在每个位置都写最常见的符号，就已经能对 {level}。",
  "explain.gap": "{run} 在死记硬背：从{at}起，训练样本上的损失从 {before} 降到 {now}，没见过的样本上却从 {low} 升到 {high}。",
  "explain.spike": "{run} 在{at}从 {before} 跌到 {after}：就它当时所在的地方来说，步子迈得太大了。它多半能走回来；如果越往后步子越小，就不会被甩出去。",
  "explain.spike.changed": "{run} 在{at}从 {before} 跌到 {after}，就在{setting}从 {from} 改成 {to} 之后。改回去看看，或者从前一轮分出一个新的训练。",
  "explain.plateau": "{run} 从{at}起就没有进步：当时是 {value}，到{now}也没有更好。",
  "explain.plateau.hardly": "{run} 从{at}起几乎没有进步：当时是 {value}，到{now}为止最好也只有 {best}。",
  "explain.unfinished": "{run} 结束的时候还在进步：{at}时是 {before}，结束时是 {now}。",
};
