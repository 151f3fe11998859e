// 简体中文：学习率计划、开始训练、分支、比赛。Simplified Chinese of the schedule ahead, Train, forks and races.

export const starting = {
  "rates.over.one": "{count} 轮之内：{rates}",
  "rates.over.other": "{count} 轮之内：{rates}",
  "rates.title": "计划中的学习率",
  "rates.nothing": "接近 0",
  "rates.unknown": "每当进步停下，学习率就会降低；会降几次，训练了才知道。",

  "start.train": "开始训练",
  "start.train.one": "只训练这一个",
  "start.starting": "正在启动…",
  "start.race.open": "比赛…",
  "start.race.change": "修改比赛…",
  "start.race.one": "开始训练",
  "start.race.other": "{count} 个一起比赛",
  "start.race.all": "比赛：{values}",
  "start.race.seeds": "比赛：{values} ×{seeds}",
  "start.fork": "从第 {epoch} 轮接着训练",

  "fork.title": "分支",
  "fork.note": "从 {name} 的第 {epoch} 轮接着训练。",
  "fork.weights": "那里只保存了权重：优化器要从头开始。",
  "fork.start": "从哪一轮的权重开始",
  "fork.last": "最后：第 {epoch} 轮",
  "fork.best": "最佳：第 {epoch} 轮",
  "fork.both": "最后，也是最佳：第 {epoch} 轮",
  "fork.epoch": "第 {epoch} 轮",
  "fork.leave": "不要分支：从新的权重开始",
  "fork.fixed": "分支沿用原来的数据和网络，所以这一项不能改。",
  "fork.name": "从第 {epoch} 轮起",

  "race.title": "比赛",
  "race.field": "比什么",
  "race.field.none": "只换随机种子",
  "race.values": "{title}，最多六个值",
  "race.seeds": "随机种子数",
  "race.seeds.words": "每个选手都用这么多组不同的随机初始权重各跑一次：运气的影响会画成一条带子。",
};
