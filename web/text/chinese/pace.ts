// 简体中文：慢动作、到目标的时间，以及机器的情况。Simplified Chinese of slow motion, of the time to a target, and of what is told of the machine.

export const pace = {
  "pace.title": "速度（每秒步数）",
  "pace.full": "全速",
  "pace.steps.one": "每秒 {count} 步",
  "pace.steps.other": "每秒 {count} 步",
  "pace.state": "{words}；已放慢到{pace}",
  "pace.of": "{name} 的速度（每秒步数）",
  "pace.race": "整场比赛都用这个速度",
  "pace.words": "放慢以后，每一步都看得清。等待的时间不算训练，曲线也不会变。",
  "pace.next": "接下来开始的训练：{pace}。",
  "pace.now": "速度：{pace}。",

  "target.between": "照这个速度，到 {target} 大约还要 {low} 到 {high}",
  "target.about": "照这个速度，到 {target} 大约还要 {low}",
  "target.within": "照这个速度，{high} 之内到 {target}",
  "target.not": "照这个速度到不了 {target}",

  "machine.open": "机器的使用情况",
  "machine.measuring": "正在测量…",
  "machine.gone": "服务器没有应答。",
  "machine.processors.one": "{count} 个处理器",
  "machine.processors.other": "{count} 个处理器",
  "machine.busy": "使用 {share}",
  "machine.memory": "内存",
  "machine.part": "{used} / {all}",
  "machine.free": "可用磁盘空间",
  "machine.worker": "工作进程",
  "machine.engine": "引擎",
  "machine.processor": "处理器",
  "machine.ready": "{count} 个在等待任务",
};
