// 简体中文：谁先到，谁最好，每个数从哪里来。

export const standing = {
  "seeds.some": "{name}，{all} 次中的 {count} 次",
  "seeds.of": "{all} 次中的 {count} 次",

  "charts.guessing": "{guess} {value}",
  "charts.guessing.of": "{words} · {names}",

  "race.first": "最先达到 {level}：{names}，{at}",
  "race.first.seeds": "最先达到 {level}：{names}，{at}（{count} 个种子的中位数）",
  "race.first.some": "最先达到 {level}：{names}，{at}（{count} 个种子的中位数，其中 {reached} 个达到了）",
  "race.nobody": "没有谁达到 {level}",
  "race.both": "{first}；最好：{best}。",
  "race.sentence": "{first}。",
  "race.best.one": "{name} {value}",
  "race.best.number": "{name}：{value}",

  "race.level": "各次运行比谁先达到的水平",
  "race.level.words": "{series} {level}：可以拖动，也可以用方向键；按两下回到通常的水平",

  "race.again.one": "同样的比赛再来一次，用下一个种子：{seeds}。",
  "race.again.other": "同样的比赛再来一次，用接下来的种子：{seeds}。",
  "race.again.same": "用相同的种子",

  "summary.mean": "{name}（{count} 次平均）",
  "summary.mean.some": "{name}（{all} 次中 {count} 次的平均）",
  "summary.guessing": "{Guess}的成绩是 {value}。",
  "summary.guessing.many": "{Guess}的成绩：{parts}。",

  "origin": "{name}：{series} {value}，{split}",
  "origin.train": "训练样本",
  "origin.validation": "验证样本",
  "origin.test": "测试样本",
  "origin.step": "第 {step} 步",
  "origin.weights": "{name}：{moment}",
  "origin.last": "用最后的权重",
  "origin.mean": "{name}，{count} 个种子的平均：{series} {value}，{split}",
  "origin.mean.some": "{name}，{all} 个种子中 {count} 个的平均：{series} {value}，{split}",
  "origin.examples.one": "{count} 个样本",
  "origin.examples.other": "{count} 个样本",
  "origin.speed.now": "现在，最近一轮：{seconds} {examples}",
  "origin.speed.mean": "全程平均：{seconds} {examples}",
  "runs.now.words": "最近一次在验证集上的成绩",
  "runs.best.words": "在验证集上的最好成绩，以及是哪一轮",
  "runs.test.words": "只打一次分，用这次运行最后的权重",
  "runs.speed.words": "还在进行的，按最近一轮算；已经结束的，是全程平均",
  "runs.now.short": "现在",
  "runs.best.short": "验证集",
  "runs.test.short": "最后的权重",
  "runs.speed.mean": "平均",
  "runs.at": "@ {at}",
};
